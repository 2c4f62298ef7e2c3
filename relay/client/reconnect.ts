/**
 * How long to wait before the next attempt. Every delay is drawn at random, so that the clients of a relay that
 * fell over do not come back all at once.
 */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** No attempt follows the last one faster than this. */
const FLOOR_MS = 100;
/** No relay can send a client away for longer than this. */
const LONGEST_BYE_MS = 60 * 60 * 1_000;

/** Full jitter: anything up to a ceiling that doubles with every failed attempt. */
export function backOffMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.max(FLOOR_MS, random() * ceilingMs);
}

/** From half to one and a half of what the relay asked for. */
export function byeMs(retryAfterMs: number, random: () => number): number {
  return Math.max(FLOOR_MS, Math.min(retryAfterMs, LONGEST_BYE_MS) * (0.5 + random()));
}

/** Remembers what the next delay depends on. */
export class Reconnect {
  readonly #random: () => number;
  #attempt = 0;
  #retryAfterMs: number | undefined;
  #isSentAway = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The connection held for a while. One that breaks at once does not count, or a broken relay would be hammered. */
  lasted(): void {
    this.#attempt = 0;
  }

  /** The relay said when to come back. */
  bye(retryAfterMs: number): void {
    this.#retryAfterMs = retryAfterMs;
  }

  /** Whether the present delay is the one that the relay asked for. */
  get isSentAway(): boolean {
    return this.#isSentAway;
  }

  nextDelayMs(): number {
    const retryAfterMs = this.#retryAfterMs;
    this.#retryAfterMs = undefined;
    this.#isSentAway = retryAfterMs !== undefined;
    return retryAfterMs === undefined
      ? backOffMs(this.#attempt++, this.#random)
      : byeMs(retryAfterMs, this.#random);
  }
}

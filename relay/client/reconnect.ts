/**
 * The time until the next attempt to connect. Every delay is random, so that the clients of a crashed relay do not come
 * back all at once.
 */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** The shortest time between two attempts. */
const FLOOR_MS = 100;
/** The longest time for which a relay can send a client away. */
const LONGEST_BYE_MS = 60 * 60 * 1_000;

/** Full jitter: any time up to a limit that doubles with every failed attempt. */
export function backOffMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.max(FLOOR_MS, random() * ceilingMs);
}

/** A random time between half and one and a half of the time that the relay asked for. */
export function byeMs(retryAfterMs: number, random: () => number): number {
  return Math.max(FLOOR_MS, Math.min(retryAfterMs, LONGEST_BYE_MS) * (0.5 + random()));
}

/** Remembers the facts that decide the next delay. */
export class Reconnect {
  readonly #random: () => number;
  #attempt = 0;
  #retryAfterMs: number | undefined;
  #isSentAway = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /**
   * The connection lasted for a while. A connection that breaks at once does not count, because clients would flood a
   * broken relay.
   */
  lasted(): void {
    this.#attempt = 0;
  }

  /** The relay said when to come back. */
  bye(retryAfterMs: number): void {
    this.#retryAfterMs = retryAfterMs;
  }

  /** Says whether the relay asked for the present delay. */
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

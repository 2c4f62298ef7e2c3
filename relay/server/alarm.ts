import type { Millis } from '../broker/effects.ts';

/** No timer of Node is set for longer. */
const LONGEST_MS = 60_000;

/** Sets one timer for the earliest of its times; none while there is nothing to wait for. */
export class Alarm {
  readonly #now: () => Millis;
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  #at: Millis = Infinity;

  constructor(now: () => Millis, ring: () => void) {
    this.#now = now;
    this.#ring = ring;
  }

  /** Rings by then. A time that was told before stays. */
  advance(at: Millis): void {
    if (at >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    const waitMs = Math.min(LONGEST_MS, Math.max(0, at - this.#now()));
    // It reads arrived input first: after a pause of the whole process, everybody seems to lag.
    this.#timer = setTimeout(() => setImmediate(() => this.#onTime()), waitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#at = -Infinity;
  }

  #onTime(): void {
    if (this.#at === -Infinity) return; // it was stopped
    this.#at = Infinity;
    this.#ring();
  }
}

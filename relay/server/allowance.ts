/** The tokens of this many milliseconds may be spent at once. */
const BURST_MS = 2_000;

/** A token bucket: a fixed rate a second, with bursts. Knows the time only from its caller, in milliseconds. */
export class Allowance {
  readonly #msEach: number;
  /** The time at which all taken tokens are earned. */
  #earnedAt = 0;

  constructor(perSecond: number) {
    this.#msEach = 1_000 / perSecond;
  }

  /** Takes tokens that may not be there yet; returns for how long nothing more should be taken, 0 within the burst. */
  take(tokens: number, now: number): number {
    this.#earnedAt = Math.max(this.#earnedAt, now) + tokens * this.#msEach;
    return Math.max(0, this.#earnedAt - now - BURST_MS);
  }
}

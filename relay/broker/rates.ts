import type { Millis } from './effects.ts';

/** Token buckets, one for each key: a fixed rate, with bursts. A key that has used nothing lately costs nothing. */
export class Rates<Key> {
  readonly #msEach: number;
  readonly #burstMs: number;
  /** The time at which everything that a key took is earned again; the key that took last stands last. */
  readonly #earnedAt = new Map<Key, Millis>();

  constructor(rate: { readonly perSecond: number; readonly burst: number }) {
    this.#msEach = 1_000 / rate.perSecond;
    this.#burstMs = rate.burst * this.#msEach;
  }

  /** True when the key may take one more. */
  has(key: Key, now: Millis): boolean {
    return this.#nextEarnedAt(key, now) - now <= this.#burstMs;
  }

  take(key: Key, now: Millis): void {
    const earnedAt = this.#nextEarnedAt(key, now);
    this.#earnedAt.delete(key);
    this.#earnedAt.set(key, earnedAt);
    for (const [oldest, at] of this.#earnedAt) {
      if (at > now) return;
      this.#earnedAt.delete(oldest);
    }
  }

  forget(key: Key): void {
    this.#earnedAt.delete(key);
  }

  #nextEarnedAt(key: Key, now: Millis): Millis {
    return Math.max(now, this.#earnedAt.get(key) ?? 0) + this.#msEach;
  }
}

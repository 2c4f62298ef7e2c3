/** A repeatable source of random numbers (mulberry32): the same seed, the same run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All the chance in a simulation. */
export class Dice {
  readonly number: () => number;

  constructor(seed: number) {
    this.number = seeded(seed);
  }

  chance(probability: number): boolean {
    return this.number() < probability;
  }

  between(low: number, high: number): number {
    return low + this.number() * (high - low);
  }

  below(limit: number): number {
    return Math.floor(this.number() * limit);
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error('expected a list to pick from');
    return one;
  }

  /** One of a list, the first much more often than the last. */
  pickPopular<T>(list: readonly T[]): T {
    const one = list[Math.floor(this.number() ** 3 * list.length)];
    if (one === undefined) throw new Error('expected a list to pick from');
    return one;
  }

  /** The time until the next of events that come independently, so long apart on average. */
  wait(mean: number): number {
    return -Math.log(1 - this.number()) * mean;
  }
}

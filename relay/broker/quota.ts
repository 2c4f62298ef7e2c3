/** How many haves, wants and watches; those of absent peers whose place is kept among them. */
export interface Announced {
  readonly haves: number;
  readonly wants: number;
  readonly watches: number;
}

export type Kind = keyof Announced;

/** What some peers have, want and watch together, and how much they may; a client's is part of that of all. */
export class Quota {
  readonly #most: Announced;
  readonly #whole: Quota | undefined;
  readonly #taken = { haves: 0, wants: 0, watches: 0 };

  constructor(most: Announced, whole?: Quota) {
    this.#most = most;
    this.#whole = whole;
  }

  get taken(): Announced {
    return this.#taken;
  }

  /** One of the peers has, wants or watches one address more, or one less. */
  count(kind: Kind, change: 1 | -1): void {
    this.#taken[kind] += change;
    this.#whole?.count(kind, change);
  }

  /** How many more there may be. */
  room(kind: Kind): number {
    const room = this.#most[kind] - this.#taken[kind];
    return this.#whole ? Math.min(room, this.#whole.room(kind)) : room;
  }
}

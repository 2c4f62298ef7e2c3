/**
 * Which part of a bundle comes next: the parts that somebody asked for, in their order, then the others, the rarest
 * first. Knows nothing of relays, disks and time.
 */

/** The reason why a part does not come. */
export type PartProblem =
  /** No relay counts a holder, or none is connected. It comes as soon as somebody has it. */
  | 'nobody'
  /** Its author has sealed it wrongly, or all of its holders lie. */
  | 'bad'
  /** There is no room on the disk. It is tried again with the next wish. */
  | 'disk-full'
  /** Each relay refuses it. It is tried again with the next wish. */
  | 'refused';

/** The number of holders of a part, where it is known. */
export type HoldersOf = (index: number) => number | undefined;

export class PartQueue {
  readonly #count: number;
  #held = new Set<number>();
  /** Asked for one by one, the most urgent first. */
  #first: readonly number[] = [];
  #isAllWanted = false;
  readonly #inFlight = new Set<number>();
  /** Parts that did not come, until somebody asks for them again. */
  readonly #problems = new Map<number, Exclude<PartProblem, 'nobody'>>();
  /** Parts that are no use to anybody, however often they come. */
  readonly #hopeless = new Set<number>();
  /** Parts of which nothing came, with the number of their holders then. */
  readonly #resting = new Map<number, number>();

  /** A bundle of `count` parts. */
  constructor(count: number) {
    this.#count = count;
  }

  get held(): ReadonlySet<number> {
    return this.#held;
  }

  get isWhole(): boolean {
    return this.#held.size >= this.#count;
  }

  hold(held: Iterable<number>): void {
    this.#held = new Set(held);
  }

  onStored(index: number): void {
    this.#held.add(index);
  }

  /** From now on these parts are wanted, and all others too if `isAll`. */
  want(first: readonly number[], isAll: boolean): void {
    this.#first = [...new Set(first)].filter((index) => index >= 0 && index < this.#count);
    this.#isAllWanted = isAll;
  }

  /** Somebody asks again: parts that may come after all are tried once more. */
  forgive(): void {
    this.#resting.clear();
    for (const index of this.#problems.keys()) {
      if (!this.#hopeless.has(index)) this.#problems.delete(index);
    }
  }

  isWanted(index: number): boolean {
    return this.#isAllWanted || this.#first.includes(index);
  }

  /** The wanted parts that are not here, in the order of the content. */
  missing(): readonly number[] {
    const wanted = this.#isAllWanted
      ? Array.from({ length: this.#count }, (_, index) => index)
      : this.#first.toSorted((a, b) => a - b);
    return wanted.filter((index) => !this.#held.has(index));
  }

  /** The part to fetch now, if there is one. It is in flight from here on. */
  take(holdersOf: HoldersOf): number | undefined {
    if ([...this.#problems.values()].includes('disk-full')) return undefined;
    const index =
      this.#first.find((one) => this.#isFree(one, holdersOf)) ?? this.#rarest(holdersOf);
    if (index !== undefined) this.#inFlight.add(index);
    return index;
  }

  /** A part is in flight no more, for whatever reason. */
  leave(index: number): void {
    this.#inFlight.delete(index);
  }

  /** Nothing came of this part, of which so many are said to hold it. Others have their turn first. */
  rest(index: number, holders = 0): void {
    this.#resting.set(index, holders);
  }

  /** This part came, and could not be kept. Others have their turn first. */
  putOff(index: number): void {
    this.#resting.set(index, Infinity);
  }

  /** All parts may be tried again. */
  wake(): void {
    this.#resting.clear();
  }

  get isResting(): boolean {
    return this.#resting.size > 0;
  }

  fail(index: number, why: Exclude<PartProblem, 'nobody'>, isHopeless = false): void {
    this.#problems.set(index, why);
    if (isHopeless) this.#hopeless.add(index);
  }

  /** The reason why a missing part does not come now. */
  problemOf(index: number, holdersOf: HoldersOf): PartProblem | undefined {
    const problem = this.#problems.get(index);
    if (problem) return problem;
    const isSilent =
      this.#isStillResting(index, holdersOf) && this.#resting.get(index) !== Infinity;
    const isAlone = holdersOf(index) === 0 || isSilent;
    return isAlone && !this.#inFlight.has(index) ? 'nobody' : undefined;
  }

  #rarest(holdersOf: HoldersOf): number | undefined {
    if (!this.#isAllWanted) return undefined;
    let rarest: number | undefined;
    let least = Infinity;
    for (let index = 0; index < this.#count; index += 1) {
      if (!this.#isFree(index, holdersOf)) continue;
      const holders = holdersOf(index) ?? Infinity;
      if (rarest !== undefined && holders >= least) continue;
      rarest = index;
      least = holders;
    }
    return rarest;
  }

  #isFree(index: number, holdersOf: HoldersOf): boolean {
    return (
      !this.#held.has(index) &&
      !this.#inFlight.has(index) &&
      !this.#problems.has(index) &&
      !this.#isStillResting(index, holdersOf) &&
      holdersOf(index) !== 0
    );
  }

  /** A part that somebody more holds than before is worth another try. */
  #isStillResting(index: number, holdersOf: HoldersOf): boolean {
    const holders = this.#resting.get(index);
    return holders !== undefined && (holdersOf(index) ?? 0) <= holders;
  }
}

/** One wait for parts of a bundle: over when all are stored, when one cannot be had, or when nobody waits any more. */
import { type BundleState, PartError } from '@mayfly/relay/view';

export class PartWait {
  /** The wish as it was said. */
  readonly wish: readonly number[] | 'all';
  readonly #missing: Set<number>;
  readonly #end = Promise.withResolvers<void>();
  #isOver = false;
  /** A view that was sent before the wish may still name failures that the wish has taken back. */
  #views = 0;
  readonly #failedBefore: ReadonlySet<number>;

  /** `parts` are the numbers that `wish` means. */
  constructor(wish: readonly number[] | 'all', parts: readonly number[], now: BundleState) {
    this.wish = wish;
    this.#missing = new Set(parts);
    this.#failedBefore = new Set(now.failed.map(({ index }) => index));
    for (const part of now.held) this.#missing.delete(part);
    const bad = now.failed.find(({ index, why }) => why === 'bad' && this.#missing.has(index));
    if (this.#missing.size === 0) this.#over();
    else if (bad) this.leave(new PartError(bad.index, 'bad'));
  }

  get ended(): Promise<void> {
    return this.#end.promise;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** True if this wait has asked for all that the other one needs. */
  covers(other: PartWait): boolean {
    return this.wish === 'all'
      ? other.wish === 'all'
      : [...other.#missing].every((part) => this.#missing.has(part));
  }

  look({ held, failed }: BundleState): void {
    this.#views += 1;
    for (const part of this.#missing) if (held.has(part)) this.#missing.delete(part);
    if (this.#missing.size === 0) return this.#over();
    for (const { index, why } of failed) {
      // Somebody may come back who has it.
      if (why === 'nobody' || !this.#missing.has(index)) continue;
      const isNews = !this.#failedBefore.has(index) || this.#views > 1;
      if (isNews) return this.leave(new PartError(index, why));
    }
  }

  /** Ends the waiting with a reason. */
  leave(reason: unknown): void {
    this.#isOver = true;
    this.#end.reject(reason);
  }

  #over(): void {
    this.#isOver = true;
    this.#end.resolve();
  }
}

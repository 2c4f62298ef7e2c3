/** What the screen of a bundle needs of the program around it: the parts that are here, and a way to ask for others. */
import type { ReadonlySignal } from '@preact/signals';
import type { PartProblem } from '../../client/bundle/index.ts';

export interface FailedNote {
  /** The number of the part. */
  readonly index: number;
  readonly why: PartProblem;
}

export interface BundleState {
  /** The numbers of the parts that are stored here. */
  readonly held: ReadonlySet<number>;
  /** The number of parts that are wanted and not stored yet. */
  readonly wanted: number;
  readonly failed: readonly FailedNote[];
  /** The number of holders who have every part, where it is known. */
  readonly complete?: number;
}

export interface OpenBundle {
  readonly state: ReadonlySignal<BundleState>;
  /**
   * Wants these parts before those that are wanted already. Resolves when all of them are stored here, however long nobody
   * has them. Rejects with the signal's reason, which ends only the waiting, and with a `PartError` where a part cannot be
   * had at all. `stop` ends it with an `AbortError`.
   */
  want(parts: readonly number[] | 'all', signal?: AbortSignal): Promise<void>;
  /** Wants nothing more now. */
  stop(): void;
  /** The page of a stored part, as it travelled. */
  page(index: number): Promise<Blob | undefined>;
  /** Deletes a stored part that turned out to be damaged, so that it can be wanted again. */
  discard?(index: number): Promise<void>;
}

/** A part cannot be had, whoever comes back. */
export class PartError extends Error {
  override readonly name = 'PartError';
  readonly why: Exclude<PartProblem, 'nobody'>;

  constructor(index: number, why: Exclude<PartProblem, 'nobody'>) {
    super(`expected part ${index} to be stored, got: ${why}`);
    this.why = why;
  }
}

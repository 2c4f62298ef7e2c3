import { BundleError } from '../../../client/bundle/index.ts';
import { PartError } from '../open-bundle.ts';

/** The reason why nothing was saved. */
export type SavingProblem =
  | 'no-room' // the browser has too little room left, seen before anything was written
  | 'no-store' // a private window has no place for a large file
  | 'disk-full'
  | 'bad' // a part is damaged
  | 'refused' // the relay refused a part
  | 'failed'; // the chosen place takes no files, or something else went wrong

/** Seen before anything is written. */
export class SavingError extends Error {
  override readonly name = 'SavingError';
  readonly problem: SavingProblem;

  constructor(problem: 'no-room' | 'no-store') {
    super(`expected a place for the saved files: ${problem}`);
    this.problem = problem;
  }
}

export function savingProblemOf(error: unknown): SavingProblem {
  if (error instanceof SavingError) return error.problem;
  if (error instanceof BundleError) return 'bad';
  if (error instanceof PartError) return error.why;
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  return isFull ? 'disk-full' : 'failed';
}

/** Links that open a fixed number of times: PROTOCOL.md, appendix E. */
export { type OnceKeys } from './key-derivation.ts';
export {
  type Lock,
  type LockProblem,
  type MadeLock,
  makeLock,
  MOST_OPENS,
  type NewLock,
  openLock,
} from './lock.ts';
export type { Decided, LockChange, LockRecord, Refusal, Release, Tries } from './lock-record.ts';
export {
  type Decide,
  type LockStore,
  OnceAuthor,
  type OnceAuthorDeps,
  type OnceNote,
} from './once-author.ts';
export {
  type OnceProblem,
  OnceReader,
  type OnceReaderDeps,
  type OnceState,
  type Reading,
  type ReadingStore,
} from './once-reader.ts';

/** One change of the store: a transaction over all that may have to change with a page. It happens whole or not at all. */
import type { Change, Database } from './database.ts';

const STORES = [
  ...(['pages', 'chunks', 'totals', 'parts', 'unfinished', 'locks'] as const),
  ...(['keepers', 'keeperTasks'] as const),
];

/** Writes that need not be waited for one by one. The change waits for all of them. */
type Writes = Promise<unknown>[];

/** Resolves when the change is on the disk. If any of it fails, nothing has changed. */
export async function inOneChange<Result>(
  database: Database,
  act: (change: Change, writes: Writes) => Promise<Result>,
): Promise<Result> {
  const change = database.transaction([...STORES], 'readwrite', { durability: 'strict' });
  const writes: Writes = [change.done];
  try {
    const result = await act(change, writes);
    await Promise.all(writes);
    return result;
  } catch (error) {
    const cause = change.error ?? error; // the error of a single write may say only that all was taken back
    abandon(change, writes);
    throw cause;
  }
}

/** Takes back all of a change so far: not every failure inside it makes the browser do so. */
function abandon(change: Change, writes: Writes): void {
  void Promise.allSettled(writes); // the caller that gives up reports the reason
  try {
    change.abort();
  } catch {
    // it has aborted already
  }
}

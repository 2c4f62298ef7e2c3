/**
 * Shares of bundles that are not complete: the browser was killed, or their tab was closed, while files were sealed.
 * Their parts stay on the disk, so that the same files go on where they stopped.
 */
import type { StoreConnection } from './database-connection.ts';
import { beginShare, discardShares } from './part-writes.ts';

/** An unfinished share that nobody took up for this long is deleted with its parts. */
export const UNFINISHED_MS = 7 * 24 * 3_600_000;

/** The facts by which a file is known again. */
export interface FilePrint {
  readonly path: string;
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly modifiedAt: number;
}

export interface UnfinishedShare {
  /** The id of the bundle that it becomes. Its parts are stored under it. */
  readonly id: string;
  /** The manifest's key, if the bundle is sealed. */
  readonly key?: Uint8Array<ArrayBuffer>;
  readonly isSealed: boolean;
  /** The name by which people know it. */
  readonly name: string;
  readonly files: readonly FilePrint[];
  /** The time at which it was begun, or taken up last, in Unix milliseconds. */
  readonly startedAt: number;
  /** The manifest's page, once all parts are stored: no file is needed any more. */
  readonly page?: Uint8Array<ArrayBuffer>;
}

export class Unfinished {
  readonly #store: StoreConnection;

  constructor(store: StoreConnection) {
    this.#store = store;
  }

  async begin(share: UnfinishedShare): Promise<void> {
    await this.#store.use((database) => beginShare(database, share));
  }

  get(id: string): Promise<UnfinishedShare | undefined> {
    return this.#store.use((database) => database.get('unfinished', id));
  }

  /** The one begun last comes first. */
  async all(): Promise<readonly UnfinishedShare[]> {
    const shares = await this.#store.use((database) => database.getAll('unfinished'));
    return shares.sort((a, b) => b.startedAt - a.startedAt);
  }

  /** The unfinished share of the same files: paths, sizes and times are equal. Their order does not matter. */
  async find(
    files: readonly FilePrint[],
    isSealed?: boolean,
  ): Promise<UnfinishedShare | undefined> {
    const print = printOf(files);
    const isSame = (share: UnfinishedShare) =>
      (isSealed ?? share.isSealed) === share.isSealed &&
      share.files.length === files.length &&
      printOf(share.files) === print;
    return (await this.all()).find(isSame);
  }

  /** Somebody goes on with a share at `at`, in Unix milliseconds. */
  async takeUp(id: string, at: number): Promise<void> {
    await this.#edit(id, (share) => ({ ...share, startedAt: at }));
  }

  /** All parts are stored, and this page lists them. */
  async setPage(id: string, page: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#edit(id, (share) => ({ ...share, page }));
  }

  /** Deletes a share with its parts. A share that has become a page stays. */
  async discard(id: string): Promise<void> {
    await this.#discardIf([id], () => true);
  }

  /** Deletes the shares that nobody took up for `UNFINISHED_MS` before `now`. Resolves with the next such time. */
  async sweep(now: number): Promise<number | undefined> {
    const ends = (await this.all()).map(({ id, startedAt }) => ({ id, at: endOf(startedAt, now) }));
    const over = ends.filter(({ at }) => at <= now).map(({ id }) => id);
    await this.#discardIf(over, ({ startedAt }) => endOf(startedAt, now) <= now);
    return ends
      .map(({ at }) => at)
      .filter((at) => at > now)
      .sort((a, b) => a - b)[0];
  }

  async #edit(id: string, change: (share: UnfinishedShare) => UnfinishedShare): Promise<void> {
    await this.#store.use(async (database) => {
      const transaction = database.transaction('unfinished', 'readwrite', { durability: 'strict' });
      const share = await transaction.store.get(id);
      if (share) await transaction.store.put(change(share));
      await transaction.done;
    });
  }

  async #discardIf(
    ids: readonly string[],
    isToGo: (share: UnfinishedShare) => boolean,
  ): Promise<void> {
    if (ids.length > 0) await this.#store.use((database) => discardShares(database, ids, isToGo));
  }
}

/** A start in the future is one from before the clock was put back: it counts as now. */
function endOf(startedAt: number, now: number): number {
  return Math.min(startedAt, now) + UNFINISHED_MS;
}

function printOf(files: readonly FilePrint[]): string {
  const prints = files.map(({ path, bytes, modifiedAt }) =>
    JSON.stringify([path, bytes, modifiedAt]),
  );
  return prints.sort().join();
}

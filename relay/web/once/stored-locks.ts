/**
 * The once links of one share in the browser's database: each is one row with the count and the content key. A duplicate
 * of the tab has the same rows, so a change is decided on the row that both see, and counts only once it is on the disk.
 */
import type { Decided, LockRecord, LockStore } from '../../client/once/index.ts';
import { openSealed, sealUnder } from '../../client/seal.ts';
import { decodeBase64url, encodeBase64url } from '../../protocol/base64url.ts';
import type { Address } from '../../protocol/address.ts';
import { inDatabase, type LockRow } from '../tab-database.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A once link with the small page that its readers fetch. */
export interface StoredLock {
  readonly record: LockRecord;
  readonly lockPage: Bytes;
}

export interface StoredLocksDeps {
  /** The name of the share in the database. */
  readonly id: string;
  /** The key of the tab for it, of 256 bits. */
  readonly key: Bytes;
  /** Unix milliseconds. */
  readonly now: () => number;
}

interface Read {
  readonly row: LockRow;
  readonly stored: StoredLock;
}

export class StoredLocks implements LockStore {
  readonly #deps: StoredLocksDeps;
  /** Where each link lies. */
  readonly #indexes = new Map<Address, number>();

  constructor(deps: StoredLocksDeps) {
    this.#deps = deps;
  }

  /** Stores the links of a new share, all or none. Resolves once they are on the disk. */
  async add(locks: readonly StoredLock[]): Promise<void> {
    const { id, now } = this.#deps;
    const rows = await Promise.all(locks.map((lock) => this.#row(lock, now(), 0)));
    await inDatabase(async (database) => {
      const writing = database.transaction('locks', 'readwrite', { durability: 'strict' });
      await Promise.all([...rows.map((row, i) => writing.store.add(row, [id, i])), writing.done]);
    });
    for (const [i, { record }] of locks.entries()) this.#indexes.set(record.lock, i);
  }

  /** The links of the share, in the order in which they were made. */
  async all(): Promise<readonly StoredLock[]> {
    const { id } = this.#deps;
    const rows = await inDatabase((database) => database.getAll('locks', rowsOf(id)));
    const locks = await Promise.all(rows.map((row) => this.#open(row)));
    for (const [i, { record }] of locks.entries()) this.#indexes.set(record.lock, i);
    return locks;
  }

  async read(lock: Address): Promise<LockRecord | undefined> {
    return (await this.#read(lock))?.stored.record;
  }

  /**
   * Changes one link as `by` says, which is asked again if another tab was faster. Resolves with the decision once the
   * change is on the disk; undefined if the link is deleted.
   */
  async change(lock: Address, by: (record: LockRecord) => Decided): Promise<Decided | undefined> {
    for (;;) {
      const read = await this.#read(lock);
      if (!read) return undefined;
      const { row, stored } = read;
      const decided = by(stored.record);
      if (decided.record === stored.record) return decided;
      const next = { ...stored, record: decided.record };
      const changed = await this.#row(next, row.storedAt, row.version + 1);
      if (await this.#replace(lock, row.version, changed)) return decided;
    }
  }

  /** Deletes all links of the share. Resolves once they are gone from the disk. */
  async delete(): Promise<void> {
    this.#indexes.clear();
    await inDatabase(async (database) => {
      const deleting = database.transaction('locks', 'readwrite', { durability: 'strict' });
      await Promise.all([deleting.store.delete(rowsOf(this.#deps.id)), deleting.done]);
    });
  }

  /** Writes a row unless it has changed since `version`, in one transaction. */
  async #replace(lock: Address, version: number, row: LockRow): Promise<boolean> {
    return await inDatabase(async (database) => {
      const writing = database.transaction('locks', 'readwrite', { durability: 'strict' });
      const place = this.#place(lock);
      const isSame = place !== undefined && (await writing.store.get(place))?.version === version;
      if (isSame) await writing.store.put(row, place);
      await writing.done;
      return isSame;
    });
  }

  async #read(lock: Address): Promise<Read | undefined> {
    const place = this.#place(lock);
    const row = place && (await inDatabase((database) => database.get('locks', place)));
    return row && { row, stored: await this.#open(row) };
  }

  #place(lock: Address): [string, number] | undefined {
    const index = this.#indexes.get(lock);
    return index === undefined ? undefined : [this.#deps.id, index];
  }

  async #row(
    { record: { keys, ...facts }, lockPage }: StoredLock,
    storedAt: number,
    version: number,
  ): Promise<LockRow> {
    const text = JSON.stringify({ facts, lockPage }, bytesAsText);
    const sealed = await sealUnder(new TextEncoder().encode(text), this.#deps.key);
    return { storedAt, version, keys, sealed };
  }

  async #open({ keys, sealed }: LockRow): Promise<StoredLock> {
    const opened = await openSealed(sealed, this.#deps.key);
    if (typeof opened === 'string') throw new Error('expected a once link of this tab');
    // Only this file writes such rows.
    const { facts, lockPage } = JSON.parse(new TextDecoder().decode(opened), textAsBytes) as {
      readonly facts: Omit<LockRecord, 'keys'>;
      readonly lockPage: Bytes;
    };
    return { record: { ...facts, keys }, lockPage };
  }
}

function rowsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

function bytesAsText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { base64url: encodeBase64url(value) } : value;
}

function textAsBytes(_name: string, value: unknown): unknown {
  const { base64url } = (value ?? {}) as { readonly base64url?: unknown };
  return typeof base64url === 'string' ? decodeBase64url(base64url) : value;
}

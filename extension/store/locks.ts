/**
 * The once links of this browser's user. One record holds all about one link: its keys, its count and its releases. It
 * changes in one strict transaction, and goes in the same one as its page.
 */
import type { Decided, LockRecord, LockStore } from '@mayfly/relay/client';
import { type Address, KEY_BYTES } from '@mayfly/relay/protocol';
import type { StoreConnection } from './database-connection.ts';
import type { Database } from './database.ts';
import { writeError } from './disk-full.ts';

/** A once link, as the browser that counts its openings stores it. */
export interface StoredLock extends LockRecord {
  /** The bytes of the lock. */
  readonly lockPage: Uint8Array<ArrayBuffer>;
  /** Its place among the links of its page, from 0. */
  readonly order: number;
}

/** More than a changed record takes on the disk. */
const RECORD_BYTES = 64 * 1024;

export class Locks implements LockStore {
  readonly #store: StoreConnection;
  readonly #onChange: (lock: StoredLock) => void;
  /** The locks that relays were told of, or are about to be. Their source has to know without a wait. */
  readonly #told = new Set<Address>();

  constructor(store: StoreConnection, onChange: (lock: StoredLock) => void) {
    this.#store = store;
    this.#onChange = onChange;
  }

  /** The record as it is stored: it may be damaged. */
  get(lock: Address): Promise<StoredLock | undefined> {
    return this.#store.use((database) => database.get('locks', lock));
  }

  /** Undefined if there is no such record, or it cannot be used. */
  async read(lock: Address): Promise<StoredLock | undefined> {
    const record = await this.get(lock);
    return record && isSound(record) ? record : undefined;
  }

  /** The once links of these pages, those of one page in the order of their making. */
  async ofPages(pages: readonly Address[]): Promise<readonly StoredLock[]> {
    const found = await this.#store.use((database) => {
      const locks = database.transaction('locks').store.index('page');
      return Promise.all(pages.map((page) => locks.getAll(page)));
    });
    return found.flatMap((ofPage) => ofPage.sort((a, b) => a.order - b.order));
  }

  /** The addresses of the locks of these pages. */
  async addressesOf(pages: readonly Address[]): Promise<readonly Address[]> {
    if (pages.length === 0) return [];
    const found = await this.#store.use((database) => {
      const locks = database.transaction('locks').store.index('page');
      return Promise.all(pages.map((page) => locks.getAllKeys(page)));
    });
    const addresses = found.flat();
    for (const address of addresses) this.#told.add(address);
    return addresses;
  }

  /** `true` for a lock whose address this context has read. */
  isLock(address: Address): boolean {
    return this.#told.has(address);
  }

  /**
   * Changes the record of a link to what `by` makes of it, and resolves with that once the change is on the disk.
   * Changes of one record follow one another. Undefined if this browser has no such record, or cannot use it.
   */
  async change(
    lock: Address,
    by: (record: StoredLock) => Decided<StoredLock>,
  ): Promise<Decided<StoredLock> | undefined> {
    const { decided, isWritten } = await this.#change(lock, by);
    if (decided && isWritten) this.#onChange(decided.record);
    return decided;
  }

  async #change(lock: Address, by: (record: StoredLock) => Decided<StoredLock>) {
    try {
      return await this.#store.use((database) => changeLock(database, lock, by));
    } catch (error) {
      throw await writeError(error, `cannot store the record of lock ${lock}`, RECORD_BYTES);
    }
  }
}

async function changeLock(
  database: Database,
  lock: Address,
  by: (record: StoredLock) => Decided<StoredLock>,
) {
  const change = database.transaction('locks', 'readwrite', { durability: 'strict' });
  const record = await change.store.get(lock);
  const decided = record && isSound(record) ? by(record) : undefined;
  const isWritten = decided !== undefined && decided.record !== record;
  if (isWritten) await change.store.put(decided.record);
  await change.done;
  return { decided, isWritten };
}

/** A damaged record counts nothing any more: no key leaves for it. */
export function isSound(record: StoredLock): boolean {
  const { keys, capability, contentKey, total, releases, refused, lockPage } = record;
  return (
    keys?.privateKey?.type === 'private' &&
    [capability, contentKey ?? capability].every((key) => key?.length === KEY_BYTES) &&
    lockPage?.length > 0 &&
    Number.isSafeInteger(total) &&
    Array.isArray(releases) &&
    releases.every(({ reader, at }) => typeof reader === 'string' && Number.isFinite(at)) &&
    [refused?.wrongProof?.count, refused?.spent?.count].every(Number.isSafeInteger)
  );
}

/**
 * The once links of this browser's user. One record holds all about one link: its keys, its count and its releases. It
 * changes in one strict transaction, and goes in the same one as its page.
 */
import type { Address } from '@mayfly/relay/protocol';
import type { StoreConnection } from './database-connection.ts';
import type { Database } from './database.ts';

/** Refused tries: their number, and the time of the last, in Unix milliseconds. */
interface Tries {
  readonly count: number;
  readonly lastAt?: number;
}

/** One release of the content key to one reader's browser. */
interface Release {
  /** The reader's public key, base64url. */
  readonly reader: string;
  /** Unix milliseconds, as is `receivedAt`: the time at which the reader's browser said that it opened the page. */
  readonly at: number;
  readonly receivedAt?: number;
}

/** A once link, as the browser that counts its openings stores it. */
export interface StoredLock {
  /** The address of the lock: the link names it. */
  readonly lock: Address;
  /** The bytes of the lock. */
  readonly lockPage: Uint8Array<ArrayBuffer>;
  /** The address of the sealed page. */
  readonly page: Address;
  readonly capability: Uint8Array<ArrayBuffer>;
  /** X25519. Nobody can read the private key out of them. */
  readonly keys: CryptoKeyPair;
  /** The key that opens the page; left out once nobody can get it any more. */
  readonly contentKey?: Uint8Array<ArrayBuffer>;
  /** The number of openings that the link allows. */
  readonly total: number;
  readonly releases: readonly Release[];
  readonly refused: { readonly wrongProof: Tries; readonly spent: Tries };
  /** The name of the person that the link is for. Only the author sees it. */
  readonly person?: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

export class Locks {
  readonly #store: StoreConnection;
  readonly #onChange: (lock: StoredLock) => void;

  constructor(store: StoreConnection, onChange: (lock: StoredLock) => void) {
    this.#store = store;
    this.#onChange = onChange;
  }

  get(lock: Address): Promise<StoredLock | undefined> {
    return this.#store.use((database) => database.get('locks', lock));
  }

  /** The once links of these pages, in the order of the pages. The links of one page are in the order of their making. */
  async ofPages(pages: readonly Address[]): Promise<readonly StoredLock[]> {
    const found = await this.#store.use((database) => {
      const locks = database.transaction('locks').store.index('page');
      return Promise.all(pages.map((page) => locks.getAll(page)));
    });
    return found.flat();
  }

  /**
   * Changes the record of a link to what `by` makes of it, and resolves with the result of `by` once the change is on
   * the disk. Changes of one record follow one another. Undefined if this browser has no such link.
   */
  async change<Result extends { readonly record: StoredLock }>(
    lock: Address,
    by: (record: StoredLock) => Result,
  ): Promise<Result | undefined> {
    const changed = await this.#store.use((database) => changeLock(database, lock, by));
    if (changed) this.#onChange(changed.record);
    return changed;
  }
}

async function changeLock<Result extends { readonly record: StoredLock }>(
  database: Database,
  lock: Address,
  by: (record: StoredLock) => Result,
): Promise<Result | undefined> {
  const change = database.transaction('locks', 'readwrite', { durability: 'strict' });
  const record = await change.store.get(lock);
  const result = record && by(record);
  if (result && result.record !== record) await change.store.put(result.record);
  await change.done;
  return result;
}

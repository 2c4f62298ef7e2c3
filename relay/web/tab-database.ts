/**
 * The browser's database for the tabs of the relay's page: pages, the parts of bundles, and links that open once. All
 * content in it is encrypted under keys that lie in the sessions of the tabs alone. The private keys of once links lie
 * there as the browser keeps them: no program can read them.
 */
import type { OnceKeys, Reading } from '../client/once/index.ts';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

type Bytes = Uint8Array<ArrayBuffer>;

/** The key of a page in the database. It holds all facts that eviction needs, so that no bytes are read for it. */
export type Place = [storedAt: number, length: number, id: string];

/** The facts about a bundle that lie open: for eviction, which has no key. */
export interface BundleRow {
  /** Unix milliseconds. */
  readonly storedAt: number;
  /** The bytes of all its parts. */
  readonly bytes: number;
  /** The facts of a share that is not finished, encrypted. */
  readonly share?: Bytes;
}

export interface PartRow {
  /** The address and the page of the part, both encrypted. */
  readonly address: Bytes;
  readonly page: Blob;
  /** Makes the encryption of this part differ from that of any other. */
  readonly nonce: Bytes;
}

/** A once link whose author is a tab: its count and its content key, which change in one transaction. */
export interface LockRow {
  /** Unix milliseconds. */
  readonly storedAt: number;
  /** Counts the changes. A tab writes only if it has seen the last one. */
  readonly version: number;
  readonly keys: OnceKeys;
  /** All other facts, encrypted. */
  readonly sealed: Bytes;
}

/** A once link that this browser reads. Its name in the database follows from the link, and shows nothing of it. */
export interface OnceReadRow {
  /** Unix milliseconds. */
  readonly storedAt: number;
  /** Left out once the author's browser knows that the page was opened here. */
  readonly reading?: Omit<Reading, 'lock'>;
  /** The time at which the page was on the screen, in Unix milliseconds. */
  readonly openedAt?: number;
}

interface TabDatabase extends DBSchema {
  pages: { key: Place; value: Bytes };
  bundles: { key: string; value: BundleRow };
  parts: { key: [bundle: string, index: number]; value: PartRow };
  locks: { key: [share: string, index: number]; value: LockRow };
  onceReads: { key: string; value: OnceReadRow };
}

export type Database = IDBPDatabase<TabDatabase>;

/** Opens the database, and closes it once `use` has settled: no open tab may keep another from upgrading it. */
export async function inDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDB<TabDatabase>('tabs', 3, { upgrade });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

/** A released step never changes; a change of the schema is a new step. */
function upgrade(database: Database, from: number): void {
  if (from < 1) database.createObjectStore('pages');
  if (from < 2) {
    database.createObjectStore('bundles');
    database.createObjectStore('parts');
  }
  if (from < 3) {
    database.createObjectStore('locks');
    database.createObjectStore('onceReads');
  }
}

/**
 * The browser's database for the tabs of the relay's page: pages, and the parts of bundles. Everything in it is encrypted
 * under keys that lie in the sessions of the tabs alone.
 */
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

interface TabDatabase extends DBSchema {
  pages: { key: Place; value: Bytes };
  bundles: { key: string; value: BundleRow };
  parts: { key: [bundle: string, index: number]; value: PartRow };
}

export type Database = IDBPDatabase<TabDatabase>;

/** Opens the database, and closes it once `use` has settled: no open tab may keep another from upgrading it. */
export async function inDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDB<TabDatabase>('tabs', 2, { upgrade });
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
}

import type { Address } from '@mayfly/relay/protocol';
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { Lifetime } from './lifetime.ts';

/**
 * The schema of what this browser holds. A released step of the upgrade is never edited: a change is a new step, so
 * that a database of any earlier version arrives at the same place.
 */
interface MayflyDatabase extends DBSchema {
  pages: {
    key: Address;
    value: PageRecord;
    indexes: {
      addedAt: number;
      relays: string;
      /** The pages that end with a time, and those that end with a session of the browser. */
      endsAt: number;
      session: string;
      /** By origin, the one used longest ago first. */
      used: [PageRecord['origin'], number];
    };
  };
  /** A page's bytes in pieces of `CHUNK_BYTES`, under its address and the piece's number. */
  chunks: {
    key: [Address, number];
    value: Uint8Array<ArrayBuffer>;
  };
}

/** What is known of a held page besides its bytes. */
export interface PageRecord {
  readonly address: Address;
  /** What opens it, where it is sealed and the key is known here; `mediaType`, `name` and `title` are of what is in it. */
  readonly key?: Uint8Array;
  readonly mediaType: string;
  readonly name?: string;
  /** A line to know the page by in a list. */
  readonly title: string;
  /** The number of its bytes. */
  readonly length: number;
  /** Shared by this browser's user, or fetched to be read. */
  readonly origin: 'published' | 'viewed';
  /** Origins of the relays where it is announced. */
  readonly relays: readonly string[];
  /** Unix milliseconds. */
  readonly addedAt: number;
  /** Bytes handed to relays for other readers. */
  readonly servedBytes: number;
  /** How many times a transfer began here. */
  readonly servedTimes: number;
  /** When it was last opened here or handed to a reader, in Unix milliseconds. */
  readonly usedAt: number;
  readonly lifetime: Lifetime;
  /** Of a viewed page: Unix seconds after which every holder lets go, as its link says. */
  readonly expires?: number;
}

export type Database = IDBPDatabase<MayflyDatabase>;
type UpgradeTransaction = IDBPTransaction<MayflyDatabase, ('pages' | 'chunks')[], 'versionchange'>;

/** Takes the schema from one version to the next, in that transaction alone. */
export type UpgradeStep = (
  database: Database,
  transaction: UpgradeTransaction,
) => Promise<void> | void;

export const UPGRADE_STEPS: readonly UpgradeStep[] = [
  function createPagesAndChunks(database) {
    const pages = database.createObjectStore('pages', { keyPath: 'address' });
    pages.createIndex('addedAt', 'addedAt');
    pages.createIndex('relays', 'relays', { multiEntry: true });
    database.createObjectStore('chunks');
  },
  async function addUseAndLifetime(_, transaction) {
    const pages = transaction.objectStore('pages');
    pages.createIndex('endsAt', 'lifetime.at');
    pages.createIndex('session', 'lifetime.session');
    pages.createIndex('used', ['origin', 'usedAt']);
    for (let at = await pages.openCursor(); at; at = await at.continue()) {
      const { addedAt } = at.value;
      const added = { servedTimes: 0, usedAt: addedAt, lifetime: { until: 'stopped' } as const };
      await at.update({ ...at.value, ...added });
    }
  },
];

/** Opens the database, upgraded by the steps it has not been through; `onGone` is called when it closes by itself. */
export function openDatabase(
  onGone: () => void,
  steps: readonly UpgradeStep[] = UPGRADE_STEPS,
): Promise<Database> {
  return openDB<MayflyDatabase>('mayfly', steps.length, {
    upgrade: (database, from, _, transaction) => {
      // The whole upgrade is taken back where a step fails, and whoever opens the database hears of it.
      transaction.done.catch(() => undefined);
      upgrade(steps.slice(from), database, transaction).catch(() => transaction.abort());
    },
    // A newer version of the extension waits in another context: let it pass, and open anew when next needed.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close(); // the event's target is the connection that blocks
      onGone();
    },
    terminated: onGone,
  });
}

async function upgrade(
  steps: readonly UpgradeStep[],
  database: Database,
  transaction: UpgradeTransaction,
): Promise<void> {
  for (const step of steps) await step(database, transaction);
}

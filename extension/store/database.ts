import type { Address } from '@mayfly/relay/protocol';
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { Lifetime } from './lifetime.ts';
import { Patience } from './deadline.ts';
import { storeError } from './store-error.ts';
import { type Total, type TotalKey, TotalsChange } from './totals.ts';

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
      /** By origin, the one added longest ago first. */
      added: [PageRecord['origin'], number];
    };
  };
  /** Of what is in `pages`, in the same transaction. */
  totals: {
    key: TotalKey;
    value: Total;
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
  /** No key has opened it here, and its reader did not look at its bytes either: it is kept and not uploaded. */
  readonly isLocked?: true;
  /** Its bytes on this disk do not match its address: it is not uploaded, and fetched anew when it is opened. */
  readonly isDamaged?: true;
}

export type Database = IDBPDatabase<MayflyDatabase>;
type StoreName = 'pages' | 'chunks' | 'totals';
type UpgradeTransaction = IDBPTransaction<MayflyDatabase, StoreName[], 'versionchange'>;

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
  async function addTotals(database, transaction) {
    const pages = transaction.objectStore('pages');
    pages.createIndex('added', ['origin', 'addedAt']);
    const totals = database.createObjectStore('totals');
    const change = new TotalsChange();
    for (let at = await pages.openCursor(); at; at = await at.continue()) {
      change.note(undefined, at.value);
    }
    await change.write(totals);
  },
];

/** What becomes of a connection by itself. */
export interface ConnectionEvents {
  /** It is closed; whoever needs the database next opens it anew. */
  readonly onGone: () => void;
  /** There was no database, so one was made. */
  readonly onCreated?: () => void;
}

/** How long a connection may neither come nor be refused. An upgrade that has begun takes the time it takes. */
export const OPEN_MS = 10_000;

/** Opens the database, upgraded by the steps it has not been through. Rejects with a `StoreError`, in the end always. */
export async function openDatabase(
  { onGone, onCreated }: ConnectionEvents = { onGone: () => undefined },
  steps: readonly UpgradeStep[] = UPGRADE_STEPS,
): Promise<Database> {
  const patience = new Patience(OPEN_MS);
  const open = async () =>
    openDB<MayflyDatabase>('mayfly', steps.length, {
      upgrade: (database, from, _, transaction) => {
        patience.end();
        if (from === 0) onCreated?.();
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
  const opening = open();
  try {
    return await patience.with(opening);
  } catch (error) {
    // Nobody waits for it any more, and it must keep nobody else from an upgrade.
    void opening.then((late) => late.close()).catch(() => undefined);
    throw storeError(error, steps.length);
  } finally {
    patience.end();
  }
}

async function upgrade(
  steps: readonly UpgradeStep[],
  database: Database,
  transaction: UpgradeTransaction,
): Promise<void> {
  for (const step of steps) await step(database, transaction);
}

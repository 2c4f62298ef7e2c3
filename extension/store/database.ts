import type { Address } from '@mayfly/relay/protocol';
import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from 'idb';
import type { HeldBundle } from './held-bundle.ts';
import type { KeeperTask, StoredKeeper } from './keeper-records.ts';
import type { Lifetime } from './lifetime.ts';
import type { StoredLock } from './locks.ts';
import type { OnceRead } from './once-reads.ts';
import { Patience } from './deadline.ts';
import { storeError } from './store-error.ts';
import { type Total, type TotalKey, TotalsChange } from './page-totals.ts';
import type { UnfinishedShare } from './unfinished.ts';

/**
 * The schema of the pages that this browser holds. A released step of the upgrade never changes. A change of the schema
 * is a new step, so that a database of any earlier version ends in the same state.
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
      /** By origin, the page with the oldest use first. */
      used: [PageRecord['origin'], number];
      /** By origin, the page added first comes first. */
      added: [PageRecord['origin'], number];
      /** The record of a bundle, by the bundle's id. */
      bundle: string;
    };
  };
  /** The totals of `pages`, changed in the same transaction. */
  totals: {
    key: TotalKey;
    value: Total;
  };
  /** A page's bytes in pieces of `CHUNK_BYTES`, under its address and the piece's number. */
  chunks: {
    key: [Address, number];
    value: Uint8Array<ArrayBuffer>;
  };
  /** The parts of bundles. Each belongs to a bundle in `pages` or to a share in `unfinished`. */
  parts: {
    key: [bundle: string, index: number];
    value: StoredPart;
    indexes: {
      address: Address;
      /** All facts about the parts of a bundle, so that nobody has to load a page to learn them. */
      ofBundle: [bundle: string, index: number, address: Address, bytes: number];
    };
  };
  /** Shares of bundles that are not complete, by the bundle's id. */
  unfinished: {
    key: string;
    value: UnfinishedShare;
  };
  /** The once links of pages in `pages`, by the address of the lock. */
  locks: {
    key: Address;
    value: StoredLock;
    indexes: { page: Address };
  };
  /** The once links that this browser opens as a reader, by the address of the lock. */
  onceReads: {
    key: Address;
    value: OnceRead;
  };
  /** The user's keepers, by the address of their pairing page. */
  keepers: {
    key: Address;
    value: StoredKeeper;
  };
  /** The requests that a keeper has not answered. */
  keeperTasks: {
    key: [keeper: Address, page: Address];
    value: KeeperTask;
  };
}

/** A part of a bundle on this disk. */
export interface StoredPart {
  /** The id of the bundle. */
  readonly bundle: string;
  readonly index: number;
  readonly address: Address;
  /** The number of bytes in `page`. */
  readonly bytes: number;
  readonly page: Blob;
}

/** A page at one of the user's keepers. */
export interface Keeping {
  readonly keeper: Address;
  /** `coming`: the keeper does not have all of it yet. `no-room`: it had no room for it when it was asked last. */
  readonly state: 'coming' | 'kept' | 'no-room';
  /** The time since when it is kept, in Unix milliseconds. */
  readonly at?: number;
}

/** The facts about a held page besides its bytes. */
export interface PageRecord {
  readonly address: Address;
  /** The key of a sealed page, if it is known here. `mediaType`, `name` and `title` describe the content. */
  readonly key?: Uint8Array;
  readonly mediaType: string;
  readonly name?: string;
  /** A line by which people recognise the page in a list. */
  readonly title: string;
  /** The number of its bytes. */
  readonly length: number;
  /** Shared by this browser's user, or fetched to be read. */
  readonly origin: 'published' | 'viewed';
  /** Origins of the relays where it is announced. */
  readonly relays: readonly string[];
  /** Unix milliseconds. */
  readonly addedAt: number;
  /** The number of bytes uploaded to relays for other readers. */
  readonly servedBytes: number;
  /** The number of transfers that began here. */
  readonly servedTimes: number;
  /** The last time it was opened here or uploaded to a reader, in Unix milliseconds. */
  readonly usedAt: number;
  readonly lifetime: Lifetime;
  /** For a viewed page: the Unix seconds in its link after which every holder deletes it. */
  readonly expires?: number;
  /** No key has opened it here, and its reader did not look at its bytes either: it stays here and is not uploaded. */
  readonly isLocked?: true;
  /** Its bytes on this disk do not match its address: it is not uploaded, and is fetched again when it is opened. */
  readonly isDamaged?: true;
  /** This page is the manifest of a bundle, and this is on the disk of the bundle's parts. */
  readonly bundle?: HeldBundle;
  /** It is shared by once links, now or before. No link with its key is offered. */
  readonly once?: true;
  /** The keepers that were asked to keep it. It is deleted there too when it is deleted here. */
  readonly keptBy?: readonly Keeping[];
}

export type Database = IDBPDatabase<MayflyDatabase>;
type StoreName = StoreNames<MayflyDatabase>;
type UpgradeTransaction = IDBPTransaction<MayflyDatabase, StoreName[], 'versionchange'>;
/** A transaction that changes any of the stores. */
export type Change = IDBPTransaction<MayflyDatabase, StoreName[], 'readwrite'>;

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
  function addBundles(database, transaction) {
    transaction.objectStore('pages').createIndex('bundle', 'bundle.id');
    const parts = database.createObjectStore('parts', { keyPath: ['bundle', 'index'] });
    parts.createIndex('address', 'address');
    parts.createIndex('ofBundle', ['bundle', 'index', 'address', 'bytes']);
    database.createObjectStore('unfinished', { keyPath: 'id' });
  },
  function addOnceLinks(database) {
    const locks = database.createObjectStore('locks', { keyPath: 'lock' });
    locks.createIndex('page', 'page');
    database.createObjectStore('onceReads', { keyPath: 'lock' });
  },
  function addKeepers(database) {
    database.createObjectStore('keepers', { keyPath: 'id' });
    database.createObjectStore('keeperTasks', { keyPath: ['keeper', 'page'] });
  },
];

/** The events of a connection. */
export interface ConnectionEvents {
  /** It is closed. The next user of the database opens it again. */
  readonly onGone: () => void;
  /** There was no database, so one was made. */
  readonly onCreated?: () => void;
}

/** The longest time in which a connection neither opens nor fails. An upgrade that has begun may take longer. */
export const OPEN_MS = 10_000;

/**
 * Opens the database, upgraded by all missing steps. Rejects with a `StoreError` if it cannot, after a limited time.
 */
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
        // If a step fails, the browser takes back the whole upgrade, and the opener gets the error.
        transaction.done.catch(() => undefined);
        upgrade(steps.slice(from), database, transaction).catch(() => transaction.abort());
      },
      // A newer version of the extension waits in another context. This one closes for it, and opens again on the next
      // use.
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
    // Nobody waits for it any more, and it must not block an upgrade.
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

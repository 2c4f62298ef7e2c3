/**
 * The once links that this browser opens as a reader. A record holds the reader's keys, and neither the key nor the text
 * of a page: after the author's browser has confirmed the receipt, nothing is left of it.
 */
import type { Reading, ReadingStore } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { StoreConnection } from './database-connection.ts';
import type { Database } from './database.ts';
import { writeError } from './disk-full.ts';

export interface OnceRead extends Reading {
  /** The time of the last change, in Unix milliseconds. */
  readonly changedAt: number;
}

/** A reader who has asked for a key may come back within this time, and the same key pair gets the same answer. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

export class OnceReads implements ReadingStore {
  readonly #store: StoreConnection;
  readonly #now: () => number;

  constructor(store: StoreConnection, now = () => Date.now()) {
    this.#store = store;
    this.#now = now;
  }

  read(lock: Address): Promise<OnceRead | undefined> {
    return this.#store.use((database) => database.get('onceReads', lock));
  }

  async write(reading: Reading): Promise<void> {
    await this.#change(({ store }) => store.put({ ...reading, changedAt: this.#now() }));
  }

  async delete(lock: Address): Promise<void> {
    await this.#change(({ store }) => store.delete(lock));
  }

  /** Deletes the records that nobody goes on with: those without a press of *Open*, and the old ones. */
  async forget(): Promise<void> {
    const now = this.#now();
    const isOver = ({ asked, changedAt }: OnceRead) => !asked || now - changedAt > KEPT_MS;
    await this.#change(async ({ store }) => {
      for (let at = await store.openCursor(); at; at = await at.continue()) {
        if (isOver(at.value)) await at.delete();
        // The clock was put back. The answer to these keys may still be on its way.
        else if (at.value.changedAt > now) await at.update({ ...at.value, changedAt: now });
      }
    });
  }

  async #change(act: (change: StrictChange) => Promise<unknown>): Promise<void> {
    try {
      await this.#store.use(async (database) => {
        const change = strictChange(database);
        await Promise.all([act(change), change.done]);
      });
    } catch (error) {
      throw await writeError(error, 'cannot store the keys of a reader', RECORD_BYTES);
    }
  }
}

type StrictChange = ReturnType<typeof strictChange>;

/** More than a record takes. */
const RECORD_BYTES = 4_096;

function strictChange(database: Database) {
  return database.transaction('onceReads', 'readwrite', { durability: 'strict' });
}

/**
 * The once links that this browser reads: the keys with which their readers ask. Any tab with the link finds them, so a
 * reader who lost a tab goes on in another. Their names in the database follow from the links and show nothing of them.
 */
import type { Reading, ReadingStore } from '../../client/once/index.ts';
import type { Address } from '../../protocol/address.ts';
import { inDatabase, type OnceReadRow } from '../tab-database.ts';

export interface StoredReadingsDeps {
  /** The secret of the one link that is read. */
  readonly capability: Uint8Array;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export interface EarlierOpening {
  /** The time at which the page was on the screen, in Unix milliseconds. */
  readonly at: number;
  /** True if the author's browser knows of it. */
  readonly isConfirmed: boolean;
}

export class StoredReadings implements ReadingStore {
  readonly #now: () => number;
  readonly #name: Promise<string>;

  constructor({ capability, now }: StoredReadingsDeps) {
    this.#now = now;
    this.#name = nameOf(capability);
  }

  async read(lock: Address): Promise<Reading | undefined> {
    const reading = (await this.#row())?.reading;
    return reading && { lock, ...reading };
  }

  /** What this browser knows of an earlier opening; undefined if there was none. */
  async earlier(): Promise<EarlierOpening | undefined> {
    const { reading, openedAt } = (await this.#row()) ?? {};
    const at = reading?.opened?.at ?? openedAt;
    return at === undefined ? undefined : { at, isConfirmed: !reading };
  }

  async write({ keys, asked, opened }: Reading): Promise<void> {
    const reading = { keys, asked, ...(opened && { opened }) };
    await this.#change(() => ({ storedAt: this.#now(), reading }));
  }

  /** Deletes the keys. What stays is the time of the opening, so that a tab with the link can tell. */
  async delete(): Promise<void> {
    await this.#change((row) => {
      const openedAt = row?.reading?.opened?.at ?? row?.openedAt;
      return openedAt === undefined ? undefined : { storedAt: this.#now(), openedAt };
    });
  }

  async #row(): Promise<OnceReadRow | undefined> {
    const name = await this.#name;
    return await inDatabase((database) => database.get('onceReads', name));
  }

  /** Resolves once the change is on the disk. */
  async #change(by: (row: OnceReadRow | undefined) => OnceReadRow | undefined): Promise<void> {
    const name = await this.#name;
    await inDatabase(async (database) => {
      const writing = database.transaction('onceReads', 'readwrite', { durability: 'strict' });
      const row = by(await writing.store.get(name));
      if (row) await writing.store.put(row, name);
      else await writing.store.delete(name);
      await writing.done;
    });
  }
}

async function nameOf(capability: Uint8Array): Promise<string> {
  const named = new Uint8Array([...new TextEncoder().encode('mayfly once read'), ...capability]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', named));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

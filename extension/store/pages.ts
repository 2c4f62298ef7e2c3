/**
 * The pages that this browser holds, on disk. Whatever is acknowledged here survives a kill of the worker: each write
 * is one transaction and resolves only when it has completed. Knows nothing of relays but their names.
 */
import type { PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { CHUNK_BYTES, cut, split } from './chunks.ts';
import { type Database, type PageRecord, openDatabase } from './database.ts';
import { DiskFullError, isDiskFull } from './disk-full.ts';
import type { Lifetime } from './lifetime.ts';
import {
  added,
  type Description,
  handedOut,
  heldFor,
  merged,
  type NewPage,
  opened,
  type Served,
} from './record-changes.ts';

/** What became of some pages. */
export interface PageChange {
  readonly type: 'stored' | 'edited' | 'served' | 'removed';
  readonly addresses: readonly Address[];
}

export class Pages {
  #database: Promise<Database> | undefined;
  readonly #listeners = new Set<(change: PageChange) => void>();

  /**
   * Keeps a page. One that is held already gains relays, and becomes a published one where it is published; its bytes
   * are written again all the same, which mends them where the disk has damaged them.
   */
  async put(page: NewPage, bytes: Uint8Array): Promise<void> {
    try {
      await this.#write(page, bytes);
    } catch (error) {
      const why = `cannot store page ${page.address}`;
      const isFull = await isDiskFull(error, bytes.length);
      throw isFull ? new DiskFullError(why, { cause: error }) : new Error(why, { cause: error });
    }
    this.#changed('stored', [page.address]);
  }

  async #write(page: NewPage, bytes: Uint8Array): Promise<void> {
    const transaction = (await this.#open()).transaction(['pages', 'chunks'], 'readwrite', {
      durability: 'strict',
    });
    const pages = transaction.objectStore('pages');
    const chunks = transaction.objectStore('chunks');
    const writes: Promise<unknown>[] = [transaction.done];
    try {
      const held = await pages.get(page.address);
      for (const [i, chunk] of split(bytes).entries()) {
        writes.push(chunks.put(chunk, [page.address, i]));
      }
      writes.push(pages.put(held ? merged(held, page) : added(page, bytes.length)));
      await Promise.all(writes);
    } catch (error) {
      const cause = transaction.error ?? error; // that of a write is at times only that all was taken back
      abandon(transaction, writes);
      throw cause;
    }
  }

  /** Knows a held page by another description from now on. */
  async describe(address: Address, description: Description): Promise<void> {
    await this.#edit([address], (page) => ({ ...page, ...description }));
  }

  /** Holds pages for that long from now on, a viewed one no longer than its link says. */
  async holdFor(addresses: readonly Address[], lifetime: Lifetime): Promise<void> {
    await this.#edit(addresses, (page) => heldFor(page, lifetime));
  }

  /**
   * A viewed page was opened at `at`, in Unix milliseconds, by a link that says it `expires` then. Of several links,
   * the one that lets it live longest counts.
   */
  async noteOpened(address: Address, at: number, expires: number | undefined): Promise<void> {
    await this.#edit([address], (page) => opened(page, at, expires));
  }

  async addServed(served: ReadonlyMap<Address, Served>): Promise<void> {
    const addresses = [...served.keys()];
    await this.#update(addresses, 'relaxed', (page) => {
      const handed = served.get(page.address);
      return handed ? handedOut(page, handed) : page;
    });
    this.#changed('served', addresses);
  }

  /**
   * Lets go of those of the pages that are still to go at that moment: they may have changed since somebody chose them.
   * Resolves with what went.
   */
  async remove(
    addresses: readonly Address[],
    isToGo: (page: PageRecord) => boolean = () => true,
  ): Promise<readonly PageRecord[]> {
    const transaction = (await this.#open()).transaction(['pages', 'chunks'], 'readwrite', {
      durability: 'strict',
    });
    const pages = transaction.objectStore('pages');
    const chunks = transaction.objectStore('chunks');
    const removed: PageRecord[] = [];
    const letGo = async (address: Address): Promise<void> => {
      const page = await pages.get(address);
      if (!page || !isToGo(page)) return;
      removed.push(page);
      await Promise.all([pages.delete(address), chunks.delete(chunkRange(address, 0, Infinity))]);
    };
    await Promise.all([...[...new Set(addresses)].map(letGo), transaction.done]);
    this.#changed(
      'removed',
      removed.map(({ address }) => address),
    );
    return removed;
  }

  async get(address: Address): Promise<PageRecord | undefined> {
    return (await this.#open()).get('pages', address);
  }

  /** Those of the pages that are held. */
  async getAll(addresses: readonly Address[]): Promise<readonly PageRecord[]> {
    const pages = (await this.#open()).transaction('pages').store;
    const records = await Promise.all(addresses.map((address) => pages.get(address)));
    return records.filter((record) => record !== undefined);
  }

  /** Bytes `[from, from + length)` of a page, cut at its end; reads no chunk that the range does not touch. */
  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const transaction = (await this.#open()).transaction(['pages', 'chunks']);
    const page = await transaction.objectStore('pages').get(address);
    if (page === undefined) return undefined;
    const end = Math.min(from + length, page.length);
    if (from >= end) return { total: page.length, bytes: new Uint8Array() };
    const first = Math.floor(from / CHUNK_BYTES);
    const last = Math.floor((end - 1) / CHUNK_BYTES);
    const chunks = await transaction.objectStore('chunks').getAll(chunkRange(address, first, last));
    return { total: page.length, bytes: cut(chunks, from - first * CHUNK_BYTES, end - from) };
  }

  /**
   * The pages added last, the latest first. Those dated after `now`, in Unix milliseconds, come after all others: they
   * were added before the clock was put back.
   */
  async recent(limit: number, now = Date.now()): Promise<readonly PageRecord[]> {
    const index = (await this.#open()).transaction('pages').store.index('addedAt');
    const recent: PageRecord[] = [];
    for (const range of [IDBKeyRange.upperBound(now), IDBKeyRange.lowerBound(now, true)]) {
      let at = await index.openCursor(range, 'prev');
      for (; at && recent.length < limit; at = await at.continue()) recent.push(at.value);
    }
    return recent;
  }

  /** The published pages added last, in the same order. However many were only viewed, none of them is read. */
  async recentlyPublished(limit: number, now = Date.now()): Promise<readonly PageRecord[]> {
    const published = await this.#ofOrigin('published');
    const isAhead = ({ addedAt }: PageRecord) => Number(addedAt > now);
    return published
      .sort((a, b) => isAhead(a) - isAhead(b) || b.addedAt - a.addedAt)
      .slice(0, limit);
  }

  /** Every page, the latest first. */
  async all(): Promise<readonly PageRecord[]> {
    return (await (await this.#open()).getAllFromIndex('pages', 'addedAt')).reverse();
  }

  async count(): Promise<number> {
    return (await this.#open()).count('pages');
  }

  /**
   * The pages that were only viewed, the one used longest ago first. Those used after `now`, in Unix milliseconds, come
   * before all others: they were used before the clock was put back.
   */
  async viewed(now = Date.now()): Promise<readonly PageRecord[]> {
    const viewed = await this.#ofOrigin('viewed');
    const isAhead = ({ usedAt }: PageRecord) => usedAt > now;
    return [...viewed.filter(isAhead), ...viewed.filter((page) => !isAhead(page))];
  }

  /** The pages whose time has come at `now`, in Unix milliseconds, or whose session is another than `session`. */
  async over(now: number, session: string): Promise<readonly Address[]> {
    const pages = (await this.#open()).transaction('pages').store;
    const [expired, before, after] = await Promise.all([
      pages.index('endsAt').getAllKeys(IDBKeyRange.upperBound(now)),
      pages.index('session').getAllKeys(IDBKeyRange.upperBound(session, true)),
      pages.index('session').getAllKeys(IDBKeyRange.lowerBound(session, true)),
    ]);
    return [...expired, ...before, ...after];
  }

  /** When the next page is over, in Unix milliseconds. */
  async nextEnd(): Promise<number | undefined> {
    const index = (await this.#open()).transaction('pages').store.index('endsAt');
    return (await index.openKeyCursor())?.key;
  }

  /** How many pages are announced at `relay`. */
  async countOf(relay: string): Promise<number> {
    return (await this.#open()).countFromIndex('pages', 'relays', relay);
  }

  /** The relays where at least one page is announced. */
  async relays(): Promise<readonly string[]> {
    const index = (await this.#open()).transaction('pages').store.index('relays');
    const relays: string[] = [];
    for (let at = await index.openKeyCursor(null, 'nextunique'); at; at = await at.continue()) {
      relays.push(at.key);
    }
    return relays;
  }

  /** Whether one of the pages at `relay` is of that origin. */
  async hasOfOrigin(relay: string, origin: PageRecord['origin']): Promise<boolean> {
    const index = (await this.#open()).transaction('pages').store.index('relays');
    for (let at = await index.openCursor(relay); at; at = await at.continue()) {
      if (at.value.origin === origin) return true;
    }
    return false;
  }

  /** The pages that were shared or opened at `relay`, the latest first. */
  async ofRelay(relay: string): Promise<readonly PageRecord[]> {
    const pages = await (await this.#open()).getAllFromIndex('pages', 'relays', relay);
    return pages.sort((a, b) => b.addedAt - a.addedAt);
  }

  /** Calls `listener` after each change made here, until the returned function is called. */
  subscribe(listener: (change: PageChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The pages of that origin, the one used longest ago first. */
  async #ofOrigin(origin: PageRecord['origin']): Promise<PageRecord[]> {
    const range = IDBKeyRange.bound([origin, -Infinity], [origin, Infinity]);
    return await (await this.#open()).getAllFromIndex('pages', 'used', range);
  }

  async #edit(
    addresses: readonly Address[],
    change: (page: PageRecord) => PageRecord,
  ): Promise<void> {
    await this.#update(addresses, 'strict', change);
    this.#changed('edited', addresses);
  }

  async #update(
    addresses: readonly Address[],
    durability: IDBTransactionDurability,
    change: (page: PageRecord) => PageRecord,
  ): Promise<void> {
    const transaction = (await this.#open()).transaction('pages', 'readwrite', { durability });
    for (const address of addresses) {
      const page = await transaction.store.get(address);
      if (page !== undefined) await transaction.store.put(change(page));
    }
    await transaction.done;
  }

  #open(): Promise<Database> {
    const forget = () => (this.#database = undefined);
    this.#database ??= openDatabase(forget).catch((cause: unknown) => {
      forget();
      throw new Error('cannot open the store of pages', { cause });
    });
    return this.#database;
  }

  #changed(type: PageChange['type'], addresses: readonly Address[]): void {
    for (const listener of this.#listeners) listener({ type, addresses });
  }
}

/** Takes back what a transaction did so far: not every failure inside it makes the browser do so. */
function abandon(transaction: { abort: () => void }, writes: readonly Promise<unknown>[]): void {
  void Promise.allSettled(writes); // whoever abandons them reports why
  try {
    transaction.abort();
  } catch {
    // it has aborted already
  }
}

function chunkRange(address: Address, first: number, last: number): IDBKeyRange {
  return IDBKeyRange.bound([address, first], [address, last]);
}

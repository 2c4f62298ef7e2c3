/**
 * The pages that this browser holds, on disk. Whatever is acknowledged here survives a kill of the worker: each write
 * is one transaction and resolves only when it has completed. Knows nothing of relays but their names.
 */
import type { PageRange, PageSource } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { type Database, type PageRecord, openDatabase } from './database.ts';

/** Pages are kept in pieces of this size, so that a range is read without the rest of its page. */
export const CHUNK_BYTES = 1024 * 1024;

export type NewPage = Omit<PageRecord, 'length' | 'servedBytes'>;

/** What a page is known by here. */
export type Description = Pick<PageRecord, 'key' | 'mediaType' | 'name' | 'title'>;

export class Pages {
  #database: Promise<Database> | undefined;
  readonly #listeners = new Set<() => void>();

  /**
   * Keeps a page. One that is held already gains relays, and becomes a published one where it is published; its bytes
   * are written again all the same, which mends them where the disk has damaged them.
   */
  async put(page: NewPage, bytes: Uint8Array): Promise<void> {
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
      const added = { ...page, length: bytes.length, servedBytes: 0 };
      writes.push(pages.put(held ? merge(held, page) : added));
      await Promise.all(writes);
    } catch (cause) {
      abandon(transaction, writes);
      throw new Error(`cannot store page ${page.address}`, { cause });
    }
    this.#changed();
  }

  /** Also announces a held page at `relay` from now on. */
  async addRelay(address: Address, relay: string): Promise<void> {
    await this.#update(address, 'strict', (page) =>
      page.relays.includes(relay) ? page : { ...page, relays: [...page.relays, relay] },
    );
  }

  /** Knows a held page by another description from now on. */
  async describe(address: Address, description: Description): Promise<void> {
    await this.#update(address, 'strict', (page) => ({ ...page, ...description }));
  }

  async addServed(address: Address, bytes: number): Promise<void> {
    await this.#update(address, 'relaxed', (page) => ({
      ...page,
      servedBytes: page.servedBytes + bytes,
    }));
  }

  async remove(address: Address): Promise<void> {
    const transaction = (await this.#open()).transaction(['pages', 'chunks'], 'readwrite', {
      durability: 'strict',
    });
    await Promise.all([
      transaction.objectStore('pages').delete(address),
      transaction.objectStore('chunks').delete(chunkRange(address, 0, Infinity)),
      transaction.done,
    ]);
    this.#changed();
  }

  async get(address: Address): Promise<PageRecord | undefined> {
    return (await this.#open()).get('pages', address);
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

  /** The pages added last, the latest first. */
  async recent(limit: number): Promise<readonly PageRecord[]> {
    const index = (await this.#open()).transaction('pages').store.index('addedAt');
    const recent: PageRecord[] = [];
    for (let at = await index.openCursor(null, 'prev'); at; at = await at.continue()) {
      recent.push(at.value);
      if (recent.length === limit) break;
    }
    return recent;
  }

  async count(): Promise<number> {
    return (await this.#open()).count('pages');
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

  /** What a client of `relay` announces and serves: only what was shared or opened there. */
  source(relay: string): PageSource {
    return {
      addresses: async () => {
        const pages = await (await this.#open()).getAllFromIndex('pages', 'relays', relay);
        return pages.sort((a, b) => b.addedAt - a.addedAt).map((page) => page.address);
      },
      read: (address, from, length) => this.read(address, from, length),
    };
  }

  /** Calls `listener` after each change made here, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #update(
    address: Address,
    durability: IDBTransactionDurability,
    change: (page: PageRecord) => PageRecord,
  ): Promise<void> {
    const transaction = (await this.#open()).transaction('pages', 'readwrite', { durability });
    const page = await transaction.store.get(address);
    if (page !== undefined) await transaction.store.put(change(page));
    await transaction.done;
    this.#changed();
  }

  #open(): Promise<Database> {
    const forget = () => (this.#database = undefined);
    this.#database ??= openDatabase(forget).catch((cause: unknown) => {
      forget();
      throw new Error('cannot open the store of pages', { cause });
    });
    return this.#database;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
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

function merge(held: PageRecord, page: NewPage): PageRecord {
  // The relay it was last shared at comes first: it is the one in the link.
  const relays = [...new Set([...page.relays, ...held.relays])];
  return page.origin === 'published' ? { ...held, ...page, relays } : { ...held, relays };
}

function chunkRange(address: Address, first: number, last: number): IDBKeyRange {
  return IDBKeyRange.bound([address, first], [address, last]);
}

/** Copies: a view would take the whole of its buffer to disk with it. */
function split(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from(
    { length: count },
    (_, i) => new Uint8Array(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
}

/** Bytes `[from, from + length)` of what the chunks make together. */
function cut(chunks: readonly Uint8Array<ArrayBuffer>[], from: number, length: number) {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only.subarray(from, from + length);
  const bytes = new Uint8Array(length);
  let at = -from;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(Math.max(0, -at), length - at), Math.max(0, at));
    at += chunk.length;
  }
  return bytes;
}

/**
 * The pages that this browser holds, on disk. Whatever is acknowledged here survives a kill of the worker: each write
 * is one transaction and resolves only when it has completed. Knows nothing of relays but their names.
 */
import { addressOf, Listeners, type PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { type StoreCondition, StoreConnection } from './database-connection.ts';
import type { PageRecord } from './database.ts';
import { writeError } from './disk-full.ts';
import type { NewBundle } from './held-bundle.ts';
import type { Lifetime } from './lifetime.ts';
import { Keepers } from './keepers.ts';
import { Locks } from './locks.ts';
import { OnceReads } from './once-reads.ts';
import { Parts } from './parts.ts';
import {
  leastUsed,
  pagesOver,
  readRange,
  recentPages,
  recentPagesOf,
  relaysOf,
  totalOf,
} from './queries.ts';
import {
  described,
  type Description,
  mended,
  type NewPage,
  opened,
  type Served,
  wanted,
} from './record-changes.ts';
import { DamagedPageError } from './store-error.ts';
import type { Total } from './page-totals.ts';
import { Unfinished } from './unfinished.ts';
import { type Belongings, noteServed, type RemovedPage } from './writes.ts';
import { holdPages, removePages, updatePages, writePage } from './writes.ts';

/** A change of some pages. 'parts': a bundle has more parts, or fewer. 'locks': a once link of the page has changed. */
export interface PageChange {
  readonly type: 'stored' | 'edited' | 'parts' | 'locks' | 'served' | 'removed';
  readonly addresses: readonly Address[];
}

type Origin = PageRecord['origin'];

export class Pages {
  readonly #store = new StoreConnection();
  readonly #listeners = new Listeners<PageChange>();
  /** The parts of the held bundles, and of unfinished shares. */
  readonly parts = new Parts(this.#store, ({ address }) => this.#changed('parts', [address]));
  /** Shares of bundles that are not complete. */
  readonly unfinished = new Unfinished(this.#store);
  /** The once links of the held pages. */
  readonly locks = new Locks(this.#store, ({ page }) => this.#changed('locks', [page]));
  /** The user's keepers, and what they are still to be asked. */
  readonly keepers = new Keepers(this.#store, (pages) => this.#changed('edited', pages));
  /** The once links that this browser opens as a reader. */
  readonly onceReads = new OnceReads(this.#store);

  constructor() {
    this.onCondition(() => {
      // Screens that show pages have to look again.
      if (this.condition === undefined || this.condition === 'deleted')
        this.#changed('removed', []);
    });
  }

  /** The trouble with the store, if any is known here. */
  get condition(): StoreCondition | undefined {
    return this.#store.condition;
  }

  /** Calls `listener` when the condition changes, until the returned function is called. */
  onCondition(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  /**
   * Keeps a page. A page that is held already gains relays, and becomes a published one if it is published now. Its bytes
   * are written again all the same: this mends a damaged copy. Its once links are stored in the same change.
   */
  async put(
    page: NewPage,
    bytes: Uint8Array,
    belongings: Omit<Belongings, 'bundle'> = {},
  ): Promise<void> {
    await this.#put(page, bytes, belongings);
  }

  /**
   * Keeps the manifest of a bundle. The parts that are stored under the bundle's id belong to it from now on, and an
   * unfinished share of that id is over. A page that is a bundle already keeps the parts of the id with more of them, so
   * ask its record which id that is.
   */
  async putBundle(
    page: NewPage,
    bytes: Uint8Array,
    bundle: NewBundle,
    { keepers }: Pick<Belongings, 'keepers'> = {},
  ): Promise<void> {
    await this.#put(page, bytes, { bundle, keepers });
  }

  /** Says whether the reader of a bundle asked for all of it. */
  async want(address: Address, isWanted: boolean): Promise<void> {
    await this.#edit([address], (page) => wanted(page, isWanted));
  }

  /** The bundles that their readers want whole. */
  async wantedBundles(): Promise<readonly PageRecord[]> {
    const bundles = await this.#store.use((database) =>
      database.getAllFromIndex('pages', 'bundle'),
    );
    return bundles.filter(({ bundle }) => bundle?.isWanted);
  }

  /** Knows a held page by what is in it from now on. */
  async describe(address: Address, description: Description): Promise<void> {
    await this.#edit([address], (page) => described(page, description));
  }

  /** Keeps pages for that long from now on, also at their keepers, but a viewed one no longer than its link says. */
  async holdFor(addresses: readonly Address[], lifetime: Lifetime): Promise<void> {
    await this.#store.use((database) => holdPages(database, addresses, lifetime));
    this.#changed('edited', addresses);
  }

  /**
   * A viewed page was opened at `at`, in Unix milliseconds, by a link that says it `expires` then. Of several links,
   * the one that lets it live longest counts.
   */
  async noteOpened(address: Address, at: number, expires: number | undefined): Promise<void> {
    await this.#edit([address], (page) => opened(page, at, expires));
  }

  /** Notes uploads of pages and of parts. An upload of a part is one of its bundle. */
  async addServed(served: ReadonlyMap<Address, Served>): Promise<void> {
    this.#changed('served', await this.#store.use((database) => noteServed(database, served)));
  }

  /**
   * Deletes the pages for which `isToGo` holds at that moment: they may have changed since they were chosen. Resolves
   * with the deleted ones. A bundle goes with its parts.
   */
  async remove(
    addresses: readonly Address[],
    isToGo: (page: PageRecord) => boolean = () => true,
  ): Promise<readonly RemovedPage[]> {
    const removed = await this.#store.use((database) => removePages(database, addresses, isToGo));
    this.#changed(
      'removed',
      removed.map(({ address }) => address),
    );
    return removed;
  }

  get(address: Address): Promise<PageRecord | undefined> {
    return this.#store.use((database) => database.get('pages', address));
  }

  /** The record of the held bundle of this id. */
  ofBundle(id: string): Promise<PageRecord | undefined> {
    return this.#store.use((database) => database.getFromIndex('pages', 'bundle', id));
  }

  /** The ones of these pages that are held. */
  async getAll(addresses: readonly Address[]): Promise<readonly PageRecord[]> {
    const records = await this.#store.use((database) => {
      const pages = database.transaction('pages').store;
      return Promise.all(addresses.map((address) => pages.get(address)));
    });
    return records.filter((record) => record !== undefined);
  }

  /**
   * Bytes `[from, from + length)` of a page, cut at its end; reads no chunk that the range does not touch. Rejects with
   * a `DamagedPageError` if a chunk is missing or has another length, and remembers that.
   */
  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    try {
      return await this.#store.use((database) => readRange(database, address, from, length));
    } catch (error) {
      if (error instanceof DamagedPageError) await this.#noteDamaged(error);
      throw error;
    }
  }

  /** All bytes of a page. Rejects with a `DamagedPageError` if they do not match its address. */
  async readWhole(address: Address): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const page = await this.get(address);
    const range = page && (await this.read(address, 0, page.length));
    if (!range) return undefined;
    const bytes = new Uint8Array(range.bytes);
    if ((await addressOf(bytes)) === address) {
      if (page.isDamaged) await this.#edit([address], (damaged) => mended(damaged, bytes.length));
      return bytes;
    }
    const damaged = new DamagedPageError(address, 'bytes of that digest');
    await this.#noteDamaged(damaged);
    throw damaged;
  }

  /**
   * The pages added last, the latest first. Those dated after `now`, in Unix milliseconds, come after all others: they
   * were added before the clock was put back.
   */
  recent(limit: number, now = Date.now()): Promise<readonly PageRecord[]> {
    return this.#store.use((database) => recentPages(database, limit, now));
  }

  /** The published pages added last, in the same order. It reads no viewed page. */
  recentlyPublished(limit: number, now = Date.now()): Promise<readonly PageRecord[]> {
    return this.#store.use((database) => recentPagesOf(database, 'published', limit, now));
  }

  /** Every page, the latest first. */
  async all(): Promise<readonly PageRecord[]> {
    const pages = await this.#store.use((database) => database.getAllFromIndex('pages', 'addedAt'));
    return pages.reverse();
  }

  async count(): Promise<number> {
    return (await this.#total('', 'published', 'viewed')).pages;
  }

  /** The number of pages of that origin, and of their bytes. */
  total(origin: Origin): Promise<Total> {
    return this.#total('', origin);
  }

  /**
   * The viewed pages, oldest use first, up to the first for which `isEnough` is true. Pages used after `now` (in Unix
   * milliseconds) come first: they were used before the clock was put back.
   */
  viewed(
    now = Date.now(),
    isEnough: (page: PageRecord) => boolean = () => false,
  ): Promise<readonly PageRecord[]> {
    return this.#store.use((database) => leastUsed(database, now, isEnough));
  }

  /** The pages whose time has come at `now`, in Unix milliseconds, or whose session is another than `session`. */
  over(now: number, session: string): Promise<readonly Address[]> {
    return this.#store.use((database) => pagesOver(database, now, session));
  }

  /** The end of the next page to end, in Unix milliseconds. */
  nextEnd(): Promise<number | undefined> {
    return this.#store.use(async (database) => {
      const index = database.transaction('pages').store.index('endsAt');
      return (await index.openKeyCursor())?.key;
    });
  }

  /** The number of pages that are announced at `relay`. */
  async countOf(relay: string): Promise<number> {
    return (await this.#total(relay, 'published', 'viewed')).pages;
  }

  /** The relays where at least one page is announced, of this origin or of any. */
  relays(origin?: Origin): Promise<readonly string[]> {
    const origins = origin ? [origin] : (['published', 'viewed'] as const);
    return this.#store.use((database) => relaysOf(database, ...origins));
  }

  /** The pages that were shared or opened at `relay`, the latest first. */
  async ofRelay(relay: string): Promise<readonly PageRecord[]> {
    const pages = await this.#store.use((database) =>
      database.getAllFromIndex('pages', 'relays', relay),
    );
    return pages.sort((a, b) => b.addedAt - a.addedAt);
  }

  /** Calls `listener` after each change made here, until the returned function is called. */
  subscribe(listener: (change: PageChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  #total(relay: string, ...origins: readonly Origin[]): Promise<Total> {
    return this.#store.use((database) => totalOf(database, relay, ...origins));
  }

  async #put(page: NewPage, bytes: Uint8Array, belongings: Belongings): Promise<void> {
    try {
      await this.#store.use((database) => writePage(database, page, bytes, belongings));
    } catch (error) {
      throw await writeError(error, `cannot store page ${page.address}`, bytes.length);
    }
    this.#changed('stored', [page.address]);
  }

  /** Marks a damaged page. If the mark cannot be written, the reader hears of the damage all the same. */
  async #noteDamaged({ address }: DamagedPageError): Promise<void> {
    const marked = this.#edit([address], (page) => ({ ...page, isDamaged: true }));
    await marked.catch((error: unknown) => console.error(error));
  }

  async #edit(
    addresses: readonly Address[],
    change: (page: PageRecord) => PageRecord,
  ): Promise<void> {
    await this.#store.use((database) => updatePages(database, addresses, 'strict', change));
    this.#changed('edited', addresses);
  }

  #changed(type: PageChange['type'], addresses: readonly Address[]): void {
    this.#listeners.call({ type, addresses });
  }
}

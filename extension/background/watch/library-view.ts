/** Reports to the library: every held page, every change, and the holders of the pages on its screen. */
import type { Address } from '@mayfly/relay/protocol';
import type { LibraryPage, LibraryUpdate } from '../../messages.ts';
import type { PageRecord } from '../../store/database.ts';
import { type OnceLinks, onceLinksOf } from '../../store/once-links.ts';
import { linkOfPage } from '../../store/page-link.ts';
import type { Pages } from '../../store/pages.ts';
import { coalesced } from '../coalesced.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import { HolderCounts } from '../holder-counts.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import type { Relays } from '../relays.ts';

/** The most pages in one message. */
const BATCH = 500;

export interface LibraryDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly uploadPolicy: UploadPolicy;
}

export class LibraryReporter {
  readonly #pages: Pages;
  readonly #uploadPolicy: UploadPolicy;
  readonly #report: (update: LibraryUpdate) => void;
  readonly #counts: HolderCounts;
  readonly #changed = new Set<Address>();
  #shown: readonly Address[] = [];
  readonly #sendChanged = coalesced(() => this.#reportChanged());
  readonly #sendHolders = coalesced(() => this.#reportHolders());
  readonly #stops: readonly (() => void)[];

  /** Reports all pages, and every change, until it is stopped. */
  constructor(
    { pages, relays, uploadPolicy }: LibraryDeps,
    report: (update: LibraryUpdate) => void,
  ) {
    this.#pages = pages;
    this.#uploadPolicy = uploadPolicy;
    this.#report = report;
    this.#counts = new HolderCounts(relays, this.#sendHolders.run);
    this.#stops = [
      pages.subscribe(({ addresses }) => this.#onChange(addresses)),
      relays.subscribe((_, event) => event.type === 'connection' && this.#sendHolders.run()),
      uploadPolicy.subscribe(() => void this.show([...this.#shown])),
      pages.onCondition(() => void this.#reportAll()), // other pages are there now, or the pages can be read at last
      this.#sendChanged.stop,
      this.#sendHolders.stop,
      () => this.#counts.stop(),
    ];
    void this.#reportAll();
  }

  /** Counts the holders of these pages from now on. */
  async show(addresses: readonly Address[]): Promise<void> {
    this.#shown = addresses;
    const [pages, uploads] = await Promise.all([
      this.#pages.getAll(addresses),
      this.#uploadPolicy.uploads(),
    ]);
    if (this.#sendHolders.isStopped() || this.#shown !== addresses) return;
    // Relays are asked only about pages that are announced to them.
    this.#counts.follow(pages.filter((page) => isUploaded(page, uploads)));
    this.#sendHolders.run();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async #reportAll(): Promise<void> {
    const all = await this.#pages.all().catch((error: unknown) => console.error(error));
    if (!all || this.#sendChanged.isStopped()) return; // the store port tells the reason
    const beside = await this.#beside(all);
    if (this.#sendChanged.isStopped()) return;
    this.#report({ type: 'start', count: all.length });
    for (let at = 0; at < all.length; at += BATCH) {
      this.#report({ type: 'pages', pages: all.slice(at, at + BATCH).map(libraryPage(beside)) });
    }
  }

  #onChange(addresses: readonly Address[]): void {
    for (const address of addresses) this.#changed.add(address);
    this.#sendChanged.run();
  }

  async #reportChanged(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    const held = await this.#pages.getAll(changed);
    const beside = await this.#beside(held);
    if (this.#sendChanged.isStopped()) return;
    if (held.length > 0) this.#report({ type: 'pages', pages: held.map(libraryPage(beside)) });
    const found = new Set(held.map(({ address }) => address));
    const gone = changed.filter((address) => !found.has(address));
    if (gone.length > 0) this.#report({ type: 'gone', addresses: gone });
    await this.show([...this.#shown]); // a page may be announced elsewhere now
  }

  /** Nothing where the records cannot be read: the store port tells the reason. */
  async #beside(pages: readonly PageRecord[]): Promise<Beside> {
    try {
      const keepers = await this.#pages.keepers.all();
      const once = await onceLinksOf(this.#pages, pages);
      return { once, keepers: new Map(keepers.map(({ id, name }) => [id, name])) };
    } catch (error) {
      console.error(error);
      return { once: new Map(), keepers: new Map() };
    }
  }

  async #reportHolders(): Promise<void> {
    const uploads = await this.#uploadPolicy.uploads();
    if (this.#sendHolders.isStopped()) return;
    const holders: Record<Address, number> = {};
    for (const address of this.#shown) {
      const count = this.#counts.of(address);
      if (count !== undefined) holders[address] = count;
    }
    this.#report({ type: 'holders', holders, uploads });
  }
}

/** The facts about pages that stand beside their records. */
interface Beside {
  readonly once: OnceLinks;
  /** The names of the user's keepers. */
  readonly keepers: ReadonlyMap<Address, string>;
}

function libraryPage({ once: onceLinks, keepers }: Beside): (page: PageRecord) => LibraryPage {
  return (page) => {
    const { key, usedAt: _, expires: __, once: isOnce, keptBy, ...shown } = page;
    const once = isOnce && { once: onceLinks.get(page.address) ?? [] };
    const homes = keptBy?.map(({ keeper, state }) => ({ name: keepers.get(keeper) ?? '', state }));
    const link = linkOfPage(page);
    return { ...shown, isSealed: key !== undefined, link, ...once, ...(homes && { homes }) };
  };
}

/**
 * The library's pages and the user's choices in it. The background names the held pages; the listing keeps its latest
 * answer.
 */
import type { Address } from '@mayfly/relay/protocol';
import { batch, computed, signal } from '@preact/signals';
import type { Uploads, LibraryPage, LibraryUpdate } from '../../messages.ts';
import { diskBytes } from '../../store/held-bundle.ts';
import { EVERYTHING, matching, onlyCopies, type Query } from './query.ts';

/** The most pages whose holders are counted at a time. */
export const COUNTED_PAGES = 1_000;

export class Listing {
  readonly #pages = signal<ReadonlyMap<Address, LibraryPage>>(new Map());
  readonly #isLoaded = signal(false);
  /** The answer of a new background. The list stays as it was until all of it is there. */
  #coming: Coming | undefined;
  /** The uploaded pages; all held pages until the background has answered. */
  readonly #uploads = signal<Uploads>({ pages: 'all' });
  readonly #holders = signal<Readonly<Record<Address, number>>>({});
  readonly #query = signal<Query>(EVERYTHING);
  readonly #selected = signal<ReadonlySet<Address>>(new Set());
  readonly #matching = computed(() => matching(this.#pages.value.values(), this.#query.value));
  /** The start of a selection of a whole range. */
  #anchor: Address | undefined;

  /** The pages on the list, in order. */
  readonly rows = computed(() =>
    this.#query.value.filter === 'only-copy'
      ? onlyCopies(this.#matching.value, this.#holders.value)
      : this.#matching.value,
  );
  readonly totals = computed(() => totalsOf(this.#pages.value.values()));
  /** The selected pages that are on the list: no action applies to an invisible page. */
  readonly selection = computed(() =>
    this.#selected.value.size === 0
      ? []
      : this.rows.value.filter(({ address }) => this.#selected.value.has(address)),
  );

  get pages() {
    return this.#pages;
  }

  get isLoaded() {
    return this.#isLoaded;
  }

  get uploads() {
    return this.#uploads;
  }

  get holders() {
    return this.#holders;
  }

  get query() {
    return this.#query;
  }

  get selected() {
    return this.#selected;
  }

  apply(update: LibraryUpdate): void {
    switch (update.type) {
      case 'start':
        this.#coming = { count: update.count, pages: [] };
        this.#putComing();
        break;
      case 'pages':
        this.#add(update.pages);
        break;
      case 'gone':
        this.#forget(new Set(update.addresses));
        break;
      case 'holders':
        this.#holders.value = update.holders;
        this.#uploads.value = update.uploads;
        break;
    }
  }

  ask(change: Partial<Query>): void {
    this.#query.value = { ...this.#query.value, ...change };
  }

  /**
   * The pages whose holders are counted while `shown` are on the screen. Selected ones are among them, because an
   * action may need them.
   */
  toCount(shown: readonly Address[]): readonly Address[] {
    const others =
      this.#query.value.filter === 'only-copy'
        ? this.#matching.value.map(({ address }) => address)
        : this.#selected.value;
    return [...new Set([...shown, ...others])].slice(0, COUNTED_PAGES);
  }

  /** Selects or deselects a page; with `isRange` also all pages from the last one. */
  select(address: Address, isSelected: boolean, isRange: boolean): void {
    const selected = new Set(this.#selected.value);
    for (const one of isRange ? this.#rangeTo(address) : [address]) {
      if (isSelected) selected.add(one);
      else selected.delete(one);
    }
    this.#anchor = address;
    this.#selected.value = selected;
  }

  selectAll(isSelected: boolean): void {
    const all = isSelected ? this.rows.value.map(({ address }) => address) : [];
    this.#selected.value = new Set(all);
  }

  #rangeTo(address: Address): readonly Address[] {
    const addresses = this.rows.value.map((page) => page.address);
    const to = addresses.indexOf(address);
    const from = this.#anchor === undefined ? to : addresses.indexOf(this.#anchor);
    return from < 0 ? [address] : addresses.slice(Math.min(from, to), Math.max(from, to) + 1);
  }

  #add(pages: readonly LibraryPage[]): void {
    if (this.#coming) {
      this.#coming.pages.push(...pages);
      this.#putComing();
    } else {
      this.#put([...this.#pages.value.values(), ...pages]);
    }
  }

  /** Replaces the old pages by the new ones, after all have come. */
  #putComing(): void {
    if (!this.#coming || this.#coming.pages.length < this.#coming.count) return;
    this.#put(this.#coming.pages);
    this.#coming = undefined;
    this.#isLoaded.value = true;
  }

  #forget(gone: ReadonlySet<Address>): void {
    this.#put([...this.#pages.value.values()].filter(({ address }) => !gone.has(address)));
  }

  #put(pages: readonly LibraryPage[]): void {
    const held = new Map(pages.map((page) => [page.address, page]));
    const selected = [...this.#selected.value].filter((address) => held.has(address));
    batch(() => {
      this.#pages.value = held;
      if (selected.length < this.#selected.value.size) this.#selected.value = new Set(selected);
    });
  }
}

interface Coming {
  readonly count: number;
  readonly pages: LibraryPage[];
}

export interface Totals {
  readonly count: number;
  readonly bytes: number;
  readonly viewedBytes: number;
  readonly servedBytes: number;
}

function totalsOf(pages: Iterable<LibraryPage>): Totals {
  const totals = { count: 0, bytes: 0, viewedBytes: 0, servedBytes: 0 };
  for (const page of pages) {
    const bytes = diskBytes(page);
    totals.count += 1;
    totals.bytes += bytes;
    totals.servedBytes += page.servedBytes;
    if (page.origin === 'viewed') totals.viewedBytes += bytes;
  }
  return totals;
}

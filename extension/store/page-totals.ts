/**
 * The number of held pages and of their bytes, a bundle's with its parts: in all and at each relay, by origin. They change in the transaction that
 * changes the pages, so that nobody has to count pages.
 */
import type { PageRecord } from './database.ts';
import { diskBytes } from './held-bundle.ts';

/** An origin of pages, and the relay they are announced at; '' stands for all pages of that origin. */
export type TotalKey = [origin: PageRecord['origin'], relay: string];

export interface Total {
  readonly pages: number;
  readonly bytes: number;
}

export const NO_PAGES: Total = { pages: 0, bytes: 0 };

/** A page that counts. */
type Counted = Pick<PageRecord, 'origin' | 'relays' | 'length' | 'bundle'>;

/** The store of totals within one transaction. */
export interface TotalsStore {
  get(key: TotalKey): Promise<Total | undefined>;
  put(total: Total, key: TotalKey): Promise<unknown>;
  delete(key: TotalKey): Promise<void>;
}

/** Collects the changes of a transaction, and writes them at once. */
export class TotalsChange {
  readonly #changes = new Map<string, { key: TotalKey; pages: number; bytes: number }>();

  /** A page has changed. Undefined stands for a page that was not, or is no longer, held. */
  note(before: Counted | undefined, after: Counted | undefined): void {
    if (before) this.#add(before, -1);
    if (after) this.#add(after, 1);
  }

  async write(store: TotalsStore): Promise<void> {
    for (const { key, pages, bytes } of this.#changes.values()) {
      if (pages === 0 && bytes === 0) continue;
      const before = (await store.get(key)) ?? NO_PAGES;
      const total = { pages: before.pages + pages, bytes: before.bytes + bytes };
      if (total.pages > 0) await store.put(total, key);
      else await store.delete(key);
    }
  }

  #add(page: Counted, sign: 1 | -1): void {
    const { origin, relays } = page;
    const bytes = diskBytes(page);
    for (const relay of ['', ...relays]) {
      const key: TotalKey = [origin, relay];
      const name = key.join(' ');
      const change = this.#changes.get(name) ?? { key, pages: 0, bytes: 0 };
      change.pages += sign;
      change.bytes += sign * bytes;
      this.#changes.set(name, change);
    }
  }
}

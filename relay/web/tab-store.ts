/** The pages that outlive a reload of this tab. Loads the code for the browser's database once a page needs it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Address } from '../protocol/address.ts';
import type { HeldPage } from './held-pages.ts';
import { namedPages } from './stored-names.ts';

export class TabStore {
  readonly #now: () => number;
  readonly #stored = signal<ReadonlySet<Address>>(new Set());

  /** `now` gives Unix milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The pages that are stored for this tab. */
  get stored(): ReadonlySignal<ReadonlySet<Address>> {
    return this.#stored;
  }

  /** The pages that this tab held before a reload, the most recent last. */
  async restore(): Promise<readonly HeldPage[]> {
    if (namedPages().length === 0) return [];
    try {
      const { restorePages } = await import('./stored-pages.ts');
      const pages = await restorePages();
      this.#stored.value = new Set(pages.map(([address]) => address));
      return pages;
    } catch (error) {
      console.warn(error); // the code may be out of reach: then the pages are fetched
      return [];
    }
  }

  /** Stores a page; where the browser or the network prevents it, the page goes with the document. */
  async store(...[address, bytes]: HeldPage): Promise<void> {
    try {
      const { storePage } = await import('./stored-pages.ts');
      if (!(await storePage(address, bytes, this.#now()))) return;
      this.#stored.value = new Set([...this.#stored.peek(), address]);
    } catch (error) {
      console.warn(error);
    }
  }

  /** Deletes what is stored of a page. */
  async delete(address: Address): Promise<void> {
    if (!this.#stored.peek().has(address)) return;
    this.#stored.value = new Set([...this.#stored.peek()].filter((other) => other !== address));
    try {
      const { deletePage } = await import('./stored-pages.ts');
      await deletePage(address);
    } catch (error) {
      console.warn(error); // nobody can read it without its key, and it goes within a week
    }
  }

  /** Deletes what tabs left behind. */
  async makeRoom(): Promise<void> {
    const { makeRoomForAll } = await import('./tab-room.ts');
    await makeRoomForAll(this.#now());
  }
}

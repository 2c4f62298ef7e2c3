/** The pages this tab holds, in memory: what it created and what it read. They are gone with the tab. */
import type { PageRange, PageSource } from '../client/page-source.ts';
import type { Address } from '../protocol/address.ts';
import type { Page } from '../view/index.ts';

export class HeldPages implements PageSource {
  readonly #pages = new Map<Address, Page>();

  keep(page: Page): void {
    // Deleted first, so that a page kept again counts as the most recent.
    this.#pages.delete(page.address);
    this.#pages.set(page.address, page);
  }

  get(address: Address): Page | undefined {
    return this.#pages.get(address);
  }

  async addresses(): Promise<readonly Address[]> {
    return [...this.#pages.keys()].reverse();
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const bytes = this.#pages.get(address)?.bytes;
    return bytes && { total: bytes.length, bytes: bytes.subarray(from, from + length) };
  }
}

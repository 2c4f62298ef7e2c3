/** The pages this tab holds, in memory: what it created and what it read. They are gone with the tab. */
import type { PageRange, PageSource } from '../client/page-source.ts';
import type { Address } from '../protocol/address.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export class HeldPages implements PageSource {
  readonly #pages: Map<Address, Bytes>;
  readonly #onNew: (address: Address, bytes: Bytes) => unknown;

  /** Begins with `before`, the most recent last; `onNew` hears of each page that comes besides. */
  constructor(
    before: Iterable<readonly [Address, Bytes]> = [],
    onNew: (address: Address, bytes: Bytes) => unknown = () => {},
  ) {
    this.#pages = new Map(before);
    this.#onNew = onNew;
  }

  /** Keeps a page as it travels. */
  keep(address: Address, bytes: Bytes): void {
    // Deleted first, so that a page kept again counts as the most recent.
    if (!this.#pages.delete(address)) this.#onNew(address, bytes);
    this.#pages.set(address, bytes);
  }

  get(address: Address): Bytes | undefined {
    return this.#pages.get(address);
  }

  async addresses(): Promise<readonly Address[]> {
    return [...this.#pages.keys()].reverse();
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const bytes = this.#pages.get(address);
    return bytes && { total: bytes.length, bytes: bytes.subarray(from, from + length) };
  }
}

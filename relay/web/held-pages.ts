/** The pages that this tab holds in memory: those it created and those it read. They are gone with the tab. */
import type { PageRange, PageSource } from '../client/page-source.ts';
import type { Address } from '../protocol/address.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A page as it travels. */
export type HeldPage = readonly [address: Address, bytes: Bytes];

export class HeldPages implements PageSource {
  readonly #pages: Map<Address, Bytes>;
  readonly #onNew: (...page: HeldPage) => unknown;

  /** Begins with the `restored` pages, the most recent last. Calls `onNew` with each other page. */
  constructor(restored: Iterable<HeldPage> = [], onNew: (...page: HeldPage) => unknown = () => {}) {
    this.#pages = new Map(restored);
    this.#onNew = onNew;
  }

  /** Keeps a page as it travels. */
  keep(address: Address, bytes: Bytes): void {
    // Deleted first, so that a page kept again counts as the most recent.
    if (!this.#pages.delete(address)) this.#onNew(address, bytes);
    this.#pages.set(address, bytes);
  }

  /** Deletes a page; undefined where this tab does not hold it. */
  delete(address: Address): Bytes | undefined {
    const bytes = this.#pages.get(address);
    this.#pages.delete(address);
    return bytes;
  }

  get(address: Address): Bytes | undefined {
    return this.#pages.get(address);
  }

  /** The addresses of all, the oldest first. */
  get held(): readonly Address[] {
    return [...this.#pages.keys()];
  }

  async addresses(): Promise<readonly Address[]> {
    return this.held.toReversed();
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const bytes = this.#pages.get(address);
    return bytes && { total: bytes.length, bytes: bytes.subarray(from, from + length) };
  }
}

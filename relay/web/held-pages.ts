/** What this tab holds: the pages it created and those it read, in memory, and the parts of its bundles. */
import type { PageRange, PageSource } from '../client/page-source.ts';
import type { Address } from '../protocol/address.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A page as it travels. */
export type HeldPage = readonly [address: Address, bytes: Bytes];

export class HeldPages implements PageSource {
  readonly #pages: Map<Address, Bytes>;
  readonly #onNew: (...page: HeldPage) => unknown;
  readonly #parts: PageSource | undefined;

  /** Begins with the `restored` pages, the most recent last. Calls `onNew` with each other page. */
  constructor(
    restored: Iterable<HeldPage> = [],
    onNew: (...page: HeldPage) => unknown = () => {},
    parts?: PageSource,
  ) {
    this.#pages = new Map(restored);
    this.#onNew = onNew;
    this.#parts = parts;
  }

  /** Keeps a page as it travels, from now on. Resolves once it is stored, where the browser stores it. */
  async keep(address: Address, bytes: Bytes): Promise<void> {
    // Deleted first, so that a page kept again counts as the most recent.
    const isNew = !this.#pages.delete(address);
    this.#pages.set(address, bytes);
    if (isNew) await this.#onNew(address, bytes);
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

  /** The addresses of all pages, the oldest first. */
  get held(): readonly Address[] {
    return [...this.#pages.keys()];
  }

  async addresses(): Promise<readonly Address[]> {
    return [...this.held.toReversed(), ...((await this.#parts?.addresses()) ?? [])];
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const bytes = this.#pages.get(address);
    if (!bytes) return await this.#parts?.read(address, from, length);
    return { total: bytes.length, bytes: bytes.subarray(from, from + length) };
  }
}

/**
 * What this tab holds: the pages it created and those it read, in memory; the parts of its bundles; and the locks of its
 * once links.
 */
import type { PageRange, PageSource } from '../client/page-source.ts';
import type { Address } from '../protocol/address.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A page as it travels. */
export type HeldPage = readonly [address: Address, bytes: Bytes];

export class HeldPages implements PageSource {
  readonly #pages: Map<Address, Bytes>;
  readonly #onNew: (...page: HeldPage) => unknown;
  readonly #others: readonly PageSource[];

  /** Begins with the `restored` pages, the most recent last. Calls `onNew` with each other page. */
  constructor(
    restored: Iterable<HeldPage> = [],
    onNew: (...page: HeldPage) => unknown = () => {},
    ...others: readonly PageSource[]
  ) {
    this.#pages = new Map(restored);
    this.#onNew = onNew;
    this.#others = others;
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
    const listed = await Promise.all(this.#others.map((other) => other.addresses()));
    return [...this.held.toReversed(), ...listed.flat()];
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const bytes = this.#pages.get(address);
    if (bytes) return { total: bytes.length, bytes: bytes.subarray(from, from + length) };
    for (const other of this.#others) {
      const range = await other.read(address, from, length);
      if (range) return range;
    }
    return undefined;
  }

  answers(address: Address): boolean {
    return this.#others.some((other) => other.answers?.(address));
  }
}

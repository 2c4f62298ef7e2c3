/** All that a keeper announces: the page of its pairing, about which it takes notes, and the pages that it keeps. */
import type { PageRange, PageSource, Pairing } from '../../client/index.ts';
import type { Address } from '../../protocol/index.ts';

export class AnnouncedPages implements PageSource {
  readonly #pairing: Pairing;
  readonly #kept: PageSource;

  constructor(pairing: Pairing, kept: PageSource) {
    this.#pairing = pairing;
    this.#kept = kept;
  }

  /** The pairing stands first: a relay with little room takes the first ones. */
  async addresses(): Promise<readonly Address[]> {
    return [this.#pairing.address, ...(await this.#kept.addresses())];
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const { page } = this.#pairing;
    if (address !== this.#pairing.address) return await this.#kept.read(address, from, length);
    return { total: page.length, bytes: page.subarray(from, from + length) };
  }

  answers(address: Address): boolean {
    return address === this.#pairing.address;
  }
}

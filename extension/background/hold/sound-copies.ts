/**
 * Uploads only bytes that match their page's address. A copy is compared with its address before its first range leaves.
 * After that only the lengths of its chunks are compared, so that a large page is not read again for each range.
 */
import type { PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Pages } from '../../store/pages.ts';
import { DamagedPageError } from '../../store/store-error.ts';

export class SoundCopies {
  readonly #pages: Pages;
  /** The comparisons of copies since this background started. */
  readonly #compared = new Map<Address, Promise<void>>();

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** A part of a page; undefined if the page is not held, or its copy here is damaged. */
  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    try {
      await this.#compare(address);
      return await this.#pages.read(address, from, length);
    } catch (error) {
      this.#compared.delete(address);
      if (error instanceof DamagedPageError) return undefined;
      throw error;
    }
  }

  #compare(address: Address): Promise<void> {
    const comparing = this.#compared.get(address) ?? this.#compareNow(address);
    this.#compared.set(address, comparing);
    return comparing;
  }

  /** Keeps no bytes, only the fact that they match. */
  async #compareNow(address: Address): Promise<void> {
    await this.#pages.readWhole(address);
  }
}

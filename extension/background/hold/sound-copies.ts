/**
 * Uploads only bytes that match their page's address. A copy is compared with its address before its first range leaves.
 * After that only the lengths of its chunks are compared, so that a large page is not read again for each range.
 */
import type { PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Pages } from '../../store/pages.ts';
import { DamagedPageError } from '../../store/store-error.ts';

/** The store of pages, or that of parts. */
type Copies = Pick<Pages, 'read' | 'readWhole'>;

export class SoundCopies {
  readonly #pages: Pages;
  /** The comparisons of copies since this background started. */
  readonly #compared = new Map<Address, Promise<void>>();

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** A range of a page; undefined if the page is not held, or its copy here is damaged. */
  readonly read = (address: Address, from: number, length: number) =>
    this.#read(this.#pages, { address, from, length });

  /** The same for a part of a bundle. A damaged one is gone from the store. */
  readonly readPart = (address: Address, from: number, length: number) =>
    this.#read(this.#pages.parts, { address, from, length });

  async #read(
    copies: Copies,
    { address, from, length }: { address: Address; from: number; length: number },
  ): Promise<PageRange | undefined> {
    try {
      const comparing = this.#compared.get(address) ?? compare(copies, address);
      this.#compared.set(address, comparing);
      await comparing;
      return await copies.read(address, from, length);
    } catch (error) {
      this.#compared.delete(address);
      if (error instanceof DamagedPageError) return undefined;
      throw error;
    }
  }
}

/** Keeps no bytes, only the fact that they match. */
async function compare(copies: Copies, address: Address): Promise<void> {
  await copies.readWhole(address);
}

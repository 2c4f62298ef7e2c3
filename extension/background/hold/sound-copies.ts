/**
 * Uploads only bytes that match their page's address. A copy is compared with its address before its first range leaves.
 * After that only the lengths of its chunks are compared, so that a large page is not read again for each range.
 */
import type { PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Pages } from '../../store/pages.ts';
import { DamagedPageError } from '../../store/store-error.ts';
import { WarmParts } from './warm-parts.ts';

export class SoundCopies {
  readonly #pages: Pages;
  /** The comparisons of copies since this background started. */
  readonly #compared = new Map<Address, Promise<void>>();
  readonly #warm = new WarmParts();

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** A range of a page; undefined if the page is not held, or its copy here is damaged. */
  read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    return this.#unlessDamaged(address, async () => {
      await this.#compare(address, () => this.#pages.readWhole(address));
      return this.#pages.read(address, from, length);
    });
  }

  /** The same for a part of a bundle. A damaged one is gone from the store. */
  readPart(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const { parts } = this.#pages;
    return this.#unlessDamaged(address, async () => {
      await this.#compare(address, async () => {
        const bytes = await parts.readWhole(address);
        if (bytes) this.#warm.keep(address, bytes);
      });
      return this.#warm.read(address, from, length) ?? parts.read(address, from, length);
    });
  }

  /** `true` if this is a part, and was read a moment ago. */
  isWarmPart(address: Address): boolean {
    return this.#warm.has(address);
  }

  /** `readWhole` rejects if the bytes do not match. Only the fact that they do is kept. */
  async #compare(address: Address, readWhole: () => Promise<unknown>): Promise<void> {
    const comparing = this.#compared.get(address) ?? readWhole().then(() => undefined);
    this.#compared.set(address, comparing);
    await comparing;
  }

  async #unlessDamaged(
    address: Address,
    read: () => Promise<PageRange | undefined>,
  ): Promise<PageRange | undefined> {
    try {
      return await read();
    } catch (error) {
      this.#compared.delete(address);
      if (error instanceof DamagedPageError) return undefined;
      throw error;
    }
  }
}

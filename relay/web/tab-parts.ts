/** The parts of bundles that this tab holds. Loads the code for them once the tab has one. */
import type { PageRange, PageSource } from '../client/page-source.ts';
import type { Address } from '../protocol/address.ts';
import type { HeldParts } from './bundle/held-parts.ts';
import { namedBundles } from './stored-names.ts';

export class TabParts implements PageSource {
  readonly #now: () => number;
  #opening: Promise<HeldParts> | undefined;

  /** `now` gives Unix milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Rejects where the code cannot be loaded. */
  async open(): Promise<HeldParts> {
    this.#opening ??= this.#load();
    return await this.#opening;
  }

  async addresses(): Promise<readonly Address[]> {
    return (await (await this.#needed())?.addresses()) ?? [];
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    return await (await this.#needed())?.read(address, from, length);
  }

  /** Undefined while the tab has no part. */
  async #needed(): Promise<HeldParts | undefined> {
    return this.#opening || namedBundles().length > 0 ? await this.open() : undefined;
  }

  async #load(): Promise<HeldParts> {
    try {
      const { HeldParts } = await import('./bundle/held-parts.ts');
      return await HeldParts.restore(this.#now);
    } catch (error) {
      this.#opening = undefined; // the network may be back when it is asked for again
      throw error;
    }
  }
}

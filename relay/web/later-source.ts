/** Pages of this tab whose code is loaded once the tab has one: parts of bundles, and the locks of links that open once. */
import type { PageRange, PageSource } from '../client/page-source.ts';
import type { Address } from '../protocol/address.ts';

export interface LaterSourceDeps<Source> {
  /** True if the session of the tab names something that the source has. */
  readonly isNeeded: () => boolean;
  /** Rejects where the code cannot be loaded. */
  readonly load: () => Promise<Source>;
}

export class LaterSource<Source extends PageSource> implements PageSource {
  readonly #deps: LaterSourceDeps<Source>;
  #opening: Promise<Source> | undefined;
  #opened: Source | undefined;

  constructor(deps: LaterSourceDeps<Source>) {
    this.#deps = deps;
  }

  /** The source, where it is open. */
  get opened(): Source | undefined {
    return this.#opened;
  }

  /** Rejects where the code cannot be loaded. */
  async open(): Promise<Source> {
    this.#opening ??= this.#load();
    return await this.#opening;
  }

  async addresses(): Promise<readonly Address[]> {
    return (await (await this.#needed())?.addresses()) ?? [];
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    return await (await this.#needed())?.read(address, from, length);
  }

  answers(address: Address): boolean {
    return this.#opened?.answers?.(address) ?? false;
  }

  /** Undefined while the tab has nothing in it. */
  async #needed(): Promise<Source | undefined> {
    return this.#opening || this.#deps.isNeeded() ? await this.open() : undefined;
  }

  async #load(): Promise<Source> {
    try {
      return (this.#opened = await this.#deps.load());
    } catch (error) {
      this.#opening = undefined; // the network may be back when it is asked for again
      throw error;
    }
  }
}

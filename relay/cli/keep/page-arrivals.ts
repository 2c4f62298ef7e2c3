/**
 * The pages that are asked for and not here. A few are fetched at a time; one that nobody sends makes room for the next,
 * and its turn comes again.
 */
import { type Client, RefusedError } from '../../client/index.ts';
import type { Address } from '../../protocol/index.ts';
import { isRefusedForGood } from '../failure.ts';
import { PageFile } from '../page-file.ts';
import type { KeepFolder } from './keep-folder.ts';
import type { KeptPages } from './kept-pages.ts';

export interface PageArrivalsDeps {
  readonly folder: KeepFolder;
  readonly kept: KeptPages;
  /** The client of the relay at which somebody holds a page. */
  readonly clientAt: (origin: string | undefined) => Client | undefined;
  /** A page cannot be kept. The sentence is for people. */
  readonly onProblem: (address: Address, text: string) => void;
}

/** The number of pages that are fetched at a time. */
const LANES = 4;
/** The time without a byte after which the next page has its turn. */
const PATIENCE_MS = 15_000;
/** The pause after an error, such as a full disk. */
const REST_MS = 10_000;

const SILENT = new Error('nobody sends the page now');

export class PageArrivals {
  readonly #deps: PageArrivalsDeps;
  /** The next one stands first. */
  #waiting: Address[] = [];
  readonly #coming = new Map<Address, AbortController>();
  readonly #rests = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(deps: PageArrivalsDeps) {
    this.#deps = deps;
  }

  /** Somebody has just asked for these pages and so probably holds them now. */
  want(addresses: readonly Address[]): void {
    const first = new Set(addresses);
    for (const address of this.#coming.keys()) first.delete(address);
    this.#waiting = [...first, ...this.#waiting.filter((address) => !first.has(address))];
    this.#fetchNext();
  }

  /** Nobody asks for these pages any more. */
  forget(addresses: readonly Address[]): void {
    const gone = new Set(addresses);
    this.#waiting = this.#waiting.filter((address) => !gone.has(address));
    for (const address of addresses) this.#coming.get(address)?.abort();
  }

  close(): void {
    this.#isClosed = true;
    for (const rest of this.#rests) clearTimeout(rest);
    for (const coming of this.#coming.values()) coming.abort();
  }

  #fetchNext(): void {
    while (!this.#isClosed && this.#coming.size < LANES) {
      const address = this.#waiting.shift();
      if (address === undefined) return;
      void this.#fetch(address);
    }
  }

  async #fetch(address: Address): Promise<void> {
    const { kept, clientAt } = this.#deps;
    const leave = new AbortController();
    this.#coming.set(address, leave);
    try {
      const client = clientAt(kept.relayOf(address));
      if (client) await this.#receive(address, client, leave);
      else this.#rest(address);
    } catch (error) {
      await this.#onError(address, error);
    }
    this.#coming.delete(address);
    this.#fetchNext();
  }

  async #receive(address: Address, client: Client, leave: AbortController): Promise<void> {
    const { folder, kept } = this.#deps;
    const file = PageFile.open(folder.partPath(address));
    const patience = setTimeout(() => leave.abort(SILENT), PATIENCE_MS);
    const onProgress = (_: number, total: number) => {
      patience.refresh();
      if (total > (kept.roomFor(address) ?? 0)) leave.abort(new TooLarge());
    };
    try {
      await client.fetchInto(file, address, { signal: leave.signal, onProgress });
      await kept.place(address, file.received);
    } finally {
      clearTimeout(patience);
      file.close();
    }
  }

  async #onError(address: Address, error: unknown): Promise<void> {
    const { kept, folder, onProblem } = this.#deps;
    if (this.#isClosed || kept.roomFor(address) === undefined) {
      // A fetch may have begun a new file after its order was taken back.
      if (kept.roomFor(address) === undefined) await folder.removePage(address);
      return;
    }
    if (error === SILENT) {
      this.#waiting.push(address);
    } else if (error instanceof TooLarge || isFinal(error)) {
      onProblem(address, error.message);
      await kept.refuse(address);
    } else {
      onProblem(address, String(error));
      this.#rest(address);
    }
  }

  /** Its turn comes again after a pause. */
  #rest(address: Address): void {
    const rest = setTimeout(() => {
      this.#rests.delete(rest);
      if (this.#deps.kept.roomFor(address) === undefined) return;
      this.#waiting.push(address);
      this.#fetchNext();
    }, REST_MS);
    this.#rests.add(rest);
  }
}

/** The page is larger than whoever asked for it said. */
class TooLarge extends Error {
  constructor() {
    super('the page is larger than it was said to be');
  }
}

function isFinal(error: unknown): error is RefusedError {
  return error instanceof RefusedError && isRefusedForGood(error);
}

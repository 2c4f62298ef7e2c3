/**
 * Fetches the parts of a bundle: a few at a time, those that few hold first. Each part is verified, opened once to see
 * that it holds what the manifest says, and stored before it counts. Knows nothing of relays and disks.
 */
import type { Address } from '../../protocol/address.ts';
import { BundleError } from './bundle-error.ts';
import type { Manifest } from './manifest.ts';
import { openPart } from './part-content.ts';
import { release } from './released-bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** More wants in flight move a bundle no faster, and cost the reader the memory of a part each. */
const IN_FLIGHT = 3;

export interface FetchPartsOptions {
  readonly manifest: Manifest;
  /** The manifest's key; left out for a public bundle. */
  readonly key?: Bytes | undefined;
  /** The parts to fetch, by index; all of them if left out. */
  readonly wanted?: readonly number[];
  /** Fetches and verifies a page, as `Client.fetch` does. */
  readonly fetch: (address: Address, options: { readonly signal: AbortSignal }) => Promise<Bytes>;
  /** True where a part is stored already. */
  readonly has: (address: Address) => Promise<boolean>;
  /** Stores a part. The part counts once this has resolved; a rejection ends the whole. */
  readonly store: (address: Address, page: Bytes) => Promise<void>;
  /** The number of holders, where it is known. */
  readonly holders?: (address: Address) => number | undefined;
  /** Called for each part that is stored, also for those that were before. */
  readonly onPart?: (index: number) => void;
  readonly signal?: AbortSignal;
}

/** A part that could not be had, or does not hold what the manifest says. The other parts are none the worse. */
export interface FailedPart {
  readonly index: number;
  readonly error: unknown;
}

/** Resolves with the parts that failed; rejects where a part cannot be stored, and with the signal's reason. */
export async function fetchParts(options: FetchPartsOptions): Promise<readonly FailedPart[]> {
  return await new PartsFetch(options).run();
}

class PartsFetch {
  readonly #options: FetchPartsOptions;
  /** Ends all running fetches after one lane has failed. */
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  readonly #left: Set<number>;
  readonly #failed: FailedPart[] = [];

  constructor(options: FetchPartsOptions) {
    this.#options = options;
    const { signal, wanted, manifest } = options;
    this.#signal = signal ? AbortSignal.any([signal, this.#abort.signal]) : this.#abort.signal;
    this.#left = new Set(wanted ?? manifest.parts.keys());
  }

  async run(): Promise<readonly FailedPart[]> {
    try {
      await Promise.all(Array.from({ length: IN_FLIGHT }, () => this.#lane()));
    } catch (error) {
      this.#abort.abort(error);
      throw error;
    }
    return this.#failed.toSorted((a, b) => a.index - b.index);
  }

  async #lane(): Promise<void> {
    for (let index = this.#next(); index !== undefined; index = this.#next()) {
      this.#signal.throwIfAborted();
      this.#left.delete(index);
      await this.#part(index);
    }
  }

  /** The part that fewest hold, among those whose holders are known; else the first. */
  #next(): number | undefined {
    const { holders, manifest } = this.#options;
    let rarest: number | undefined;
    let least = Infinity;
    for (const index of this.#left) {
      const address = manifest.parts[index];
      const count = (address && holders?.(address)) || Infinity; // nobody has it now: later
      if (rarest !== undefined && count >= least) continue;
      rarest = index;
      least = count;
    }
    return rarest;
  }

  async #part(index: number): Promise<void> {
    const { manifest, has, store, onPart } = this.#options;
    const address = manifest.parts[index];
    if (!address) throw new RangeError(`expected a part of the bundle, got ${index}`);
    if (!(await has(address))) {
      const page = await this.#fetch(index, address);
      if (!page) return;
      await store(address, page);
    }
    onPart?.(index);
  }

  /** Undefined for a part that failed. */
  async #fetch(index: number, address: Address): Promise<Bytes | undefined> {
    const { manifest, key, fetch } = this.#options;
    try {
      const page = await fetch(address, { signal: this.#signal });
      const content = await openPart(manifest, { index, page, key });
      if (content !== page) release(content);
      return page;
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#failed.push({ index, error });
      return undefined;
    }
  }
}

/** A part that its author has sealed wrongly: to fetch it again is no use. */
export function isHopeless({ error }: FailedPart): boolean {
  return error instanceof BundleError;
}

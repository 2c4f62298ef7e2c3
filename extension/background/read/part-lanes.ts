/**
 * Brings parts of one held bundle to the disk, a few at a time. Each part is verified, opened once and stored before it
 * counts, and announced at once. The order is that of `part-queue`.
 */
import { fetchParts, isHopeless, type PartQueue } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { DiskFullError } from '../../store/disk-full.ts';
import { BundleGoneError } from '../../store/store-error.ts';
import { storePart } from '../hold/eviction.ts';
import type { HeldManifest } from './held-manifest.ts';
import type { ReadDeps } from './page-fetch.ts';
import { fetchPart, partProblemOf } from './part-at-relays.ts';
import type { PartHolders } from './part-holders.ts';

/** More in flight move a bundle no faster, and cost the memory of a part each. */
const IN_FLIGHT = 3;

export interface PartLanesOptions {
  readonly deps: ReadDeps;
  /** The address of the manifest. */
  readonly address: Address;
  readonly held: HeldManifest;
  readonly queue: PartQueue;
  readonly holders: PartHolders;
  /** Called when bytes have come. */
  readonly onProgress: () => void;
  /** Called when a lane is free again. */
  readonly onFree: () => void;
}

interface Lane {
  readonly abort: AbortController;
  received: number;
}

export class PartLanes {
  readonly #options: PartLanesOptions;
  readonly #lanes = new Map<number, Lane>();
  #isStopped = false;

  constructor(options: PartLanesOptions) {
    this.#options = options;
  }

  /** The bytes of parts that are not stored yet. */
  get receiving(): number {
    return [...this.#lanes.values()].reduce((sum, { received }) => sum + received, 0);
  }

  has(index: number): boolean {
    return this.#lanes.has(index);
  }

  /** Gives each free lane the part that is next. */
  fill(): void {
    const { queue, holders } = this.#options;
    while (!this.#isStopped && this.#lanes.size < IN_FLIGHT) {
      const index = queue.take((one) => holders.of(one));
      if (index === undefined) return;
      void this.#bring(index);
    }
  }

  /** Ends each fetch that nobody waits for, and each of a part that nobody holds. */
  reconsider(): void {
    const { queue, holders } = this.#options;
    for (const [index, { abort, received }] of this.#lanes) {
      const isVain = received === 0 && holders.of(index) === 0;
      if (isVain || !queue.isWanted(index)) abort.abort();
    }
  }

  stop(): void {
    this.#isStopped = true;
    for (const { abort } of this.#lanes.values()) abort.abort();
  }

  async #bring(index: number): Promise<void> {
    const { queue, onFree } = this.#options;
    const lane = { abort: new AbortController(), received: 0 };
    this.#lanes.set(index, lane);
    try {
      await this.#fetch(index, lane);
    } catch (error) {
      if (!lane.abort.signal.aborted) this.#onError(index, error);
    }
    this.#lanes.delete(index);
    queue.leave(index);
    onFree();
  }

  async #fetch(index: number, lane: Lane): Promise<void> {
    const { deps, held, queue, holders, onProgress } = this.#options;
    const { manifest, key } = held;
    const noteProgress = (received: number) => {
      lane.received = received;
      onProgress();
    };
    const [failed] = await fetchParts({
      manifest,
      ...(key && { key }),
      wanted: [index],
      fetch: (address, { signal }) => {
        const askable = holders.askable(index);
        return fetchPart(
          { relays: deps.relays, askable, onProgress: noteProgress },
          address,
          signal,
        );
      },
      has: () => Promise.resolve(queue.held.has(index)),
      store: (address, page) => this.#store(index, address, page),
      signal: lane.abort.signal,
    });
    if (!failed) return;
    const why = partProblemOf(failed.error);
    if (why === 'nobody') queue.rest(index, holders.of(index));
    else queue.fail(index, why, isHopeless(failed));
  }

  async #store(index: number, part: Address, page: Uint8Array<ArrayBuffer>): Promise<void> {
    const { deps, address, held, queue } = this.#options;
    const stored = { bundle: held.id, index, address: part, page: new Blob([page]) };
    await storePart(deps, stored);
    queue.onStored(index);
    // It is stored: readers hear of it at the next connection, if not now.
    await deps.seeding.announcePart(address, part).catch((error: unknown) => console.error(error));
  }

  #onError(index: number, error: unknown): void {
    const { queue } = this.#options;
    if (error instanceof BundleGoneError) return; // its owner hears of it from the store
    if (error instanceof DiskFullError) return queue.fail(index, 'disk-full');
    console.error(error);
    queue.putOff(index); // the store may work again later
  }
}

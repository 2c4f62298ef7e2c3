/**
 * A bundle that is read in this tab: what its reader wants, and what is here. Brings a few parts at a time to the tab's
 * store, and announces each at once. `PartQueue` knows their order.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type FailedPart,
  fetchParts,
  isHopeless,
  type Manifest,
  type PartProblem,
  PartQueue,
} from '../../client/bundle/index.ts';
import type { Client } from '../../client/client.ts';
import { CorruptError } from '../../client/errors.ts';
import type { Address } from '../../protocol/address.ts';
import { type BundleState, type OpenBundle, PartError } from '../../view/bundle/open-bundle.ts';
import type { HeldParts } from './held-parts.ts';
import { PartCounts } from './part-counts.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** More in flight move a bundle no faster, and cost the memory of a part each. */
const IN_FLIGHT = 3;

export interface TabBundleDeps {
  readonly client: Client;
  readonly parts: HeldParts;
  readonly address: Address;
  readonly manifest: Manifest;
  /** Left out for a public bundle. */
  readonly key?: Bytes | undefined;
  /** Resolves once somebody has seen the tab: before, nothing is fetched for it. */
  readonly seen: Promise<void>;
  /** Holds the manifest: parts are fetched only for a manifest that is held. */
  readonly hold: () => void;
}

/** Somebody who waits for parts. */
interface Wait {
  readonly parts: readonly number[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface Lane {
  readonly abort: AbortController;
  hasBytes: boolean;
}

export class TabBundle implements OpenBundle {
  readonly #deps: TabBundleDeps;
  readonly #queue: PartQueue;
  readonly #counts: PartCounts;
  readonly #state = signal<BundleState>({ held: new Set(), wanted: 0, failed: [] });
  readonly #lanes = new Map<number, Lane>();
  readonly #waits = new Set<Wait>();
  /** Asked for one by one, the most urgent first. */
  #first: readonly number[] = [];
  #isAllWanted = false;
  #beginning: Promise<string> | undefined;
  #isSeen = false;
  #isSteering = false;
  #isClosed = false;

  constructor(deps: TabBundleDeps) {
    const { client, parts, manifest, seen } = deps;
    this.#deps = deps;
    this.#queue = new PartQueue(manifest.parts.length);
    this.#counts = new PartCounts(client, manifest.parts, () => this.#steer());
    this.#isAllWanted = this.#id !== undefined && parts.isWanted(this.#id);
    this.onStored();
    void seen.then(() => {
      this.#isSeen = true;
      this.#steerNow();
    });
  }

  get state(): ReadonlySignal<BundleState> {
    return this.#state;
  }

  async want(parts: readonly number[] | 'all', signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const isAll = parts === 'all';
    const wait = { parts: isAll ? [...this.#deps.manifest.parts.keys()] : parts, resolve, reject };
    this.#waits.add(wait);
    signal?.addEventListener('abort', () => {
      if (this.#waits.delete(wait)) reject(signal.reason);
    });
    if (isAll) this.#wantAll(true);
    else this.#first = [...parts, ...this.#first];
    this.#queue.forgive();
    this.#steerNow();
    await promise;
  }

  stop(): void {
    this.#first = [];
    this.#wantAll(false);
    this.#queue.forgive();
    this.#steerNow();
    this.#end(new DOMException('nothing more is wanted now', 'AbortError'));
  }

  async page(index: number): Promise<Blob | undefined> {
    const id = this.#id;
    return id === undefined ? undefined : await this.#deps.parts.page(id, index);
  }

  async discard(index: number): Promise<void> {
    const { parts, client, manifest } = this.#deps;
    const address = manifest.parts[index];
    if (this.#id !== undefined) await parts.remove(this.#id, index);
    if (address) client.drop(address);
    this.onStored();
  }

  /** Other parts are in the store than before. */
  onStored(): void {
    this.#queue.hold(this.#id === undefined ? [] : this.#deps.parts.heldOf(this.#id).keys());
    this.#steerNow();
  }

  /** Its reader has left it. What is wanted is fetched no further. */
  close(): void {
    this.#isClosed = true;
    for (const { abort } of this.#lanes.values()) abort.abort();
    this.#counts.stop();
    this.#end(new DOMException('the reader has left', 'AbortError'));
  }

  #wantAll(isWanted: boolean): void {
    this.#isAllWanted = isWanted;
    if (this.#id !== undefined) this.#deps.parts.want(this.#id, isWanted);
  }

  /** The name of the bundle in the tab's store; undefined while no part is there. */
  get #id(): string | undefined {
    return this.#deps.parts.idOf(this.#deps.address);
  }

  /** Soon: many counts come at once. */
  #steer(): void {
    if (this.#isSteering) return;
    this.#isSteering = true;
    queueMicrotask(() => {
      this.#isSteering = false;
      this.#steerNow();
    });
  }

  #steerNow(): void {
    if (this.#isClosed) return;
    this.#queue.want(this.#first, this.#isAllWanted);
    const missing = this.#queue.missing();
    this.#counts.follow([...new Set([...this.#lanes.keys(), ...this.#first, ...missing])]);
    for (const [index, { abort, hasBytes }] of this.#lanes) {
      const isVain = !hasBytes && this.#counts.of(index) === 0;
      if (isVain || !this.#queue.isWanted(index)) abort.abort();
    }
    if (this.#isSeen && missing.length > 0) this.#fill();
    this.#tell(missing);
    this.#settle();
  }

  #fill(): void {
    this.#deps.hold();
    while (this.#lanes.size < IN_FLIGHT) {
      const index = this.#queue.take((one) => this.#counts.of(one));
      if (index === undefined) return;
      void this.#bring(index);
    }
  }

  async #bring(index: number): Promise<void> {
    const lane = { abort: new AbortController(), hasBytes: false };
    this.#lanes.set(index, lane);
    try {
      await this.#fetch(index, lane);
    } catch (error) {
      if (!lane.abort.signal.aborted) this.#onUnstored(index, error);
    }
    this.#lanes.delete(index);
    this.#queue.leave(index);
    this.#steerNow();
  }

  async #fetch(index: number, lane: Lane): Promise<void> {
    const { client, manifest, key } = this.#deps;
    const [failed] = await fetchParts({
      manifest,
      ...(key && { key }),
      wanted: [index],
      fetch: (address, { signal }) =>
        client.fetch(address, { signal, onProgress: () => (lane.hasBytes = true) }),
      has: () => Promise.resolve(this.#queue.held.has(index)),
      store: (address, page) => this.#store(index, address, page),
      signal: lane.abort.signal,
    });
    if (failed) this.#queue.fail(index, problemOf(failed), isHopeless(failed));
  }

  async #store(index: number, part: Address, page: Bytes): Promise<void> {
    const { parts, client } = this.#deps;
    await parts.put(await this.#begun(), index, part, new Blob([page]));
    this.#queue.onStored(index);
    client.have(part);
  }

  /** The name of the bundle in the store: it begins with the first part. */
  async #begun(): Promise<string> {
    if (this.#id !== undefined) return this.#id;
    const { parts, address } = this.#deps;
    this.#beginning ??= parts.begin({ of: address, isWanted: this.#isAllWanted });
    try {
      return await this.#beginning;
    } finally {
      this.#beginning = undefined;
    }
  }

  #onUnstored(index: number, error: unknown): void {
    const name = error instanceof Error ? error.name : '';
    if (name === 'AbortError') return; // somebody deleted the bundle meanwhile
    if (name !== 'DiskFullError') console.error(error);
    this.#queue.fail(index, 'disk-full');
  }

  #tell(missing: readonly number[]): void {
    const { complete } = this.#counts;
    this.#state.value = {
      held: new Set(this.#queue.held),
      wanted: missing.length,
      failed: missing.flatMap((index) => {
        const why = this.#problemOf(index);
        return why ? [{ index, why }] : [];
      }),
      ...(complete !== undefined && { complete }),
    };
  }

  #problemOf(index: number): PartProblem | undefined {
    return this.#queue.problemOf(index, (one) => this.#counts.of(one));
  }

  /** Ends the waiting of all who have their parts, or will never have one. */
  #settle(): void {
    for (const wait of this.#waits) {
      const missing = wait.parts.filter((index) => !this.#queue.held.has(index));
      const lost = missing.map((index) => this.#errorOf(index)).find(Boolean);
      if (missing.length > 0 && !lost) continue;
      this.#waits.delete(wait);
      if (lost) wait.reject(lost);
      else wait.resolve();
    }
  }

  #errorOf(index: number): PartError | undefined {
    const why = this.#problemOf(index);
    return why === undefined || why === 'nobody' ? undefined : new PartError(index, why);
  }

  #end(reason: DOMException): void {
    for (const { reject } of this.#waits) reject(reason);
    this.#waits.clear();
  }
}

function problemOf(failed: FailedPart): Exclude<PartProblem, 'nobody'> {
  return isHopeless(failed) || failed.error instanceof CorruptError ? 'bad' : 'refused';
}

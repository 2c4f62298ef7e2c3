/**
 * One held bundle that somebody reads, or wants whole: the wishes, the relays, and what is told of it. `part-queue` knows
 * the order of its parts, `part-holders` their counts, and `part-lanes` brings them to the disk.
 */
import { type ConnectionState, type PartProblem, PartQueue } from '@mayfly/relay/client';
import type { Address, Link } from '@mayfly/relay/protocol';
import type { BundleView, BundleWish } from '../../messages.ts';
import { knownRelays, readSettings } from '../../store/settings.ts';
import type { PageChange } from '../../store/pages.ts';
import { coalesced } from '../coalesced.ts';
import { RelayLeases } from '../relay-leases.ts';
import { type HeldManifest, openHeld } from './held-manifest.ts';
import type { ReadDeps } from './page-fetch.ts';
import { PartHolders } from './part-holders.ts';
import { PartLanes } from './part-lanes.ts';

/** After this time, parts of which nothing came are asked for again. */
const AGAIN_MS = 10_000;
const NOTHING: BundleView = { held: [], wanted: 0, failed: [] };

export interface BundleFetchOptions {
  readonly deps: ReadDeps;
  /** The address of the manifest. */
  readonly address: Address;
  /** Called when its wish for all parts has begun or ended. */
  readonly onWish: () => void;
  /** Called once nobody reads the bundle and nobody wants more of it. */
  readonly onOver: () => void;
}

/** Somebody who looks at the bundle. */
export interface BundleReader {
  readonly link: Link;
  readonly onChange: () => void;
  /** Called when only the bytes in flight are more. */
  readonly onProgress: () => void;
}

/** A bundle whose manifest is held and open. */
interface OpenBundle {
  readonly held: HeldManifest;
  readonly queue: PartQueue;
  readonly holders: PartHolders;
  readonly lanes: PartLanes;
}

export class BundleFetch {
  readonly #options: BundleFetchOptions;
  readonly #leases: RelayLeases;
  readonly #stops: readonly (() => void)[];
  /** The parts that each reader wants, the most urgent first. */
  readonly #wishes = new Map<BundleReader, readonly number[]>();
  readonly #look = coalesced(() => this.#lookNow());
  readonly #steer = coalesced(() => this.#steerNow());
  #isAllWanted = false;
  #bundle: OpenBundle | undefined;
  #wasHeld = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(options: BundleFetchOptions) {
    const { deps, address } = options;
    this.#options = options;
    this.#leases = new RelayLeases(deps.relays);
    this.#stops = [
      deps.readings.begin(address),
      deps.pages.subscribe((change) => this.#onChange(change)),
      deps.relays.subscribe((relay, event) => {
        if (event.type === 'connection') this.#onConnection(relay, event.connection);
      }),
      this.#look.stop,
      this.#steer.stop,
      () => clearTimeout(this.#again),
      () => this.#leases.release(),
    ];
    this.#look.runNow();
  }

  /** `true` while it goes on without a reader. */
  get isAllWanted(): boolean {
    return this.#isAllWanted;
  }

  join(reader: BundleReader): void {
    this.#wishes.set(reader, []);
    this.#look.run();
  }

  leave(reader: BundleReader): void {
    this.#wishes.delete(reader);
    if (!this.#bundle) this.#isAllWanted = false; // nobody can note a wish for what is not here
    this.#steerNow();
  }

  take(reader: BundleReader, wish: BundleWish): void {
    if (wish.type === 'stop') {
      this.#wishes.set(reader, []);
      this.#wantAll(false);
    } else if (wish.parts === 'all') {
      if (!this.#bundle?.queue.isWhole) this.#wantAll(true);
    } else {
      this.#wishes.set(reader, [...wish.parts, ...(this.#wishes.get(reader) ?? [])]);
    }
    this.#bundle?.queue.forgive();
    this.#look.run(); // another context may have deleted a damaged part
    this.#steerNow();
  }

  /** Looks at the store again: it may not have answered before. */
  look(): void {
    this.#look.run();
  }

  /** Undefined until the bundle is held and open. */
  view(): BundleView | undefined {
    if (!this.#bundle) return this.#wasHeld ? NOTHING : undefined;
    const { queue, holders, lanes } = this.#bundle;
    const missing = queue.missing();
    const { complete } = holders;
    return {
      held: [...queue.held].sort((a, b) => a - b),
      wanted: missing.length,
      failed: missing.flatMap((index) => {
        const why = this.#problemOf(index);
        return why ? [{ index, why }] : [];
      }),
      ...(complete !== undefined && { complete }),
      ...(lanes.receiving > 0 && { receiving: lanes.receiving }),
    };
  }

  /** Ends it. A wish for all parts stays in the store, for the next start. */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#close();
    for (const stop of this.#stops) stop();
    this.#options.onOver();
  }

  #onChange({ type, addresses }: PageChange): void {
    const isOfThis = addresses.length === 0 || addresses.includes(this.#options.address);
    if (type !== 'served' && isOfThis) return this.#look.run();
    if (type !== 'removed') return;
    this.#bundle?.queue.forgive(); // there may be room on the disk now
    this.#steer.run();
  }

  #onConnection(relay: string, { state }: ConnectionState): void {
    if (!this.#leases.relays().includes(relay)) return;
    if (state === 'open') this.#bundle?.queue.wake();
    this.#steer.run();
  }

  #wantAll(isWanted: boolean): void {
    this.#isAllWanted = isWanted;
    this.#options.onWish();
    if (this.#bundle) void this.#noteWish();
  }

  /** A wish that the disk does not take ends with this background. */
  async #noteWish(): Promise<void> {
    const { deps, address } = this.#options;
    const noting = deps.pages.want(address, this.#isAllWanted);
    await noting.catch((error: unknown) => console.error(error));
  }

  /** Looks at the store: the bundle may have come, may have lost a part, and may be gone. */
  async #lookNow(): Promise<void> {
    const { deps, address } = this.#options;
    if ((await deps.pages.get(address)) === undefined) return this.#onGone();
    this.#bundle ??= await this.#open();
    const record = await deps.pages.get(address);
    if (!this.#bundle || !record?.bundle) return;
    const { held, queue } = this.#bundle;
    const isChanged = record.bundle.heldParts !== queue.held.size;
    if (isChanged) queue.hold(await deps.pages.parts.heldOf(held.id));
    await this.#connect(record.relays);
    this.#steerNow();
  }

  async #open(): Promise<OpenBundle | undefined> {
    const { deps, address } = this.#options;
    const keys = [...this.#wishes.keys()].flatMap(({ link }) => link.key ?? []);
    const held = await openHeld(deps, address, keys);
    if (!held || this.#isOver) return undefined;
    const { parts } = held.manifest;
    const queue = new PartQueue(parts.length);
    const holders = new PartHolders(parts, deps.relays, this.#steer.run);
    const lanes = new PartLanes({
      ...{ deps, address, held, queue, holders },
      onProgress: () => this.#tellProgress(),
      onFree: () => this.#steerNow(),
    });
    this.#wasHeld = true;
    await this.#meetWish();
    return { held, queue, holders, lanes };
  }

  /** Takes up the wish of an earlier background, or notes one that came before the bundle. */
  async #meetWish(): Promise<void> {
    const { deps, address } = this.#options;
    if (this.#isAllWanted) return this.#noteWish();
    this.#isAllWanted = (await deps.pages.get(address))?.bundle?.isWanted === true;
    if (this.#isAllWanted) this.#options.onWish();
  }

  /** At the bundle's relays, and at those of its readers' links that the user knows. */
  async #connect(relays: readonly string[]): Promise<void> {
    const known = knownRelays(await readSettings());
    const linked = [...this.#wishes.keys()].flatMap(({ link }) => [link.relay, ...link.relays]);
    const wanted = [...new Set([...relays, ...linked.filter((relay) => known.includes(relay))])];
    if (!this.#isOver) this.#leases.hold(wanted);
  }

  #steerNow(): void {
    if (this.#isOver) return;
    if (this.#bundle) this.#move(this.#bundle);
    if (this.#wishes.size === 0 && !this.#isAllWanted) return this.stop();
    this.#tell();
  }

  #move({ queue, holders, lanes }: OpenBundle): void {
    queue.want([...this.#wishes.values()].flat(), this.#isAllWanted);
    holders.follow(this.#leases.relays(), queue.missing());
    lanes.reconsider();
    if (this.#states().includes('open')) lanes.fill();
    if (queue.isResting) this.#again ??= setTimeout(() => this.#tryAgain(), AGAIN_MS);
    if (queue.isWhole && this.#isAllWanted) this.#wantAll(false);
  }

  #tryAgain(): void {
    this.#again = undefined;
    this.#bundle?.queue.wake();
    this.#steerNow();
  }

  /** Somebody deleted the bundle. Its readers may get it again. */
  #onGone(): void {
    if (this.#bundle) {
      this.#close();
      this.#isAllWanted = false;
      for (const reader of this.#wishes.keys()) this.#wishes.set(reader, []);
      this.#options.onWish();
    }
    this.#steerNow();
  }

  #close(): void {
    this.#bundle?.lanes.stop();
    this.#bundle?.holders.stop();
    this.#bundle = undefined;
  }

  #problemOf(index: number): PartProblem | undefined {
    if (!this.#bundle || this.#bundle.lanes.has(index)) return undefined;
    const { queue, holders } = this.#bundle;
    const problem = queue.problemOf(index, (one) => holders.of(one));
    return problem ?? (this.#isAway ? 'nobody' : undefined);
  }

  #tell(): void {
    for (const { onChange } of this.#wishes.keys()) onChange();
  }

  #tellProgress(): void {
    for (const { onProgress } of this.#wishes.keys()) onProgress();
  }

  /** Each relay was tried in vain. */
  get #isAway(): boolean {
    return this.#states().every((state) => state === 'waiting');
  }

  #states() {
    const { relays } = this.#options.deps;
    return this.#leases.relays().map((relay) => relays.connection(relay).state);
  }
}

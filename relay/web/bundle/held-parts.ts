/** The parts of bundles that this tab holds: which they are, and where they lie. Knows nothing of manifests and relays. */
import { newKey } from '../../client/seal.ts';
import type { PageRange, PageSource } from '../../client/page-source.ts';
import type { Address } from '../../protocol/address.ts';
import { DiskPlace } from './disk-place.ts';
import { MemoryPlace, MemoryRoom } from './memory-place.ts';
import { deletedError, DiskFullError, type PartsPlace } from './parts-place.ts';
import { holdParts, makeRoomForParts, roomForParts } from './parts-room.ts';
import { bundlesHere, forgetBundle, nameBundle, type SessionBundle } from './session-bundles.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The parts of one bundle. */
interface Held {
  readonly session: SessionBundle;
  readonly place: PartsPlace;
  /** By index. */
  readonly addresses: Map<number, Address>;
  readonly indexes: Map<Address, number>;
  /** Ends the claim on the parts' room. */
  readonly release: () => void;
}

export interface Beginning {
  /** The address of the manifest; left out while it is not known. */
  readonly of?: Address;
  /** The facts of a share, by which a tab that was loaded again can go on. */
  readonly share?: Bytes;
  /** True if its reader wants all of it. */
  readonly isWanted?: boolean;
}

/** A share that was interrupted. */
export interface InterruptedShare {
  readonly id: string;
  readonly share: Bytes;
}

export class HeldParts implements PageSource {
  readonly #now: () => number;
  readonly #bundles = new Map<string, Held>();
  readonly #memory = new MemoryRoom();
  /** What parts may still take on the disk, as far as is known. */
  #free = 0;

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** With the parts that this tab held before it was loaded again. `now` gives Unix milliseconds. */
  static async restore(now: () => number): Promise<HeldParts> {
    const parts = new HeldParts(now);
    for (const session of bundlesHere()) await parts.#restore(session);
    return parts;
  }

  /** Begins to hold a bundle, in memory where the browser stores nothing. Resolves with its name here. */
  async begin({ of, isWanted, share }: Beginning): Promise<string> {
    const session = { id: crypto.randomUUID(), key: newKey(), of, isWanted };
    this.#add(session, await this.#placeOf(session, share));
    return session.id;
  }

  /** The name of the bundle with this manifest, where parts of it are held. */
  idOf(manifest: Address): string | undefined {
    return [...this.#bundles.values()].find(({ session }) => session.of === manifest)?.session.id;
  }

  /** True if the reader of a bundle wants all of it. */
  isWanted(id: string): boolean {
    return this.#bundles.get(id)?.session.isWanted === true;
  }

  /** Remembers the wish for all of a bundle, for a tab that is loaded again. */
  want(id: string, isWanted: boolean): void {
    const held = this.#bundles.get(id);
    if (held) this.#rename(held, { isWanted });
  }

  /** The parts of a bundle that are held, by index. */
  heldOf(id: string): ReadonlyMap<number, Address> {
    return this.#bundles.get(id)?.addresses ?? new Map();
  }

  /**
   * Stores a part; it counts as held once this has resolved. Rejects with a `DiskFullError` where there is no room, and with
   * an `AbortError` where the bundle is deleted.
   */
  async put(id: string, index: number, address: Address, page: Blob): Promise<void> {
    const held = this.#bundles.get(id);
    if (!held) throw deletedError();
    if (held.place instanceof DiskPlace) await this.#take(page.size);
    await held.place.put({ index, address }, page);
    if (!this.#bundles.has(id)) throw deletedError();
    note(held, index, address);
  }

  /** The page of a part. */
  async page(id: string, index: number): Promise<Blob | undefined> {
    return await this.#bundles.get(id)?.place.page(index);
  }

  /** Deletes one part. */
  async remove(id: string, index: number): Promise<void> {
    const held = this.#bundles.get(id);
    const address = held?.addresses.get(index);
    if (!held || address === undefined) return;
    held.addresses.delete(index);
    held.indexes.delete(address);
    await held.place.remove(index);
  }

  /** Ends a share: from now on its parts are those of this manifest. */
  async finish(id: string, manifest: Address): Promise<void> {
    const held = this.#bundles.get(id);
    if (!held) throw deletedError();
    this.#rename(held, { of: manifest });
    await held.place.setShare(undefined);
  }

  /** The shares that this tab began and did not end. */
  async interrupted(): Promise<readonly InterruptedShare[]> {
    const begun = [...this.#bundles.values()].filter(({ session }) => !session.of);
    const shares = begun.map(async ({ session: { id }, place }) => {
      const share = await place.share();
      return share ? [{ id, share }] : [];
    });
    return (await Promise.all(shares)).flat();
  }

  /** Deletes a bundle: its key first, without which nobody can read it. Resolves with what is held no more. */
  async delete(id: string): Promise<readonly Address[]> {
    const held = this.#bundles.get(id);
    if (!held) return [];
    this.#bundles.delete(id);
    if (held.place instanceof DiskPlace) forgetBundle(id);
    await held.place.delete();
    held.release();
    return [...held.indexes.keys()].filter((address) => !this.#owner(address));
  }

  /** The bytes that a new bundle may take. */
  async room(): Promise<number> {
    try {
      return await roomForParts();
    } catch {
      return this.#memory.free; // this browser stores nothing
    }
  }

  /** True if a tab that is loaded again finds the bundle. */
  isOnDisk(id: string): boolean {
    return this.#bundles.get(id)?.place instanceof DiskPlace;
  }

  /** The parts of bundles that others may know of, the newest bundle first. */
  async addresses(): Promise<readonly Address[]> {
    const known = [...this.#bundles.values()].filter(({ session }) => session.of);
    return known.toReversed().flatMap(({ addresses }) => [...addresses.values()]);
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const held = this.#owner(address);
    const index = held?.indexes.get(address);
    return index === undefined ? undefined : await held?.place.range(index, from, length);
  }

  #rename(held: Held, change: Partial<SessionBundle>): void {
    const session = { ...held.session, ...change };
    if (held.place instanceof DiskPlace) nameBundle(session);
    this.#bundles.set(session.id, { ...held, session });
  }

  async #take(bytes: number): Promise<void> {
    if (this.#free < bytes) this.#free = await makeRoomForParts(this.#now(), bytes);
    if (this.#free < bytes) throw new DiskFullError(`expected ${bytes} free bytes on the disk`);
    this.#free -= bytes;
  }

  #owner(address: Address): Held | undefined {
    return [...this.#bundles.values()].find(({ indexes }) => indexes.has(address));
  }

  async #placeOf(session: SessionBundle, share: Bytes | undefined): Promise<PartsPlace> {
    try {
      nameBundle(session);
      const place = new DiskPlace({ ...session, now: this.#now });
      await place.setShare(share);
      return place;
    } catch (error) {
      console.warn(error);
      forgetBundle(session.id);
      return new MemoryPlace(this.#memory);
    }
  }

  async #restore(session: SessionBundle): Promise<void> {
    const release = holdParts(session.id);
    const place = new DiskPlace({ ...session, now: this.#now });
    try {
      const parts = await place.parts();
      const held = this.#add(session, place, release);
      for (const { index, address } of parts) note(held, index, address);
      // Another tab may have needed the room.
      if (parts.length === 0 && !(await place.share())) await this.delete(session.id);
    } catch (error) {
      console.warn(error);
      release();
    }
  }

  #add(session: SessionBundle, place: PartsPlace, release = holdParts(session.id)): Held {
    const held = { session, place, addresses: new Map(), indexes: new Map(), release };
    this.#bundles.set(session.id, held);
    return held;
  }
}

function note({ addresses, indexes }: Held, index: number, address: Address): void {
  addresses.set(index, address);
  indexes.set(address, index);
}

/** All that one keeper keeps: the orders, and the pages that are here. Orders change one after the other. */
import type {
  KeeperLedger,
  KeepOrder,
  KeptState,
  PageRange,
  PageSource,
} from '../../client/index.ts';
import type { Address } from '../../protocol/index.ts';
import { isOver, mergedOrder, pagesOf } from './keep-order.ts';
import { KeepFolder } from './keep-folder.ts';
import { addressOfFile, isLoss, readSlice } from './page-bytes.ts';

export interface KeptPagesDeps {
  readonly folder: KeepFolder;
  readonly maxBytes: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Pages are asked for and not here: new ones, or ones whose bytes were bad. */
  readonly onMissing?: (addresses: readonly Address[]) => void;
  readonly onArrived?: (address: Address) => void;
  /** Pages are not here any more. */
  readonly onGone?: (addresses: readonly Address[]) => void;
}

interface Entry {
  /** The orders that it belongs to. */
  readonly orders: Set<Address>;
  /** The length of the page; undefined while it is not here. */
  bytes: number | undefined;
  /** Settles when the bytes on the disk were compared with the address since the start. */
  isSound?: Promise<boolean>;
}

export class KeptPages implements PageSource, KeeperLedger {
  readonly #deps: KeptPagesDeps;
  readonly #orders = new Map<Address, KeepOrder>();
  readonly #entries = new Map<Address, Entry>();
  #turn: Promise<unknown> = Promise.resolve();
  #usedBytes = 0;
  #pages = 0;
  /** The orders that could not be read at the start. */
  damaged = 0;

  private constructor(deps: KeptPagesDeps) {
    this.#deps = deps;
  }

  static async open(deps: KeptPagesDeps): Promise<KeptPages> {
    const kept = new KeptPages(deps);
    const { orders, pages, damaged } = await deps.folder.scan();
    kept.damaged = damaged;
    for (const order of orders) kept.#add(order);
    for (const [address, bytes] of pages) kept.#arrived(kept.#entries.get(address), bytes);
    for (const order of orders) kept.#settleRoom(order.address);
    await kept.expire();
    return kept;
  }

  get pages(): number {
    return this.#pages;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get maxBytes(): number {
    return this.#deps.maxBytes;
  }

  get orders(): Iterable<KeepOrder> {
    return this.#orders.values();
  }

  state(address: Address): KeptState {
    const order = this.#orders.get(address);
    if (!order || isOver(order, this.#deps.now())) return 'none';
    return pagesOf(order).every((page) => this.has(page)) ? 'kept' : 'coming';
  }

  has(address: Address): boolean {
    return this.#entries.get(address)?.bytes !== undefined;
  }

  /** The pages that are asked for and not here. */
  missing(): readonly Address[] {
    return [...this.#entries].filter(([, { bytes }]) => bytes === undefined).map(([one]) => one);
  }

  /** The most bytes that a page which comes may have; undefined if nobody asks for it any more. */
  roomFor(address: Address): number | undefined {
    let room: number | undefined;
    for (const order of this.#ordersOf(address)) {
      room = Math.max(room ?? 0, order.bytes - this.#bytesHere(order));
    }
    return room;
  }

  relayOf(address: Address): string | undefined {
    return this.#ordersOf(address)[0]?.relay;
  }

  async keep(order: KeepOrder): Promise<KeptState> {
    return await this.#inTurn(async () => {
      if (isOver(order, this.#deps.now())) return 'none';
      const before = this.#orders.get(order.address);
      const wanted = before ? mergedOrder(before, order) : order;
      const more = wanted.bytes - (before?.bytes ?? 0);
      // A page that is here has its true length; what a device says of it takes no more room.
      if (before && this.state(order.address) === 'kept') {
        await this.#replace(before, { ...wanted, parts: before.parts, bytes: before.bytes });
        return 'kept';
      }
      if (this.#usedBytes + more > this.maxBytes) return 'no-room';
      await this.#replace(before, wanted);
      this.#deps.onMissing?.(pagesOf(wanted).filter((page) => !this.has(page)));
      return this.state(order.address);
    });
  }

  async release(addresses: readonly Address[], by?: string): Promise<void> {
    await this.#inTurn(async () => {
      for (const address of addresses) {
        const order = this.#orders.get(address);
        if (!order) continue;
        const others = by === undefined ? [] : order.by.filter((device) => device !== by);
        if (others.length === 0) await this.#delete(order);
        else await this.#replace(order, { ...order, by: others });
      }
    });
  }

  /** Deletes every order that contains this page, which cannot be kept. */
  async refuse(address: Address): Promise<void> {
    await this.release(this.#ordersOf(address).map((order) => order.address));
  }

  /** Deletes the orders whose end has come. */
  async expire(): Promise<void> {
    const now = this.#deps.now();
    const over = [...this.#orders.values()].filter((order) => isOver(order, now));
    if (over.length > 0) await this.release(over.map(({ address }) => address));
  }

  /** Takes a page whose part is whole and verified. Nothing happens if nobody asks for it any more. */
  async place(address: Address, bytes: number): Promise<void> {
    await this.#inTurn(async () => {
      const entry = this.#entries.get(address);
      if (!entry || entry.bytes !== undefined) return;
      await this.#deps.folder.placePage(address);
      entry.isSound = Promise.resolve(true);
      this.#arrived(entry, bytes);
      for (const order of this.#ordersOf(address)) this.#settleRoom(order.address);
    });
    if (this.has(address)) this.#deps.onArrived?.(address);
  }

  async addresses(): Promise<readonly Address[]> {
    return [...this.#entries.keys()].filter((address) => this.has(address)).toReversed();
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const total = this.#entries.get(address)?.bytes;
    if (total === undefined || !(await this.isSound(address))) return undefined;
    const wanted = Math.max(0, Math.min(length, total - from));
    try {
      const path = this.#deps.folder.pagePath(address);
      return { total, bytes: await readSlice(path, from, wanted) };
    } catch (error) {
      if (!isLoss(error)) throw error;
      await this.#lose(address);
      return undefined;
    }
  }

  /**
   * Compares the bytes on the disk with the address, once after each start. Bad bytes are deleted, to be fetched again.
   * Rejects where the disk does not give the bytes now: the page stays.
   */
  async isSound(address: Address): Promise<boolean> {
    const entry = this.#entries.get(address);
    if (entry?.bytes === undefined) return false;
    entry.isSound ??= this.#check(address, entry);
    return await entry.isSound;
  }

  /** A page whose bytes were not compared since the start or since `doubt`. */
  doubtful(): Address | undefined {
    for (const [address, { bytes, isSound }] of this.#entries) {
      if (bytes !== undefined && !isSound) return address;
    }
    return undefined;
  }

  /** A disk may lose bytes in time: all pages are compared again. */
  doubt(): void {
    for (const entry of this.#entries.values()) delete entry.isSound;
  }

  async #check(address: Address, entry: Entry): Promise<boolean> {
    try {
      if ((await addressOfFile(this.#deps.folder.pagePath(address))) === address) return true;
    } catch (error) {
      if (!isLoss(error)) {
        delete entry.isSound; // the failure says nothing about the bytes: the next reader looks again
        throw error;
      }
    }
    await this.#lose(address);
    return false;
  }

  async #lose(address: Address): Promise<void> {
    await this.#inTurn(async () => {
      const entry = this.#entries.get(address);
      if (entry?.bytes === undefined) return;
      this.#vanished(entry);
      this.#deps.onGone?.([address]);
      await this.#deps.folder.removePage(address);
      this.#deps.onMissing?.([address]);
    });
  }

  async #replace(before: KeepOrder | undefined, order: KeepOrder): Promise<void> {
    await this.#deps.folder.writeOrder(order);
    if (before) this.#usedBytes -= before.bytes;
    this.#add(order);
  }

  async #delete(order: KeepOrder): Promise<void> {
    await this.#deps.folder.removeOrder(order.address);
    this.#orders.delete(order.address);
    this.#usedBytes -= order.bytes;
    const gone = this.#withdraw(order);
    this.#deps.onGone?.(gone);
    for (const address of gone) await this.#deps.folder.removePage(address);
  }

  #add(order: KeepOrder): void {
    this.#orders.set(order.address, order);
    this.#usedBytes += order.bytes;
    for (const address of pagesOf(order)) {
      const entry = this.#entries.get(address) ?? { orders: new Set(), bytes: undefined };
      entry.orders.add(order.address);
      this.#entries.set(address, entry);
    }
  }

  /** Forgets the pages that belong to no other order, and returns them. */
  #withdraw(order: KeepOrder): readonly Address[] {
    const gone: Address[] = [];
    for (const address of pagesOf(order)) {
      const entry = this.#entries.get(address);
      if (!entry?.orders.delete(order.address) || entry.orders.size > 0) continue;
      this.#vanished(entry);
      this.#entries.delete(address);
      gone.push(address);
    }
    return gone;
  }

  /** Once all pages of an order are here, it takes the room that they have. */
  #settleRoom(address: Address): void {
    const order = this.#orders.get(address);
    if (!order || this.state(address) !== 'kept') return;
    const bytes = this.#bytesHere(order);
    this.#usedBytes += bytes - order.bytes;
    this.#orders.set(address, { ...order, bytes });
  }

  #bytesHere(order: KeepOrder): number {
    return pagesOf(order).reduce((sum, page) => sum + (this.#entries.get(page)?.bytes ?? 0), 0);
  }

  #ordersOf(address: Address): readonly KeepOrder[] {
    const orders = this.#entries.get(address)?.orders ?? [];
    return [...orders].flatMap((order) => this.#orders.get(order) ?? []);
  }

  #arrived(entry: Entry | undefined, bytes: number): void {
    if (!entry || entry.bytes !== undefined) return;
    entry.bytes = bytes;
    this.#pages += 1;
  }

  #vanished(entry: Entry): void {
    if (entry.bytes !== undefined) this.#pages -= 1;
    entry.bytes = undefined;
    delete entry.isSound;
  }

  async #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => {});
    return await result;
  }
}

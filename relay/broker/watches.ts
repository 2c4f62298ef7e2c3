import type { Address } from '../protocol/address.ts';
import { ADDRESSES_PER_MESSAGE, COUNTS_MAX_MS, COUNTS_MIN_MS } from '../protocol/limits.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Peer } from './peer.ts';
import type { Swarms } from './swarm.ts';

interface Audience {
  readonly watchers: Set<Peer>;
  /** The count that all watchers know, and when they were last told. */
  told: number;
  toldAt: Millis;
}

interface Owed {
  readonly peer: Peer;
  readonly address: Address;
}

/** Changes within this time go into one message. */
const TOGETHER_MS = 20;

/** A reader that is being served gets no count before this time. */
const OWED_MS = 50;

/** No count: the watchers know different ones. */
const UNTOLD = -1;

/** Owns all watches. A peer gets one message for all counts that changed; large audiences get fewer messages. */
export class Watches {
  readonly #audiences = new Map<Address, Audience>();
  readonly #changed = new Set<Address>();
  /** The time at which the first change may be sent. */
  #dueAt: Millis = Infinity;
  /** Counts of other relays. */
  readonly #elsewhere = new Map<Address, number>();
  /** Readers to tell a count in the round after next, if they still want the page then. */
  #owed: Owed[] = [];
  #ripe: Owed[] = [];
  #ripeAt: Millis = 0;
  readonly #swarms: Swarms;
  readonly #outbox: Outbox;

  constructor(swarms: Swarms, outbox: Outbox) {
    this.#swarms = swarms;
    this.#outbox = outbox;
  }

  get size(): number {
    return this.#audiences.size;
  }

  /** The next time to tell counts; Infinity while there are none to tell. */
  get nextAt(): Millis {
    return Math.min(
      this.#dueAt,
      this.#owed.length + this.#ripe.length > 0 ? this.#ripeAt : Infinity,
    );
  }

  add(peer: Peer, addresses: readonly Address[], now: Millis): void {
    for (const address of addresses) {
      if (!peer.watches.has(address)) peer.account?.quotas.watches.take();
      peer.watches.add(address);
      this.#admit(peer, address, now);
    }
    this.tell(peer, addresses);
  }

  remove(peer: Peer, addresses: Iterable<Address>): void {
    for (const address of addresses) {
      if (peer.watches.delete(address)) peer.account?.quotas.watches.giveBack();
      const audience = this.#audiences.get(address);
      audience?.watchers.delete(peer);
      if (audience?.watchers.size === 0) {
        this.#audiences.delete(address);
        this.#changed.delete(address);
        this.#outbox.changed(address);
      }
    }
  }

  /** Sends the counts of these addresses to one peer now. */
  tell(peer: Peer, addresses: readonly Address[]): void {
    const counts = addresses.map((address) => [address, this.#count(address)] as const);
    for (const [address, count] of counts) {
      const audience = peer.watches.has(address) ? this.#audiences.get(address) : undefined;
      // This watcher now knows another count than the rest: the next round must tell all of them.
      if (audience && audience.told !== count) audience.told = UNTOLD;
    }
    this.#send(peer, counts);
  }

  /** Tells a reader the count of an address later, unless it has the page by then. */
  owe(peer: Peer, address: Address, now: Millis): void {
    if (this.#owed.length + this.#ripe.length === 0) this.#ripeAt = now + OWED_MS;
    this.#owed.push({ peer, address });
  }

  isWatched(address: Address): boolean {
    return this.#audiences.has(address);
  }

  /** `count` peers of other relays hold the address now. */
  elsewhere(address: Address, count: number): void {
    if (count > 0) this.#elsewhere.set(address, count);
    else this.#elsewhere.delete(address);
    this.changed(address);
  }

  /** A seeder came or went. */
  changed(address: Address): void {
    const audience = this.#audiences.get(address);
    if (!audience || this.#changed.has(address)) return;
    this.#changed.add(address);
    this.#dueAt = Math.min(this.#dueAt, audience.toldAt + Math.max(TOGETHER_MS, pauseMs(audience)));
  }

  #count(address: Address): number {
    return this.#swarms.seeders(address) + (this.#elsewhere.get(address) ?? 0);
  }

  #admit(peer: Peer, address: Address, now: Millis): void {
    const audience = this.#audiences.get(address);
    if (audience) return void audience.watchers.add(peer);
    this.#outbox.changed(address);
    const told = this.#count(address);
    this.#audiences.set(address, { watchers: new Set([peer]), told, toldAt: now });
  }

  tick(now: Millis): void {
    if (this.#owed.length + this.#ripe.length > 0 && now >= this.#ripeAt) this.#payOwed(now);
    this.#dueAt = Infinity;
    if (this.#changed.size === 0) return;
    const counts = new Map<Peer, [Address, number][]>();
    for (const address of this.#changed) this.#collect(address, counts, now);
    for (const [peer, changes] of counts) this.#send(peer, changes);
  }

  #payOwed(now: Millis): void {
    for (const { peer, address } of this.#ripe) {
      if (peer.wants.has(address)) this.tell(peer, [address]);
    }
    this.#ripe = this.#owed;
    this.#owed = [];
    this.#ripeAt = now + OWED_MS;
  }

  #collect(address: Address, counts: Map<Peer, [Address, number][]>, now: Millis): void {
    const audience = this.#audiences.get(address);
    const dueAt = audience ? audience.toldAt + pauseMs(audience) : -Infinity;
    if (dueAt > now) this.#dueAt = Math.min(this.#dueAt, dueAt);
    if (!audience || dueAt > now) return;
    this.#changed.delete(address);
    const count = this.#count(address);
    if (count === audience.told) return;
    audience.told = count;
    audience.toldAt = now;
    for (const peer of audience.watchers) {
      const changes = counts.get(peer);
      if (changes) changes.push([address, count]);
      else counts.set(peer, [[address, count]]);
    }
  }

  #send(peer: Peer, changes: readonly (readonly [Address, number])[]): void {
    if (peer.isAway) return; // it gets all counts when it is back
    for (let i = 0; i < changes.length; i += ADDRESSES_PER_MESSAGE) {
      const counts: Record<Address, number> = Object.fromEntries(
        changes.slice(i, i + ADDRESSES_PER_MESSAGE),
      );
      this.#outbox.send(peer.id, { type: 'seeders', counts });
    }
  }
}

function pauseMs({ watchers }: Audience): number {
  return Math.min(COUNTS_MAX_MS, Math.max(COUNTS_MIN_MS, watchers.size));
}

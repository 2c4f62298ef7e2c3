import type { Millis } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import { ADDRESSES_PER_MESSAGE } from '../../protocol/limits.ts';
import type { Member } from './member.ts';
import { type Ask, type Counts, encodePayload } from './payloads.ts';
import { ASK, type NodeId, nodeSubject } from './subjects.ts';

interface Count {
  readonly count: number;
  readonly heardAt: Millis;
}

interface Watched {
  readonly counts: Map<NodeId, Count>;
  /** The sum that the broker got last. */
  sum: number;
  askedAt: Millis;
}

/** A new question waits this long for others to go with it. */
const ROUND_MS = 40;
/** Each address is asked about again after this time, or later if there are more than this many for a second. */
const AGAIN_MS = 5_000;
const ADDRESSES_PER_SECOND = 500;

/**
 * The numbers of holders on other relays for the pages watched here. No count is kept for ever: relays publish counts
 * when they change, this one asks again in turn, and it forgets a count that was not repeated or whose relay is gone.
 */
export class SeederCounts {
  readonly #member: Member;
  readonly #watched = new Map<Address, Watched>();
  readonly #unasked = new Set<Address>();
  #roundAt: Millis = 0;
  #credit = 0;
  #tickedAt: Millis = 0;

  constructor(member: Member) {
    this.#member = member;
  }

  get size(): number {
    return this.#watched.size;
  }

  has(address: Address): boolean {
    return this.#watched.has(address);
  }

  /** When to ask about something. */
  get nextAt(): Millis {
    if (!this.#member.bus.isUp) return Infinity;
    if (this.#unasked.size > 0) return this.#roundAt;
    for (const { askedAt } of this.#watched.values()) {
      return Math.max(this.#roundAt, askedAt + AGAIN_MS); // the first was asked about longest ago
    }
    return Infinity;
  }

  update(address: Address, isWatched: boolean): void {
    const watched = this.#watched.get(address);
    if (isWatched && !watched) {
      this.#watched.set(address, { counts: new Map(), sum: 0, askedAt: 0 });
      this.#unasked.add(address);
    } else if (!isWatched && watched) {
      this.#watched.delete(address);
      this.#unasked.delete(address);
      if (watched.sum > 0) this.#member.home.elsewhere(address, 0);
    }
  }

  /** This many peers of that relay hold the address. */
  onCount(address: Address, node: NodeId, count: number): void {
    const watched = this.#watched.get(address);
    if (!watched) return;
    if (count > 0) watched.counts.set(node, { count, heardAt: this.#member.now() });
    else watched.counts.delete(node);
    this.#add(address, watched);
  }

  onCounts({ node, counts }: Counts): void {
    // The keys were found to be addresses when it was parsed.
    for (const address of Object.keys(counts) as Address[]) {
      this.onCount(address, node, counts[address] ?? 0);
    }
  }

  /** Another relay would like to know. */
  onAsk({ node, addresses }: Ask): void {
    const { bus, home, node: self } = this.#member;
    const held: [Address, number][] = [];
    for (const address of addresses) {
      const { holders } = home.supplyOf(address);
      if (holders > 0) held.push([address, holders]);
    }
    if (held.length === 0) return;
    const counts: Counts['counts'] = Object.fromEntries(held);
    bus.publish(nodeSubject(node, 'counts'), encodePayload({ type: 'counts', node: self, counts }));
  }

  forget(node: NodeId): void {
    for (const [address, watched] of this.#watched) {
      if (watched.counts.delete(node)) this.#add(address, watched);
    }
  }

  /** Something may have been missed. */
  refresh(): void {
    for (const address of this.#watched.keys()) this.#unasked.add(address);
  }

  tick(now: Millis): void {
    const gained = (ADDRESSES_PER_SECOND / 1_000) * (now - this.#tickedAt);
    this.#credit = Math.min(ADDRESSES_PER_MESSAGE, this.#credit + gained);
    this.#tickedAt = now;
    if (now < this.#roundAt || !this.#member.bus.isUp) return;
    this.#roundAt = now + ROUND_MS;
    this.#askNew(now);
    this.#askAgain(now);
  }

  #askNew(now: Millis): void {
    const addresses = [...this.#unasked].slice(0, ADDRESSES_PER_MESSAGE);
    for (const address of addresses) this.#unasked.delete(address);
    this.#ask(addresses, now);
  }

  /** In turn, as far as the rate allows: the one asked longest ago is the first. */
  #askAgain(now: Millis): void {
    const addresses: Address[] = [];
    for (const [address, { askedAt }] of this.#watched) {
      if (addresses.length + 1 > this.#credit || now - askedAt < AGAIN_MS) break;
      addresses.push(address);
    }
    this.#credit -= addresses.length;
    for (const address of addresses) this.#expire(address, now);
    this.#ask(addresses, now);
  }

  /** A count that the last answer did not repeat is no longer true. */
  #expire(address: Address, now: Millis): void {
    const watched = this.#watched.get(address);
    if (!watched) return;
    for (const [node, { heardAt }] of watched.counts) {
      if (heardAt < watched.askedAt && now - heardAt > AGAIN_MS) watched.counts.delete(node);
    }
    this.#add(address, watched);
  }

  #ask(addresses: readonly Address[], now: Millis): void {
    if (addresses.length === 0) return;
    const { bus, node } = this.#member;
    for (const address of addresses) {
      const watched = this.#watched.get(address);
      if (!watched) continue;
      watched.askedAt = now;
      // The last now, so that the first is always the one to ask about next.
      this.#watched.delete(address);
      this.#watched.set(address, watched);
    }
    bus.publish(ASK, encodePayload({ type: 'ask', node, addresses }));
  }

  #add(address: Address, watched: Watched): void {
    let sum = 0;
    for (const { count } of watched.counts.values()) sum += count;
    if (sum === watched.sum) return;
    watched.sum = sum;
    this.#member.home.elsewhere(address, sum);
  }
}

import type { Address } from '../protocol/address.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import { type RelayLimits, PATIENCE_MS } from '../protocol/limits.ts';
import { Delivery } from './delivery.ts';
import type { Ending, Millis, Outbox, TransferId } from './effects.ts';
import { Feeding } from './feeding.ts';
import type { Peer } from './peers.ts';
import { Placing, someHaveSlot } from './placing.ts';
import { Standings } from './standings.ts';
import type { Swarm, Swarms } from './swarms.ts';
import { isFull, outstanding, type Transfer } from './transfer.ts';
import { Transfers } from './transfers.ts';

export interface ExchangeDeps {
  readonly limits: RelayLimits;
  readonly random: () => number;
  readonly swarms: Swarms;
  readonly outbox: Outbox;
  /** Takes a seeder out of the indexes. */
  readonly removeSeeder: (peer: Peer, address: Address) => void;
  /** Closes a peer's connection; it is gone once the input at hand has been handled. */
  readonly expel: (peer: Peer, code: CloseCode, reason: string) => void;
}

/** Brings wants and seeders together whenever one comes, leaves, fails or has taken what was sent. */
export class Exchange {
  readonly #swarms: Swarms;
  readonly #outbox: Outbox;
  readonly #standings = new Standings();
  readonly #transfers: Transfers;
  readonly #feeding: Feeding;
  readonly #delivery: Delivery;
  readonly #placing: Placing;

  constructor({ limits, random, swarms, outbox, removeSeeder, expel }: ExchangeDeps) {
    this.#swarms = swarms;
    this.#outbox = outbox;
    this.#transfers = new Transfers(outbox, limits.keptBytes);
    this.#feeding = new Feeding(this.#standings, outbox, random);
    this.#placing = new Placing({
      swarms,
      outbox,
      transfers: this.#transfers,
      feeding: this.#feeding,
      feed: (transfer, now) => this.#feed(transfer, now),
      serve: (swarm, now) => this.#serve(swarm, now),
    });
    this.#delivery = new Delivery({
      limits,
      swarms,
      outbox,
      transfers: this.#transfers,
      standings: this.#standings,
      feeding: this.#feeding,
      expel,
      removeSeeder: (peer, address, now) => {
        removeSeeder(peer, address);
        this.lost(peer, now);
      },
      rested: (peer, now) => this.comeBack(peer, now),
      restart: (transfer, now) => this.#restart(transfer, 'corrupt', now),
      freed: (swarm, readers, now) => {
        for (const reader of readers) this.#placing.placeDeferred(reader, now);
        this.#askReaders(swarm, readers, now);
      },
    });
  }

  get transfers(): Pick<Transfers, 'size' | 'values'> {
    return this.#transfers;
  }

  /** Says whether the peer became a seeder by this. */
  have(peer: Peer, address: Address, now: Millis): boolean {
    const isNew = !peer.haves.has(address);
    const isRenewed = this.#standings.renew(peer, address, now);
    if (!isNew && !isRenewed) return false;
    const swarm = isNew ? this.#swarms.addSeeder(peer, address) : this.#swarms.join(address);
    this.#offer(swarm, peer, now);
    return isNew;
  }

  /** The peer stopped seeding some of what it was asked for. */
  lost(peer: Peer, now: Millis): void {
    for (const transfer of [...peer.feeding]) {
      if (peer.haves.has(transfer.address)) continue;
      if (outstanding(transfer) > 0) this.#standings.fail(peer, transfer.address, now);
      this.#feed(transfer, now);
    }
  }

  /** The peer's connection was lost: others go on for it, and its wants wait until it is back. */
  leave(peer: Peer, now: Millis): void {
    peer.deferred.clear();
    for (const address of peer.wants) {
      const swarm = this.#swarms.get(address);
      const transfer = swarm?.reading.get(peer);
      if (!swarm || !transfer) continue;
      this.#swarms.wait(peer, swarm, 0);
      this.#part(transfer, swarm, peer, now);
    }
    for (const transfer of [...peer.feeding]) this.#feed(transfer, now);
  }

  /** The peer is back, and may be asked again for what it has. */
  comeBack(peer: Peer, now: Millis): void {
    for (const swarm of this.#swarms.wantedOf(peer)) this.#offer(swarm, peer, now);
  }

  /** Ends every want of an address, and says whose they were. */
  block(address: Address): Peer[] {
    const swarm = this.#swarms.get(address);
    if (!swarm) return [];
    const readers = [...swarm.waiting.keys(), ...swarm.reading.keys()];
    for (const transfer of [...swarm.transfers]) this.#end(transfer, swarm, 'blocked');
    for (const reader of readers) {
      this.#swarms.removeReader(reader, swarm);
      reader.deferred.delete(address);
    }
    return readers;
  }

  /** Returns the swarm in which the peer waits or reads from now on. */
  want(peer: Peer, address: Address, from: number, now: Millis): Swarm {
    const before = peer.wants.has(address) ? this.#swarms.get(address) : undefined;
    if (before) this.#unread(peer, before, now);
    const swarm = this.#swarms.join(address); // another one where only this peer was in it
    this.#swarms.wait(peer, swarm, from);
    this.#placing.place(swarm, peer, from, now);
    for (const transfer of [...peer.feeding]) {
      if (transfer.address === address) this.#feed(transfer, now); // by another [W6]
    }
    return swarm;
  }

  unwant(peer: Peer, address: Address, now: Millis): void {
    const swarm = this.#swarms.get(address);
    if (!swarm || !peer.wants.has(address)) return;
    this.#unread(peer, swarm, now);
    if (peer.haves.has(address)) this.#placing.expect(swarm, now); // may be asked again [W6]
  }

  #unread(peer: Peer, swarm: Swarm, now: Millis): void {
    const transfer = swarm.reading.get(peer);
    this.#swarms.removeReader(peer, swarm);
    peer.deferred.delete(swarm.address);
    if (!transfer) return;
    this.#part(transfer, swarm, peer, now);
    this.#placing.placeDeferred(peer, now);
  }

  /** Peers that got a page may be asked for it from now on, where they have announced it. */
  #askReaders(swarm: Swarm, readers: readonly Peer[], now: Millis): void {
    if (swarm.waiting.size + swarm.transfers.size === 0) return;
    const isProven = swarm.starvedUntil > now; // whoever delivered this may be asked again
    if (isProven || readers.some(({ haves }) => haves.has(swarm.address))) this.#serve(swarm, now);
  }

  /** The peer, who has the page, may be asked for it now or after a while. */
  #offer(swarm: Swarm, peer: Peer, now: Millis): void {
    const from = this.#feeding.peerAskableFrom(peer, swarm.address);
    if (from <= now) this.#serve(swarm, now);
    else this.#placing.expect(swarm, from);
  }

  /** Whether a peer of this relay feeds what this reader reads. */
  isServed(peer: Peer, address: Address): boolean {
    const feed = this.#swarms.get(address)?.reading.get(peer)?.feed;
    return feed?.state === 'fed' && !feed.seeder.isNeighbour;
  }

  disowned(peer: Peer, address: Address, now: Millis): void {
    this.#delivery.disowned(peer, address, now);
  }

  content(peer: Peer, header: FrameHeader, now: Millis): void {
    this.#delivery.content(peer, header, now);
  }

  verified(transfer: TransferId, matches: boolean, now: Millis): void {
    this.#delivery.verified(transfer, matches, now);
  }

  drained(peer: Peer, unsent: number, now: Millis): void {
    const wasFull = isFull(peer);
    peer.unsent = unsent;
    if (!wasFull || isFull(peer)) return;
    for (const transfer of peer.reading) this.#feeding.pump(transfer, now);
    this.#placing.placeDeferred(peer, now);
  }

  tick(now: Millis): void {
    for (const transfer of [...this.#transfers.values()]) {
      const swarm = this.#swarms.get(transfer.address);
      if (!swarm?.transfers.has(transfer)) continue;
      if (this.#feeding.tick(transfer, swarm, now) === 'suspects') {
        this.#restart(transfer, 'unproven', now);
      } else if (transfer.stalledSince !== undefined) this.#unstall(transfer, swarm, now);
    }
    this.#placing.tick(now);
  }

  /** Somebody new may be asked: transfers without a good seeder first, then readers without a transfer. */
  #serve(swarm: Swarm, now: Millis): void {
    if (swarm.waiting.size + swarm.transfers.size === 0) return;
    swarm.endStarving();
    for (const transfer of [...swarm.transfers]) {
      if (!swarm.transfers.has(transfer)) continue;
      if (transfer.feed.state === 'orphaned') this.#feed(transfer, now);
      else if (this.#feeding.relieve(transfer, swarm, now) === 'suspects') {
        this.#restart(transfer, 'unproven', now);
      }
    }
    for (const [peer, from] of [...swarm.waiting]) {
      if (swarm.waiting.has(peer)) this.#placing.place(swarm, peer, from, now);
    }
  }

  #feed(transfer: Transfer, now: Millis): void {
    const swarm = this.#swarms.get(transfer.address);
    if (!swarm) return;
    this.#feeding.leave(transfer);
    if (!someHaveSlot(transfer.readers)) return this.#placing.crowd(transfer);
    switch (this.#feeding.feed(transfer, swarm, now)) {
      case 'fed':
        return;
      case 'suspects':
        return this.#restart(transfer, 'unproven', now);
      case 'nobody':
        this.#transfers.release(transfer);
        this.#placing.starve(swarm, now);
    }
  }

  #restart(transfer: Transfer, why: Ending, now: Millis): void {
    const { address, received } = transfer;
    const swarm = this.#swarms.join(address);
    const readers = [...transfer.readers];
    this.#end(transfer, swarm, why);
    for (const reader of readers) {
      if (received > 0) this.#outbox.send(reader.id, { type: 'corrupt', address });
      this.#swarms.wait(reader, swarm, 0);
    }
    this.#serve(swarm, now);
  }

  #unstall(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const laggards = [...transfer.readers].filter(isFull);
    if (laggards.length === 0) return this.#feeding.pump(transfer, now);
    if (laggards.length === transfer.readers.size) transfer.stalledSince = undefined;
    else if (now - (transfer.stalledSince ?? now) >= PATIENCE_MS) {
      this.#fork(transfer, swarm, laggards, now);
    }
  }

  /** Readers that lag behind go on by a transfer of their own, so that the others need not wait. [T8] */
  #fork(transfer: Transfer, swarm: Swarm, laggards: readonly Peer[], now: Millis): void {
    const fork = this.#transfers.fork(transfer, swarm);
    for (const reader of laggards) {
      this.#transfers.part(transfer, reader);
      this.#transfers.join(fork, swarm, reader, fork.received);
    }
    this.#feed(fork, now);
    this.#feeding.pump(transfer, now);
  }

  #part(transfer: Transfer, swarm: Swarm, peer: Peer, now: Millis): void {
    this.#transfers.part(transfer, peer);
    if (transfer.readers.size === 0) this.#end(transfer, swarm, 'unread');
    else this.#feeding.pump(transfer, now);
  }

  #end(transfer: Transfer, swarm: Swarm, why: Ending): void {
    this.#feeding.leave(transfer);
    this.#transfers.end(transfer, swarm, why);
  }
}

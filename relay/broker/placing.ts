import type { Address } from '../protocol/address.ts';
import { READS_AT_ONCE } from '../protocol/limits.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Feeding } from './feeding.ts';
import type { Peer } from './peers.ts';
import type { Swarm, Swarms } from './swarms.ts';
import { isFull, isOpenTo, type Transfer } from './transfer.ts';
import type { Transfers } from './transfers.ts';

export interface PlacingDeps {
  readonly swarms: Swarms;
  readonly outbox: Outbox;
  readonly transfers: Transfers;
  readonly feeding: Feeding;
  /** Finds a transfer its seeder. */
  readonly feed: (transfer: Transfer, now: Millis) => void;
  /** Somebody new may be asked for an address. */
  readonly serve: (swarm: Swarm, now: Millis) => void;
}

/** Finds each reader its transfer; knows which have to wait, for room on their connection or for somebody to ask. */
export class Placing {
  readonly #deps: PlacingDeps;
  /** Addresses that are wanted and had, but whose seeders may not be asked yet. */
  readonly #starved = new Set<Address>();
  /** Peers of which some wants wait for room. */
  readonly #crowded = new Set<Peer>();

  constructor(deps: PlacingDeps) {
    this.#deps = deps;
  }

  place(swarm: Swarm, peer: Peer, from: number, now: Millis): void {
    const { transfers, feeding, feed, outbox } = this.#deps;
    if (peer.awayUntil !== undefined) return;
    if (!hasRoom(peer)) {
      peer.deferred.add(swarm.address);
      this.#crowded.add(peer);
      return;
    }
    for (const transfer of swarm.transfers) {
      if (isOpenTo(transfer, from)) return transfers.join(transfer, swarm, peer, from);
    }
    if (!feeding.hasSeeder(swarm, now)) {
      outbox.changed(swarm.address); // it may have been without room before
      if (swarm.isHeld) this.starve(swarm.address);
      return;
    }
    const transfer = transfers.open(swarm, from);
    transfers.join(transfer, swarm, peer, from);
    feed(transfer, now);
  }

  /** The peer may have room again. */
  placeDeferred(peer: Peer, now: Millis): void {
    for (const address of [...peer.deferred]) {
      if (!hasRoom(peer)) return;
      const swarm = this.#deps.swarms.get(address);
      const from = swarm?.waiting.get(peer);
      peer.deferred.delete(address);
      if (swarm && from !== undefined) this.place(swarm, peer, from, now);
    }
  }

  /** Nobody may be asked for the address now; it is looked at again with every tick. */
  starve(address: Address): void {
    this.#starved.add(address);
  }

  tick(now: Millis): void {
    const { swarms, feeding, serve } = this.#deps;
    for (const address of [...this.#starved]) {
      const swarm = swarms.get(address);
      if (swarm?.isHeld && !feeding.hasSeeder(swarm, now)) continue;
      this.#starved.delete(address);
      if (swarm) serve(swarm, now);
    }
    // Room comes also where a transfer lost its seeder, started again or was blocked.
    for (const peer of this.#crowded) {
      this.placeDeferred(peer, now);
      if (peer.deferred.size === 0) this.#crowded.delete(peer);
    }
  }
}

/**
 * The byte from which a reader waits who has room and finds nobody of this relay to ask, or only one who is late;
 * undefined where all are served or wait for something else.
 */
export function lackedFrom({ waiting, transfers }: Swarm): number | undefined {
  for (const [peer, from] of waiting) if (isLacking(peer) && hasRoom(peer)) return from;
  for (const { feed, received, readers } of transfers) {
    if (feed.state !== 'fed' && [...readers].some(isLacking)) return received;
  }
  return undefined;
}

/** Whether a peer of this relay wants it. */
export function isWanted({ waiting, reading }: Swarm): boolean {
  for (const readers of [waiting, reading]) {
    for (const { isNeighbour } of readers.keys()) if (!isNeighbour) return true;
  }
  return false;
}

/** What neighbours lack is for them to find. */
function isLacking({ awayUntil, isNeighbour }: Peer): boolean {
  return awayUntil === undefined && !isNeighbour;
}

/** Whether another transfer to this peer may run; the rest of its wants wait until one ends or it has drained. */
function hasRoom(peer: Peer): boolean {
  return !isFull(peer) && hasSlot(peer);
}

/** Transfers that nobody feeds take no slot: what they wait for may never come. [T10] */
function hasSlot({ reading }: Peer): boolean {
  if (reading.size < READS_AT_ONCE) return true;
  let fed = 0;
  for (const { feed } of reading) if (feed.state !== 'orphaned') fed += 1;
  return fed < READS_AT_ONCE;
}

export function someHaveSlot(peers: Iterable<Peer>): boolean {
  for (const peer of peers) if (hasSlot(peer)) return true;
  return false;
}

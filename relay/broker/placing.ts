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
  /** Swarms that somebody may be asked for after a while. */
  readonly #starved = new Set<Swarm>();
  /** Peers of which some wants wait for room. */
  readonly #crowded = new Set<Peer>();
  /** Peers of which some transfers wait for a slot to be fed in. */
  readonly #slotless = new Set<Peer>();

  constructor(deps: PlacingDeps) {
    this.#deps = deps;
  }

  place(swarm: Swarm, peer: Peer, from: number, now: Millis): void {
    const { transfers, feed, outbox } = this.#deps;
    if (peer.awayUntil !== undefined) return;
    if (!hasRoom(peer)) {
      peer.deferred.add(swarm.address);
      this.#crowded.add(peer);
      return;
    }
    for (const transfer of swarm.transfers) {
      if (isOpenTo(transfer, from)) return transfers.join(transfer, swarm, peer, from);
    }
    this.starve(swarm, now);
    if (swarm.starvedUntil > now) {
      return outbox.changed(swarm.address); // it may have been without room before
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

  /** The swarm starves where nobody may be asked now: who has the page is not looked at again before somebody may. */
  starve(swarm: Swarm, now: Millis): void {
    if (swarm.starvedUntil > now) return;
    const from = this.#deps.feeding.askableFrom(swarm, now);
    if (from > now) this.#starveUntil(swarm, from);
  }

  /** Somebody may be asked for the page from then on. */
  expect(swarm: Swarm, from: Millis): void {
    if (from < swarm.starvedUntil) this.#starveUntil(swarm, from);
  }

  /** None of a transfer's readers has a slot for it. */
  crowd({ readers }: Transfer): void {
    for (const reader of readers) this.#slotless.add(reader);
  }

  tick(now: Millis): void {
    for (const swarm of this.#starved) {
      if (swarm.starvedUntil > now) continue;
      this.#starved.delete(swarm);
      if (swarm.isStarved) this.#deps.serve(swarm, now);
    }
    for (const peer of [...this.#slotless]) this.#feedOrphans(peer, now);
    // Room comes also where a transfer lost its seeder, started again or was blocked.
    for (const peer of this.#crowded) {
      this.placeDeferred(peer, now);
      if (peer.deferred.size === 0) this.#crowded.delete(peer);
    }
  }

  #starveUntil(swarm: Swarm, until: Millis): void {
    swarm.starve(until);
    if (until < Infinity) this.#starved.add(swarm);
  }

  #feedOrphans(peer: Peer, now: Millis): void {
    let slots = freeSlots(peer);
    if (slots <= 0) return;
    this.#slotless.delete(peer);
    for (const transfer of [...peer.reading]) {
      if (transfer.feed.state !== 'orphaned') continue;
      if (slots <= 0) return void this.#slotless.add(peer);
      this.#deps.feed(transfer, now);
      if (isFed(transfer)) slots -= 1;
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
function hasSlot(peer: Peer): boolean {
  return peer.reading.size < READS_AT_ONCE || freeSlots(peer) > 0;
}

function freeSlots({ reading }: Peer): number {
  let free = READS_AT_ONCE;
  for (const transfer of reading) if (isFed(transfer)) free -= 1;
  return free;
}

function isFed({ feed }: Transfer): boolean {
  return feed.state !== 'orphaned';
}

export function someHaveSlot(peers: Iterable<Peer>): boolean {
  for (const peer of peers) if (hasSlot(peer)) return true;
  return false;
}

import type { Address } from '../protocol/address.ts';
import { CRAWL_BYTES, SILENCE_MS, SLOW_BYTES, SLOW_MS } from '../protocol/limits.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Peer } from './peers.ts';
import type { Standings } from './standings.ts';
import type { Swarm } from './swarms.ts';
import { isFull, nextLength, outstanding, type Transfer } from './transfer.ts';

interface Choice {
  readonly address: Address;
  readonly seeders: readonly Peer[];
  readonly except: Peer | undefined;
}

interface Chosen {
  readonly peer: Peer;
  readonly weight: number;
}

/** How looking for a seeder ended; `suspects`: the transfer has to start again. */
type Fed = 'fed' | 'suspects';

/** Of a large swarm so many are looked at, once somebody is found: enough that one client cannot be all of them. */
const LOOKED_AT = 256;

/** The seeders' side of a transfer: whom to ask, for how much, and when to give up on them. */
export class Feeding {
  readonly #standings: Standings;
  readonly #outbox: Outbox;
  readonly #random: () => number;

  constructor(standings: Standings, outbox: Outbox, random: () => number) {
    this.#standings = standings;
    this.#outbox = outbox;
    this.#random = random;
  }

  /**
   * Finds the transfer a seeder. 'suspects': the best that is left is one whose bytes must not be mixed with what came
   * so far, so it has to start again.
   */
  feed(transfer: Transfer, swarm: Swarm, now: Millis): Fed | 'nobody' {
    this.leave(transfer);
    if (this.#isTainted(transfer)) return 'suspects';
    if (swarm.starvedUntil > now) return 'nobody';
    const chosen = this.#pick(swarm, now);
    return chosen ? this.#takeOver(transfer, chosen.peer, now) : 'nobody';
  }

  /** From when on somebody may be asked; Infinity where somebody has to come first, or to come back. */
  askableFrom({ address, seeders, neighbours }: Swarm, now: Millis): Millis {
    let earliest = Infinity;
    for (const peers of [seeders, neighbours]) {
      for (const peer of peers) {
        const from = this.peerAskableFrom(peer, address);
        if (from <= now) return from;
        if (from < earliest) earliest = from;
      }
    }
    return earliest;
  }

  /** From when on this peer may be asked; Infinity while it is away or wants the page itself. */
  peerAskableFrom(peer: Peer, address: Address): Millis {
    if (peer.awayUntil !== undefined || peer.wants.has(address)) return Infinity;
    return this.#standings.askableFrom(peer, address);
  }

  /** Parts a transfer from its seeder. */
  leave(transfer: Transfer): void {
    if (transfer.feed.state === 'orphaned') return;
    transfer.feed.seeder.feeding.delete(transfer);
    transfer.feed = { state: 'orphaned' };
    this.#outbox.changed(transfer.address);
  }

  /** Asks for more where the readers have room for it; notes where only some of them have. */
  pump(transfer: Transfer, now: Millis): void {
    const { feed, readers } = transfer;
    if (feed.state === 'orphaned') return;
    for (const reader of readers) {
      if (isFull(reader)) {
        if (outstanding(transfer) === 0) this.#stall(transfer, now);
        return;
      }
    }
    transfer.stalledSince = undefined;
    const length = nextLength(transfer);
    if (length === 0) return;
    if (outstanding(transfer) === 0) {
      feed.answerBy = now + SILENCE_MS;
      feed.pace = { since: now, received: transfer.received };
    }
    this.#request(feed.seeder, transfer, feed.asked, length);
    feed.asked += length;
  }

  /** Looks for somebody better than a seeder that is silent or slow. */
  tick(transfer: Transfer, swarm: Swarm, now: Millis): Fed {
    const { feed } = transfer;
    if (feed.state === 'orphaned' || outstanding(transfer) === 0) return 'fed';
    if (now >= feed.answerBy) return this.#onSilence(transfer, swarm, now);
    if (now - feed.pace.since < SLOW_MS) return 'fed';
    const moved = transfer.received - feed.pace.received;
    feed.pace = { since: now, received: transfer.received };
    return moved < SLOW_BYTES ? this.#onSlowness(transfer, swarm, moved, now) : 'fed';
  }

  /** A seeder came: it takes over where the present one is late. */
  relieve(transfer: Transfer, swarm: Swarm, now: Millis): Fed {
    return transfer.feed.state === 'late' ? this.#replace(transfer, swarm, now) : 'fed';
  }

  #onSilence(transfer: Transfer, swarm: Swarm, now: Millis): Fed {
    const { feed, address } = transfer;
    if (feed.state === 'orphaned') return 'fed';
    const notBefore = this.#standings.fail(feed.seeder, address, now);
    const replaced = this.#replace(transfer, swarm, now);
    if (transfer.feed !== feed || replaced === 'suspects') return replaced;
    // Nobody else has it: ask again, since the first request may have met a worker that was being restarted.
    feed.state = 'late';
    this.#outbox.changed(address);
    feed.answerBy = notBefore + SILENCE_MS;
    this.#request(feed.seeder, transfer, transfer.received, outstanding(transfer));
    return 'fed';
  }

  /** A slow seeder is better than one who failed more often and, unless it crawls, than a new start. [T7] */
  #onSlowness(transfer: Transfer, swarm: Swarm, moved: number, now: Millis): Fed {
    const { feed, address } = transfer;
    if (feed.state === 'orphaned') return 'fed';
    const other = this.#pick(swarm, now, feed.seeder);
    if (!other) return 'fed';
    this.#standings.lag(feed.seeder, address, now);
    const isWorse = other.weight > this.#standings.weight(feed.seeder, address, now);
    const isWorthIt = moved < CRAWL_BYTES || this.#mayMix(transfer, other.peer);
    return isWorse || !isWorthIt ? 'fed' : this.#takeOver(transfer, other.peer, now);
  }

  /** Another seeder takes over where there is one. */
  #replace(transfer: Transfer, swarm: Swarm, now: Millis): Fed {
    const { feed } = transfer;
    if (feed.state === 'orphaned') return 'fed';
    const other = this.#pick(swarm, now, feed.seeder);
    return other ? this.#takeOver(transfer, other.peer, now) : 'fed';
  }

  /** The peer feeds it from here on; where its bytes must not be mixed with others', the transfer has to start again. */
  #takeOver(transfer: Transfer, peer: Peer, now: Millis): Fed {
    if (!this.#mayMix(transfer, peer)) return 'suspects';
    this.leave(transfer);
    this.#assign(transfer, peer, now);
    return 'fed';
  }

  #assign(transfer: Transfer, seeder: Peer, now: Millis): void {
    const { received } = transfer;
    seeder.feeding.add(transfer);
    transfer.feed = {
      state: 'fed',
      seeder,
      asked: received,
      answerBy: now + SILENCE_MS,
      pace: { since: now, received },
    };
    this.#outbox.changed(transfer.address);
    this.pump(transfer, now);
  }

  #stall(transfer: Transfer, now: Millis): void {
    if (transfer.stalledSince !== undefined || transfer.readers.size === 1) return;
    transfer.stalledSince = now;
    this.#outbox.push({ type: 'stall' });
  }

  #request(seeder: Peer, { address }: Transfer, from: number, length: number): void {
    this.#outbox.send(seeder.id, { type: 'request', address, from, length });
  }

  #mayMix(transfer: Transfer, peer: Peer): boolean {
    if (transfer.fedBy.size === 0) return true;
    return !this.#isTainted(transfer) && !this.#standings.isSuspect(peer, transfer.address);
  }

  /** A suspect fed it: its bytes stay unmixed, so that the outcome proves something. */
  #isTainted({ fedBy, address }: Transfer): boolean {
    for (const peer of fedBy) if (this.#standings.isSuspect(peer, address)) return true;
    return false;
  }

  /** The one who weighs least; of this relay if there is nothing against it. */
  #pick(swarm: Swarm, now: Millis, except?: Peer): Chosen | undefined {
    const { address, seeders, neighbours } = swarm;
    const near = this.#choose({ address, seeders, except }, now);
    if (near?.weight === 0 || neighbours.length === 0) return near;
    const far = this.#choose({ address, seeders: neighbours, except }, now);
    if (!near || !far) return near ?? far;
    return far.weight < near.weight ? far : near;
  }

  /** Of two with nothing against them the less busy; else the one who weighs least. */
  #choose({ address, seeders, except }: Choice, now: Millis): Chosen | undefined {
    const first = Math.floor(this.#random() * seeders.length);
    let best: Chosen | undefined;
    for (let i = 0; i < seeders.length; i++) {
      if (best && i >= LOOKED_AT) return best;
      const peer = seeders[(first + i) % seeders.length];
      if (!peer || peer === except || this.peerAskableFrom(peer, address) > now) continue;
      const weight = this.#standings.weight(peer, address, now);
      const isSecond = weight === 0 && best?.weight === 0;
      if (!best || isBetter(peer, weight, best)) best = { peer, weight };
      if (isSecond) return best;
    }
    return best;
  }
}

function isBetter(peer: Peer, weight: number, than: Chosen): boolean {
  if (weight !== than.weight) return weight < than.weight;
  return peer.feeding.size < than.peer.feeding.size;
}

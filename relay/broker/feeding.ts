import type { Address } from '../protocol/address.ts';
import { SILENCE_MS, SLOW_BYTES, SLOW_MS } from '../protocol/limits.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Peer } from './peers.ts';
import type { Standing, Standings } from './standings.ts';
import type { Swarm } from './swarms.ts';
import { isFull, nextLength, outstanding, type Transfer } from './transfer.ts';

interface Choice {
  readonly address: Address;
  readonly seeders: readonly Peer[];
  readonly who: Candidates;
  readonly except: Peer | undefined;
}

interface Chosen {
  readonly peer: Peer;
  /** 0 for one without a bad standing. */
  readonly failures: number;
}

/** Who may feed a transfer: anyone, or only those whose bytes may be mixed with another's. */
type Candidates = 'anyone' | 'trusted';

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
   * Finds the transfer a seeder. 'suspects': only such are left whose bytes must not be mixed with what came so far,
   * so it has to start again.
   */
  feed(transfer: Transfer, swarm: Swarm, now: Millis): 'fed' | 'nobody' | 'suspects' {
    this.leave(transfer);
    if (this.#isTainted(transfer)) return 'suspects';
    const isFresh = transfer.fedBy.size === 0;
    const seeder = this.#pick(swarm, now, isFresh ? 'anyone' : 'trusted');
    if (seeder) {
      this.#assign(transfer, seeder, now);
      return 'fed';
    }
    return !isFresh && this.#pick(swarm, now, 'anyone') ? 'suspects' : 'nobody';
  }

  /** Whether somebody could be asked for this address now. */
  hasSeeder({ address, seeders, neighbours }: Swarm, now: Millis): boolean {
    const mayBeAsked = (peer: Peer): boolean => {
      if (!this.#mayBeAsked(peer, address, now)) return false;
      const standing = this.#standings.of(peer, address);
      return !standing || mayBeTried(standing, 'anyone', now);
    };
    return seeders.some(mayBeAsked) || neighbours.some(mayBeAsked);
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
        if (outstanding(transfer) === 0) transfer.stalledSince ??= now;
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
  tick(transfer: Transfer, swarm: Swarm, now: Millis): 'fed' | 'suspects' {
    const { feed } = transfer;
    if (feed.state === 'orphaned' || outstanding(transfer) === 0) return 'fed';
    if (now >= feed.answerBy) return this.#onSilence(transfer, swarm, now);
    if (now - feed.pace.since < SLOW_MS) return 'fed';
    const moved = transfer.received - feed.pace.received;
    feed.pace = { since: now, received: transfer.received };
    return moved < SLOW_BYTES ? this.#replace(transfer, swarm, now) : 'fed';
  }

  /** A seeder came: it takes over where the present one is late. */
  relieve(transfer: Transfer, swarm: Swarm, now: Millis): 'fed' | 'suspects' {
    return transfer.feed.state === 'late' ? this.#replace(transfer, swarm, now) : 'fed';
  }

  #onSilence(transfer: Transfer, swarm: Swarm, now: Millis): 'fed' | 'suspects' {
    const { feed } = transfer;
    if (feed.state === 'orphaned') return 'fed';
    this.#standings.fail(feed.seeder, transfer.address, now);
    const replaced = this.#replace(transfer, swarm, now);
    if (transfer.feed !== feed || replaced === 'suspects') return replaced;
    // Nobody else has it: ask again, since the first request may have met a worker that was being restarted.
    feed.state = 'late';
    this.#outbox.changed(transfer.address);
    feed.answerBy =
      (this.#standings.of(feed.seeder, transfer.address)?.notBefore ?? now) + SILENCE_MS;
    this.#request(feed.seeder, transfer, transfer.received, outstanding(transfer));
    return 'fed';
  }

  /** Another seeder takes over where there is one; where only unmixed bytes will do, the transfer has to start again. */
  #replace(transfer: Transfer, swarm: Swarm, now: Millis): 'fed' | 'suspects' {
    const { feed, fedBy, address } = transfer;
    if (feed.state === 'orphaned') return 'fed';
    const other = this.#pick(swarm, now, 'anyone', feed.seeder);
    if (!other) return 'fed';
    const mayMix = !this.#isTainted(transfer) && !this.#isSuspect(other, address);
    if (fedBy.size > 0 && !mayMix) return 'suspects';
    this.leave(transfer);
    this.#assign(transfer, other, now);
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

  #request(seeder: Peer, { address }: Transfer, from: number, length: number): void {
    this.#outbox.send(seeder.id, { type: 'request', address, from, length });
  }

  /** A suspect fed it: its bytes stay unmixed, so that the outcome proves something. */
  #isTainted({ fedBy, address }: Transfer): boolean {
    for (const peer of fedBy) if (this.#isSuspect(peer, address)) return true;
    return false;
  }

  #isSuspect(peer: Peer, address: Address): boolean {
    return this.#standings.of(peer, address)?.trust === 'suspect';
  }

  #mayBeAsked(peer: Peer, address: Address, now: Millis): boolean {
    return (
      peer.awayUntil === undefined && !peer.wants.has(address) && !this.#standings.rests(peer, now)
    );
  }

  /** One without a bad standing, of this relay if possible; else the one that failed least, once its pause is over. */
  #pick(swarm: Swarm, now: Millis, who: Candidates, except?: Peer): Peer | undefined {
    const { address, seeders, neighbours } = swarm;
    const near = this.#choose({ address, seeders, who, except }, now);
    if (near?.failures === 0 || neighbours.length === 0) return near?.peer;
    const far = this.#choose({ address, seeders: neighbours, who, except }, now);
    if (!near || !far) return (near ?? far)?.peer;
    return far.failures < near.failures ? far.peer : near.peer;
  }

  /** Of the good ones the less busy of two, at 0 failures; else the one that failed least. */
  #choose({ address, seeders, who, except }: Choice, now: Millis): Chosen | undefined {
    const first = Math.floor(this.#random() * seeders.length);
    let good: Peer | undefined;
    let last: Chosen | undefined;
    for (let i = 0; i < seeders.length; i++) {
      const peer = seeders[(first + i) % seeders.length];
      if (!peer || peer === except || !this.#mayBeAsked(peer, address, now)) continue;
      const standing = this.#standings.of(peer, address);
      if (!standing) {
        if (good) {
          return { peer: good.feeding.size <= peer.feeding.size ? good : peer, failures: 0 };
        }
        good = peer;
      } else if (mayBeTried(standing, who, now)) {
        const failures = 1 + standing.failures + (standing.trust === 'suspect' ? 1_000 : 0);
        if (!last || failures < last.failures) last = { peer, failures };
      }
    }
    return good ? { peer: good, failures: 0 } : last;
  }
}

function mayBeTried({ trust, notBefore }: Standing, who: Candidates, now: Millis): boolean {
  if (trust === 'shut-out' || notBefore > now) return false;
  return who === 'anyone' || trust === 'unproven';
}

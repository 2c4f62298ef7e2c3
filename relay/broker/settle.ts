import type { Address } from '../protocol/address.ts';
import { CRAWL_BYTES, PATIENCE_MS, SILENCE_MS, SLOW_BYTES, SLOW_MS } from '../protocol/limits.ts';
import { Agenda } from './agenda.ts';
import type { Choice, Chosen } from './choice.ts';
import type { Ending, Millis, Outbox } from './effects.ts';
import type { Flow } from './flow.ts';
import type { Marks } from './marks.ts';
import type { Peer } from './peer.ts';
import type { Reputation } from './reputation.ts';
import type { Requests } from './requests.ts';
import type { Swarm, Swarms } from './swarm.ts';
import type { Transfer } from './transfer.ts';
import type { Transfers } from './transfers.ts';

export interface SettlerDeps {
  readonly swarms: Swarms;
  readonly transfers: Transfers;
  readonly requests: Requests;
  readonly choice: Choice;
  readonly reputation: Reputation;
  readonly flow: Flow;
  readonly marks: Marks;
  readonly agenda: Agenda<Swarm>;
  readonly outbox: Outbox;
}

/**
 * Brings a swarm to its proper state: transfers without a usable seeder get one, those nobody reads end, readers that
 * wait are placed, and the time to look again is noted. Knows nothing of past events; it looks at the present state.
 */
export class Settler {
  readonly #deps: SettlerDeps;
  /** Readers that may be served again when the relay has forgotten a part of their wasted bytes. */
  readonly #resting = new Agenda<Peer>();

  constructor(deps: SettlerDeps) {
    this.#deps = deps;
  }

  /** The next time to look at something again. */
  get nextAt(): Millis {
    return Math.min(this.#deps.agenda.firstAt, this.#resting.firstAt);
  }

  /** Marks everything whose time has come. */
  tick(now: Millis): void {
    const { agenda, marks } = this.#deps;
    for (const swarm of agenda.takeDue(now)) marks.all(swarm);
    marks.freed(this.#resting.takeDue(now));
  }

  settle(swarm: Swarm, now: Millis): void {
    const { agenda, outbox } = this.#deps;
    outbox.changed(swarm.address);
    if (!swarm.isWanted) return this.#close(swarm);
    const { readers, transfers, isWhole } = swarm.takeMarked();
    for (const transfer of transfers) {
      if (swarm.transfers.has(transfer)) this.#review(transfer, swarm, now);
    }
    for (const reader of readers) {
      const from = swarm.waiting.get(reader);
      if (from !== undefined) this.#place(reader, from, swarm, now);
    }
    if (!swarm.isWanted) return this.#close(swarm);
    if (isWhole) agenda.delete(swarm);
    for (const transfer of isWhole ? swarm.transfers : transfers) {
      if (!swarm.transfers.has(transfer)) continue;
      agenda.advance(swarm, transfer.lookAt(PATIENCE_MS, SLOW_MS));
    }
    if (isWhole && swarm.starvedUntil > now) agenda.advance(swarm, swarm.starvedUntil);
  }

  /** A reader that was full has room again. */
  goOn(reader: Peer): void {
    const { swarms, marks } = this.#deps;
    for (const address of reader.wants) {
      const swarm = swarms.get(address);
      const transfer = swarm?.reading.get(reader);
      if (swarm && transfer) marks.transfer(swarm, transfer);
    }
    marks.freed([reader]);
  }

  /** The peer may have room: places its deferred wants while it has. */
  makeRoom(peer: Peer, now: Millis): void {
    const { flow, swarms } = this.#deps;
    for (const address of [...peer.deferred]) {
      if (!flow.hasRoom(peer)) return;
      peer.deferred.delete(address);
      const swarm = swarms.get(address);
      const transfer = swarm?.reading.get(peer);
      if (transfer) swarm?.touch(transfer);
      else swarm?.retry(peer);
      if (swarm) this.settle(swarm, now);
    }
  }

  /** The peer owes less than before: asks it in turn for pages that were put off, up to its limit. */
  askMore(peer: Peer, now: Millis): void {
    const { requests, swarms, marks } = this.#deps;
    for (const address of [...peer.creditors]) {
      if (!requests.mayAsk(peer)) return;
      peer.creditors.delete(address);
      const swarm = swarms.get(address);
      if (!swarm) continue;
      marks.feedersOf(peer, swarm);
      this.settle(swarm, now);
    }
  }

  /** The readers of a transfer start again from 0. */
  restart(transfer: Transfer, swarm: Swarm, why: Ending, now: Millis): void {
    const { outbox, swarms, marks } = this.#deps;
    const { address, received } = transfer;
    const readers = [...transfer.readers];
    this.end(transfer, swarm, why, now);
    for (const reader of readers) {
      transfer.part(reader);
      if (received > 0) outbox.send(reader.id, { type: 'corrupt', address });
      swarms.wait(reader, address, 0);
    }
    marks.all(swarm);
  }

  /** Its seeder is asked for nothing more; the reader that caused requests in vain pays for them. */
  end(transfer: Transfer, swarm: Swarm, why: Ending, now: Millis): void {
    const { requests, transfers } = this.#deps;
    const waste = why === 'unread' ? transfer.lastReader?.waste : undefined;
    requests.callOff(transfer, now, waste);
    transfers.end(transfer, swarm, why);
  }

  /** Some readers go on by a transfer of their own. [T8] */
  fork(transfer: Transfer, swarm: Swarm, readers: readonly Peer[]): void {
    const { transfers, marks } = this.#deps;
    marks.transfer(swarm, transfers.fork(transfer, swarm, readers));
    marks.transfer(swarm, transfer);
  }

  /** Nobody reads it any more. */
  #close(swarm: Swarm): void {
    this.#deps.agenda.delete(swarm);
    this.#deps.swarms.closeEmpty(swarm);
  }

  #review(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { seeder, address } = transfer;
    if (transfer.readers.size === 0) return this.end(transfer, swarm, 'unread', now);
    if (seeder && !mayFeed(seeder, address)) this.#deps.requests.callOff(transfer, now);
    if (!transfer.isFed) return this.#feed(transfer, swarm, now);
    if (now >= transfer.heldUntil) giveUpAnswers(transfer, now);
    if (transfer.outstanding > 0 && this.#replaceBad(transfer, swarm, now)) return;
    if (transfer.stall.since === undefined) this.#deps.requests.pump(transfer, swarm, now);
    else this.#unstall(transfer, swarm, now);
  }

  /** Finds an orphaned transfer its seeder. */
  #feed(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { choice, transfers } = this.#deps;
    if (![...transfer.readers].some((reader) => reader.freeSlots > 0)) {
      for (const reader of transfer.readers) reader.deferred.add(swarm.address);
      return;
    }
    if (this.#isTainted(transfer)) return this.restart(transfer, swarm, 'unproven', now);
    const chosen = swarm.starvedUntil > now ? undefined : choice.of(swarm, now);
    if (chosen?.peer) return this.#takeOver(transfer, chosen, swarm, now);
    transfers.release(transfer);
    if (chosen) this.#starve(swarm, chosen.askableFrom);
  }

  /** Finds a reader its transfer. */
  #place(reader: Peer, from: number, swarm: Swarm, now: Millis): void {
    const { flow, transfers, choice } = this.#deps;
    if (reader.isAway) return;
    if (!flow.hasRoom(reader)) return reader.deferred.add(swarm.address);
    for (const transfer of swarm.transfers) {
      if (transfer.isOpenTo(from)) return transfers.join(transfer, swarm, reader, from);
    }
    if (swarm.starvedUntil > now) return;
    const askableFrom = reader.account?.waste.askableFrom(now) ?? now;
    if (askableFrom > now) {
      reader.deferred.add(swarm.address);
      return this.#resting.advance(reader, askableFrom);
    }
    const chosen = choice.of(swarm, now);
    if (!chosen.peer) return this.#starve(swarm, chosen.askableFrom);
    const transfer = transfers.open(swarm, from);
    transfers.join(transfer, swarm, reader, from);
    this.#takeOver(transfer, chosen, swarm, now);
  }

  #starve(swarm: Swarm, until: Millis): void {
    swarm.starve(until);
    this.#deps.agenda.advance(swarm, until);
  }

  /** The peer feeds it from here on; where its bytes must not be mixed with others', the transfer has to start again. */
  #takeOver(transfer: Transfer, { peer }: Chosen, swarm: Swarm, now: Millis): void {
    if (!this.#mayMix(transfer, peer)) this.restart(transfer, swarm, 'unproven', now);
    else this.#deps.requests.assign(transfer, peer, swarm, now);
  }

  /** Looks for somebody better than a seeder that is silent or slow. Says whether the transfer has another one now. */
  #replaceBad(transfer: Transfer, swarm: Swarm, now: Millis): boolean {
    const { feed } = transfer;
    if (feed.state === 'orphaned') return false;
    if (now >= feed.answerBy) return this.#onSilence(transfer, feed.seeder, swarm, now);
    if (feed.state === 'late') return this.#replace(transfer, feed.seeder, swarm, now);
    return now >= feed.pace.since + SLOW_MS && this.#onPace(transfer, feed.seeder, swarm, now);
  }

  /** Silence is a failure where it was the transfer's turn, or the seeder sends nothing at all; it is replaced anyway. */
  #onSilence(transfer: Transfer, seeder: Peer, swarm: Swarm, now: Millis): boolean {
    const { reputation, requests } = this.#deps;
    const { address, feed, id } = transfer;
    const isInTurn = seeder.debts.isInTurn(id, address, now);
    const isPassedOver = isInTurn && feed.state !== 'orphaned' && feed.wasInTurn;
    const isFailure = isPassedOver || seeder.debts.isSilent(now);
    const notBefore = isFailure ? reputation.charge(seeder, address, 'failed', now) : now;
    if (this.#replace(transfer, seeder, swarm, now)) return true;
    // No other peer has it: ask again, since the first request may have met a worker that was being restarted.
    transfer.beLate(notBefore + SILENCE_MS, isInTurn);
    if (isFailure) requests.repeat(transfer);
    return true;
  }

  /** A slow seeder is better than one who failed more often and, unless it crawls, than a new start. [T7] */
  #onPace(transfer: Transfer, seeder: Peer, swarm: Swarm, now: Millis): boolean {
    const { choice, reputation } = this.#deps;
    const { address, id } = transfer;
    const moved = transfer.takePace(now);
    if (moved >= SLOW_BYTES) return false;
    const other = choice.of(swarm, now, seeder);
    if (!other.peer) return false;
    if (seeder.debts.isInTurn(id, address, now)) {
      reputation.charge(seeder, address, 'lagged', now);
    }
    const isWorse = other.weight > reputation.weight(seeder, address, now);
    const isWorthIt = moved < CRAWL_BYTES || this.#mayMix(transfer, other.peer);
    if (isWorse || !isWorthIt) return false;
    this.#takeOver(transfer, other, swarm, now);
    return true;
  }

  #replace(transfer: Transfer, seeder: Peer, swarm: Swarm, now: Millis): boolean {
    const other = this.#deps.choice.of(swarm, now, seeder);
    if (other.peer) this.#takeOver(transfer, other, swarm, now);
    return other.peer !== undefined;
  }

  /** Readers that lag behind go on by a transfer of their own, so that the others need not wait. [T8] */
  #unstall(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { flow, requests } = this.#deps;
    giveUpAnswers(transfer, now);
    const laggards = [...transfer.readers].filter((reader) => flow.isLagging(reader));
    if (laggards.length === 0) return requests.pump(transfer, swarm, now);
    if (laggards.length === transfer.readers.size) return holdBack(transfer, now);
    const { stall, readers } = transfer;
    stall.lag(laggards.length, now);
    if (now < stall.patienceEnds(PATIENCE_MS, readers.size) || !stall.warn(now)) return;
    this.fork(transfer, swarm, laggards);
    requests.pump(transfer, swarm, now);
  }

  #mayMix(transfer: Transfer, peer: Peer): boolean {
    if (transfer.fedBy.size === 0) return true;
    const isSuspect = this.#deps.reputation.isSuspect(peer, transfer.address);
    return !isSuspect && !this.#isTainted(transfer);
  }

  /** A suspect fed it: its bytes stay unmixed, so that the outcome proves something. */
  #isTainted({ fedBy, address }: Transfer): boolean {
    for (const peer of fedBy) if (this.#deps.reputation.isSuspect(peer, address)) return true;
    return false;
  }
}

/** None of its readers may be sent more now: the next to go on is the first to take some, or to answer. */
function holdBack(transfer: Transfer, now: Millis): void {
  let until = Infinity;
  for (const { receipts } of transfer.readers) {
    if (receipts?.room === 0) until = Math.min(until, receipts.expiresAt(now));
  }
  transfer.stall.end();
  transfer.holdUntil(until);
}

/** Readers whose answer has not come in time count as having answered. */
function giveUpAnswers(transfer: Transfer, now: Millis): void {
  for (const { receipts } of transfer.readers) receipts?.expire(now);
  transfer.holdUntil(Infinity);
}

function mayFeed(peer: Peer, address: Address): boolean {
  return peer.haves.has(address) && !peer.isAway && !peer.wants.has(address); // [W6]
}

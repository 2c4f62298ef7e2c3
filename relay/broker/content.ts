import type { Address } from '../protocol/address.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import type { Millis, Outbox, TransferId } from './effects.ts';
import type { Intake } from './intake.ts';
import type { Marks } from './marks.ts';
import type { Peer } from './peer.ts';
import type { Reputation } from './reputation.ts';
import type { Requests } from './requests.ts';
import type { Settler } from './settle.ts';
import type { Swarm, Swarms } from './swarm.ts';
import { costOf, type Transfer } from './transfer.ts';
import type { Transfers } from './transfers.ts';

export interface ContentDeps {
  readonly limits: RelayLimits;
  readonly swarms: Swarms;
  readonly transfers: Transfers;
  readonly requests: Requests;
  readonly reputation: Reputation;
  readonly settler: Settler;
  readonly marks: Marks;
  readonly outbox: Outbox;
  readonly intake: Intake;
  /** Peers whose connection is closed; they are forgotten at the end of this input. */
  readonly expelled: Peer[];
}

/** Finds the transfer and the readers of each content frame, and judges whole pages. */
export class Content {
  readonly #deps: ContentDeps;
  /** A reader with this much unsent gets nothing more until it has taken some. */
  readonly #overfull: number;

  constructor(deps: ContentDeps) {
    this.#deps = deps;
    this.#overfull = (3 / 4) * deps.limits.queuedBytes;
  }

  /** Mostly this marks nothing and costs the same for any number of readers and seeders. */
  frame(peer: Peer, header: FrameHeader, now: Millis): void {
    const { swarms, transfers, reputation, limits, marks } = this.#deps;
    const swarm = swarms.get(header.address);
    const pastEnd = peer.debts.pay(header, now);
    if (peer.creditors.size > 0) marks.solvent(peer);
    if (!swarm) return;
    const [needing, ...others] = transfersFor(swarm, peer, header);
    if (!needing && !pastEnd) return; // it was asked for once and is no longer needed [T14]
    if (pastEnd && reputation.delivered(peer, now)) this.#comeBack(peer);
    if (header.total > limits.pageBytes) return this.#tooLarge(peer, header);
    // First: a reader of it may join a transfer that this very frame completes, and must know by then that it starts anew.
    for (const id of pastEnd ?? []) {
      const asking = transfers.get(id);
      if (asking?.seeder === peer) this.#contradicted(asking, swarm, peer, now);
    }
    if (needing) this.#accept(needing, swarm, peer, header, now);
    for (const one of others) this.#accept(one, swarm, peer, header, now);
  }

  verified(id: TransferId, matches: boolean, now: Millis): void {
    const transfer = this.#deps.transfers.get(id);
    const swarm = transfer && this.#deps.swarms.get(transfer.address);
    if (!transfer || !swarm) return;
    if (!matches) return this.#fail(transfer, swarm, now);
    const [only, ...others] = transfer.fedBy;
    if (only && others.length === 0) this.#deps.reputation.clear(only, transfer.address);
    this.#complete(transfer, swarm, now);
  }

  /** The peer takes back a pass that it served up to this byte. Other passes of the page go on. */
  disowned(peer: Peer, address: Address, reached: number, now: Millis): void {
    const swarm = this.#deps.swarms.get(address);
    for (const transfer of [...(swarm?.transfers ?? [])]) {
      if (!swarm || transfer.seeder !== peer || transfer.received !== reached) continue;
      this.#contradicted(transfer, swarm, peer, now);
    }
  }

  #accept(
    transfer: Transfer,
    swarm: Swarm,
    peer: Peer,
    { total, length }: FrameHeader,
    now: Millis,
  ): void {
    const { outbox, transfers, requests } = this.#deps;
    if (transfer.seeder !== peer) return; // an earlier effect of this frame took it away
    if (transfer.total !== undefined && transfer.total !== total) {
      return this.#contradicted(transfer, swarm, peer, now);
    }
    if (this.#refusesFor(transfer, swarm, length, now)) return;
    transfer.hear(total, now);
    const { id, address, start } = transfer;
    if (transfer.received + length === total) {
      if (start > 0) return this.#complete(transfer, swarm, now);
      return outbox.push({ type: 'verify', transfer: id, address });
    }
    const keep = transfers.mayKeep(transfer, length);
    transfer.advance(length);
    transfers.forward(transfer, length, { hash: start === 0, keep, isLast: false });
    if (!keep) transfers.release(transfer);
    requests.pump(transfer, swarm, now);
  }

  /**
   * A frame that a reader could not be sent without being cut off is not taken, but asked for again once it has room:
   * a seeder may cut its frames so small that they take a hundred times their bytes. Says whether nobody can be sent it.
   */
  #refusesFor(transfer: Transfer, swarm: Swarm, length: number, now: Millis): boolean {
    const most = this.#overfull - costOf(length);
    let overfull: Peer[] | undefined;
    for (const reader of transfer.readers) {
      if (reader.unsent > most && reader.unsent > 0) (overfull ??= []).push(reader);
    }
    if (!overfull) return false;
    if (overfull.length < transfer.readers.size) {
      this.#deps.settler.fork(transfer, swarm, overfull);
      return false;
    }
    this.#deps.requests.callOff(transfer, now);
    this.#deps.marks.transfer(swarm, transfer);
    return true;
  }

  /** The present frame is the last, and its bytes are as right as the relay can tell. */
  #complete(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { transfers, swarms, settler, marks } = this.#deps;
    const readers = [...transfer.readers];
    const length = (transfer.total ?? 0) - transfer.received;
    transfers.forward(transfer, length, { hash: false, keep: false, isLast: true });
    settler.end(transfer, swarm, 'complete', now);
    for (const reader of readers) swarms.removeReader(reader, swarm);
    if (!swarm.isWanted) return marks.swarm(swarm);
    const isStarved = swarm.starvedUntil > now; // its seeder and its readers may be asked again
    if (isStarved || readers.some(({ haves }) => haves.has(swarm.address))) marks.all(swarm);
    else marks.swarm(swarm);
  }

  /** The bytes do not match the address. A single feeder has lied; several feeders will each be asked alone. [L1, L2] */
  #fail(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { reputation, settler } = this.#deps;
    const [only, ...others] = transfer.fedBy;
    if (only && others.length === 0) return this.#shutOut(transfer, swarm, only, now);
    for (const peer of transfer.fedBy) reputation.charge(peer, transfer.address, 'mixed', now);
    settler.restart(transfer, swarm, 'corrupt', now);
  }

  #shutOut(transfer: Transfer, swarm: Swarm, peer: Peer, now: Millis): void {
    const { address } = transfer;
    const { reputation, outbox, expelled, settler, intake } = this.#deps;
    const reason = 'bytes you served for this address did not match it';
    reputation.charge(peer, address, 'lied', now);
    outbox.refuse(peer.id, 'shut-out', reason, address);
    outbox.push({ type: 'close', peer: peer.id, code: CLOSE.lied, reason });
    expelled.push(peer);
    settler.restart(transfer, swarm, 'corrupt', now);
    intake.removeSeeder(peer, address);
  }

  /**
   * A seeder's frame and the earlier frames cannot be of one page. Every peer that fed it is now a suspect. A seeder
   * that only contradicts others is charged nothing: a whole pass from it alone will show who is right. [L3]
   */
  #contradicted(transfer: Transfer, swarm: Swarm, peer: Peer, now: Millis): void {
    const { reputation, settler } = this.#deps;
    const { fedBy, address } = transfer;
    if (fedBy.size === 1 && fedBy.has(peer)) return this.#shutOut(transfer, swarm, peer, now);
    for (const one of fedBy) reputation.charge(one, address, 'mixed', now);
    settler.restart(transfer, swarm, 'corrupt', now);
  }

  /** The peer's rest is over: it may be asked for all its pages. */
  #comeBack(peer: Peer): void {
    const { swarms, marks } = this.#deps;
    for (const swarm of swarms.wantedOf(peer)) marks.all(swarm);
  }

  #tooLarge(peer: Peer, { address, total }: FrameHeader): void {
    const { limits, outbox, intake } = this.#deps;
    const message = `a page may have ${limits.pageBytes} bytes, this one has ${total}`;
    outbox.refuse(peer.id, 'too-large', message, address);
    intake.removeSeeder(peer, address);
  }
}

/** The transfers that wait for these very bytes of this peer: mostly one. */
function transfersFor(swarm: Swarm, peer: Peer, header: FrameHeader): Transfer[] {
  const end = header.offset + header.length;
  const found: Transfer[] = [];
  for (const transfer of swarm.transfers) {
    const { feed, received } = transfer;
    if (feed.state === 'orphaned' || feed.seeder !== peer) continue;
    if (received === header.offset && end <= feed.asked) found.push(transfer);
  }
  return found;
}

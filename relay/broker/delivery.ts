import type { Address } from '../protocol/address.ts';
import { CLOSE, type CloseCode } from '../protocol/close-codes.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import { type Limits, SILENCE_MS } from '../protocol/limits.ts';
import type { Millis, Outbox, TransferId } from './effects.ts';
import type { Feeding } from './feeding.ts';
import type { Peer } from './peers.ts';
import type { Standings } from './standings.ts';
import type { Swarm, Swarms } from './swarms.ts';
import type { Transfer } from './transfer.ts';
import type { Transfers } from './transfers.ts';

export interface DeliveryDeps {
  readonly limits: Limits;
  readonly swarms: Swarms;
  readonly transfers: Transfers;
  readonly standings: Standings;
  readonly feeding: Feeding;
  readonly outbox: Outbox;
  /** Ends a peer's seeding of an address. */
  readonly removeSeeder: (peer: Peer, address: Address, now: Millis) => void;
  /** Closes a peer's connection; it is gone once the input at hand has been handled. */
  readonly expel: (peer: Peer, code: CloseCode, reason: string) => void;
  /** The peer delivers, and may be asked for everything else it has before its rest is over. */
  readonly rested: (peer: Peer, now: Millis) => void;
  /** All of a transfer's readers start again from 0. */
  readonly restart: (transfer: Transfer, now: Millis) => void;
  /** These readers have one transfer less, and the page whole. */
  readonly freed: (swarm: Swarm, readers: readonly Peer[], now: Millis) => void;
}

/** What becomes of content: frames find their transfer and its readers, and whole pages are judged. */
export class Delivery {
  readonly #deps: DeliveryDeps;

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  content(peer: Peer, header: FrameHeader, now: Millis): void {
    const swarm = this.#deps.swarms.get(header.address);
    if (!swarm) return;
    for (const transfer of swarm.transfers) {
      const { feed } = transfer;
      if (feed.state === 'orphaned' || feed.seeder !== peer) continue;
      if (header.total > this.#deps.limits.pageBytes) return this.#tooLarge(peer, header, now);
      if (contradicts(transfer, header)) return this.#contradicted(transfer, peer, now);
      if (header.offset === transfer.received && header.offset + header.length <= feed.asked) {
        return this.#accept(transfer, swarm, header, now);
      }
    }
    // Anything else was asked for once and is no longer needed. [C5]
  }

  verified(id: TransferId, matches: boolean, now: Millis): void {
    const transfer = this.#deps.transfers.get(id);
    const swarm = transfer && this.#deps.swarms.get(transfer.address);
    if (!transfer || !swarm) return;
    if (!matches) return this.#fail(transfer, now);
    const [only, ...others] = transfer.fedBy;
    if (only && others.length === 0) this.#deps.standings.clear(only, transfer.address);
    this.#complete(transfer, swarm, now);
  }

  /** The peer takes back what it served of an address. */
  disowned(peer: Peer, address: Address, now: Millis): void {
    for (const transfer of [...peer.feeding]) {
      if (transfer.address === address) this.#contradicted(transfer, peer, now);
    }
  }

  #accept(transfer: Transfer, swarm: Swarm, { total, length }: FrameHeader, now: Millis): void {
    const { feed, id, address, start } = transfer;
    const { outbox, transfers, feeding } = this.#deps;
    if (feed.state === 'orphaned') return;
    feed.state = 'fed';
    feed.answerBy = now + SILENCE_MS;
    if (this.#deps.standings.delivered(feed.seeder, now)) this.#deps.rested(feed.seeder, now);
    transfer.fedBy.add(feed.seeder);
    transfer.total = total;
    if (transfer.received + length === total) {
      if (start > 0) return this.#complete(transfer, swarm, now);
      return outbox.push({ type: 'verify', transfer: id, address });
    }
    transfer.received += length;
    const keep = transfers.mayKeep(transfer, length);
    transfers.forward(transfer, length, { hash: start === 0, keep, isLast: false });
    if (!keep) transfers.release(transfer);
    feeding.pump(transfer, now);
  }

  /** The frame at hand is the last, and nothing is known against it. */
  #complete(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { transfers, feeding, swarms, freed } = this.#deps;
    const readers = [...transfer.readers];
    const length = (transfer.total ?? 0) - transfer.received;
    transfers.forward(transfer, length, { hash: false, keep: false, isLast: true });
    feeding.leave(transfer);
    transfers.end(transfer, swarm, 'complete');
    for (const reader of readers) swarms.removeReader(reader, swarm);
    freed(swarm, readers, now);
  }

  /** The bytes are not the address: who fed them alone has lied; of several, each is to be asked alone. [L1, L2] */
  #fail(transfer: Transfer, now: Millis): void {
    const [only, ...others] = transfer.fedBy;
    if (!only) return;
    if (others.length === 0) return this.#shutOut(transfer, only, now);
    for (const peer of transfer.fedBy) this.#deps.standings.suspect(peer, transfer.address);
    this.#deps.restart(transfer, now);
  }

  #shutOut(transfer: Transfer, peer: Peer, now: Millis): void {
    const { address } = transfer;
    const reason = 'bytes you served for this address did not match it';
    this.#deps.standings.shutOut(peer, address, now);
    this.#deps.outbox.refuse(peer.id, 'shut-out', reason, address);
    this.#deps.expel(peer, CLOSE.lied, reason);
    this.#deps.restart(transfer, now);
    this.#deps.removeSeeder(peer, address, now);
  }

  /** A seeder's frame and what came before cannot be of one page. [L3] */
  #contradicted(transfer: Transfer, peer: Peer, now: Millis): void {
    if (transfer.total === undefined) {
      // What the readers say they have is longer than the page is said to be. Either may be wrong, so a whole pass
      // decides; till then the seeder is as good as before, or readers could silence it by claiming too much.
      return this.#deps.restart(transfer, now);
    }
    transfer.fedBy.add(peer);
    this.#fail(transfer, now);
  }

  #tooLarge(peer: Peer, { address, total }: FrameHeader, now: Millis): void {
    const message = `a page may have ${this.#deps.limits.pageBytes} bytes, this one has ${total}`;
    this.#deps.outbox.refuse(peer.id, 'too-large', message, address);
    this.#deps.removeSeeder(peer, address, now);
  }
}

/** Whether a frame's total and what came before exclude each other. */
function contradicts({ total, received }: Transfer, header: FrameHeader): boolean {
  return total === undefined ? header.total <= received : header.total !== total;
}

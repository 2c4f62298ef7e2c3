import type { Address } from '../protocol/address.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import { type Limits, PATIENCE_MS, READS_AT_ONCE, SILENCE_MS } from '../protocol/limits.ts';
import { CLOSE, type CloseCode } from '../protocol/close-codes.ts';
import type { Millis, Outbox, TransferId } from './effects.ts';
import { Feeding } from './feeding.ts';
import type { Peer } from './peers.ts';
import { Standings } from './standings.ts';
import type { Swarm, Swarms } from './swarms.ts';
import {
  forkTransfer,
  isFull,
  isOpenTo,
  KEPT_BYTES,
  newTransfer,
  outstanding,
  type Transfer,
} from './transfers.ts';

export interface ExchangeDeps {
  readonly limits: Limits;
  readonly random: () => number;
  readonly swarms: Swarms;
  readonly outbox: Outbox;
  /** Ends a peer's seeding of an address. */
  readonly removeSeeder: (peer: Peer, address: Address) => void;
  /** Closes a peer's connection; it is gone once the input at hand has been handled. */
  readonly expel: (peer: Peer, code: CloseCode, reason: string) => void;
}

/** The readers' side: brings wants and seeders together in transfers, and ends those well or badly. */
export class Exchange {
  readonly #deps: ExchangeDeps;
  readonly #standings = new Standings();
  readonly #feeding: Feeding;
  readonly #transfers = new Map<TransferId, Transfer>();
  /** Addresses that are wanted and had, but whose seeders may not be asked yet. */
  readonly #starved = new Set<Address>();
  #lastId = 0;

  constructor(deps: ExchangeDeps) {
    this.#deps = deps;
    this.#feeding = new Feeding(this.#standings, deps.outbox, deps.random);
  }

  get size(): number {
    return this.#transfers.size;
  }

  isShutOut(peer: Peer, address: Address): boolean {
    return this.#standings.of(peer, address)?.trust === 'shut-out';
  }

  /** Says whether the peer became a seeder by this. */
  have(peer: Peer, address: Address, now: Millis): boolean {
    const { swarms } = this.#deps;
    const isNew = !peer.haves.has(address);
    this.#standings.renew(peer, address);
    const swarm = isNew ? swarms.addSeeder(peer, address) : swarms.join(address);
    this.#serve(swarm, now);
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

  want(peer: Peer, address: Address, from: number, now: Millis): void {
    this.unwant(peer, address, now);
    const swarm = this.#deps.swarms.join(address);
    this.#deps.swarms.wait(peer, swarm, from);
    this.#place(swarm, peer, from, now);
  }

  unwant(peer: Peer, address: Address, now: Millis): void {
    const swarm = this.#deps.swarms.get(address);
    if (!swarm || !peer.wants.has(address)) return;
    const transfer = swarm.reading.get(peer);
    this.#deps.swarms.removeReader(peer, swarm);
    peer.deferred.delete(address);
    if (!transfer) return;
    peer.reading.delete(transfer);
    transfer.readers.delete(peer);
    if (transfer.readers.size === 0) this.#end(transfer, swarm);
    else this.#feeding.pump(transfer, now);
    this.#serveDeferred(peer, now);
  }

  content(peer: Peer, header: FrameHeader, now: Millis): void {
    const swarm = this.#deps.swarms.get(header.address);
    if (!swarm) return;
    for (const transfer of swarm.transfers) {
      const { feed } = transfer;
      if (feed.state === 'orphaned' || feed.seeder !== peer) continue;
      if (header.total > this.#deps.limits.pageBytes) return this.#tooLarge(peer, header, now);
      if (contradicts(transfer, header)) return this.#contradicted(transfer, swarm, peer, now);
      if (header.offset === transfer.received && header.offset + header.length <= feed.asked) {
        return this.#accept(transfer, swarm, header, now);
      }
    }
    // Anything else was asked for once and is no longer needed. [C5]
  }

  verified(id: TransferId, matches: boolean, now: Millis): void {
    const transfer = this.#transfers.get(id);
    const swarm = transfer && this.#deps.swarms.get(transfer.address);
    if (!transfer || !swarm) return;
    if (!matches) return this.#fail(transfer, swarm, now);
    const [only, ...others] = transfer.fedBy;
    if (only && others.length === 0) this.#standings.clear(only, transfer.address);
    this.#complete(transfer, swarm, now);
  }

  drained(peer: Peer, unsent: number, now: Millis): void {
    const wasFull = isFull(peer);
    peer.unsent = unsent;
    if (!wasFull || isFull(peer)) return;
    for (const transfer of peer.reading) this.#feeding.pump(transfer, now);
    this.#serveDeferred(peer, now);
  }

  tick(now: Millis): void {
    for (const transfer of [...this.#transfers.values()]) {
      const swarm = this.#deps.swarms.get(transfer.address);
      if (!swarm || !this.#transfers.has(transfer.id)) continue;
      if (this.#feeding.tick(transfer, swarm, now) === 'suspects') {
        this.#restart(transfer, swarm, now);
      } else if (transfer.stalledSince !== undefined) this.#unstall(transfer, swarm, now);
    }
    for (const address of [...this.#starved]) {
      const swarm = this.#deps.swarms.get(address);
      if (swarm && swarm.seeders.length > 0 && !this.#feeding.hasSeeder(swarm, now)) continue;
      this.#starved.delete(address);
      if (swarm) this.#serve(swarm, now);
    }
  }

  /** Somebody new may be asked: transfers without a good seeder first, then readers without a transfer. */
  #serve(swarm: Swarm, now: Millis): void {
    for (const transfer of [...swarm.transfers]) {
      if (!swarm.transfers.has(transfer)) continue;
      if (transfer.feed.state === 'orphaned') this.#feed(transfer, now);
      else if (this.#feeding.relieve(transfer, swarm, now) === 'suspects') {
        this.#restart(transfer, swarm, now);
      }
    }
    for (const [peer, from] of [...swarm.waiting]) {
      if (swarm.waiting.has(peer)) this.#place(swarm, peer, from, now);
    }
  }

  #serveDeferred(peer: Peer, now: Millis): void {
    for (const address of [...peer.deferred]) {
      if (!hasRoom(peer)) return;
      const swarm = this.#deps.swarms.get(address);
      const from = swarm?.waiting.get(peer);
      peer.deferred.delete(address);
      if (swarm && from !== undefined) this.#place(swarm, peer, from, now);
    }
  }

  #place(swarm: Swarm, peer: Peer, from: number, now: Millis): void {
    if (!hasRoom(peer)) {
      peer.deferred.add(swarm.address);
      return;
    }
    for (const transfer of swarm.transfers) {
      if (isOpenTo(transfer, from)) return this.#join(transfer, swarm, peer, from);
    }
    if (!this.#feeding.hasSeeder(swarm, now)) {
      if (swarm.seeders.length > 0) this.#starved.add(swarm.address);
      return;
    }
    const transfer = newTransfer(++this.#lastId, swarm.address, from);
    this.#transfers.set(transfer.id, transfer);
    swarm.transfers.add(transfer);
    this.#join(transfer, swarm, peer, from);
    this.#feed(transfer, now);
  }

  #join(transfer: Transfer, swarm: Swarm, peer: Peer, from: number): void {
    this.#deps.swarms.read(peer, swarm, transfer);
    transfer.readers.add(peer);
    peer.reading.add(transfer);
    if (from === transfer.received) return;
    peer.unsent += transfer.received;
    this.#deps.outbox.push({ type: 'replay', transfer: transfer.id, to: peer.id });
  }

  #feed(transfer: Transfer, now: Millis): void {
    const swarm = this.#deps.swarms.get(transfer.address);
    if (!swarm) return;
    switch (this.#feeding.feed(transfer, swarm, now)) {
      case 'fed':
        return;
      case 'suspects':
        return this.#restart(transfer, swarm, now);
      case 'nobody':
        this.#release(transfer);
        this.#starved.add(transfer.address);
    }
  }

  #accept(transfer: Transfer, swarm: Swarm, { total, length }: FrameHeader, now: Millis): void {
    const { feed, id, address } = transfer;
    if (feed.state === 'orphaned') return;
    feed.state = 'fed';
    feed.answerBy = now + SILENCE_MS;
    transfer.fedBy.add(feed.seeder);
    transfer.total = total;
    if (transfer.received + length === total) {
      if (transfer.start > 0) return this.#complete(transfer, swarm, now);
      return this.#deps.outbox.push({ type: 'verify', transfer: id, address });
    }
    transfer.received += length;
    const keep = transfer.kept && transfer.received < KEPT_BYTES;
    this.#forward(transfer, length, { hash: transfer.start === 0, keep });
    if (transfer.received >= KEPT_BYTES) this.#release(transfer);
    this.#feeding.pump(transfer, now);
  }

  #forward(transfer: Transfer, length: number, use: { hash: boolean; keep: boolean }): void {
    const to = [];
    for (const reader of transfer.readers) {
      reader.unsent += length;
      to.push(reader.id);
    }
    this.#deps.outbox.push({ type: 'forward', transfer: transfer.id, to, ...use });
  }

  #release(transfer: Transfer): void {
    if (!transfer.kept) return;
    transfer.kept = false;
    this.#deps.outbox.push({ type: 'release', transfer: transfer.id });
  }

  /** The frame at hand is the last, and nothing is known against it. */
  #complete(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const readers = [...transfer.readers];
    const length = (transfer.total ?? 0) - transfer.received;
    this.#forward(transfer, length, { hash: false, keep: false });
    this.#end(transfer, swarm);
    for (const reader of readers) this.#deps.swarms.removeReader(reader, swarm);
    for (const reader of readers) this.#serveDeferred(reader, now);
  }

  /** The bytes are not the address: who fed them alone has lied; of several, each is to be asked alone. */
  #fail(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const [only, ...others] = transfer.fedBy;
    if (!only) return;
    if (others.length === 0) return this.#shutOut(transfer, swarm, only, now);
    for (const peer of transfer.fedBy) this.#standings.suspect(peer, transfer.address);
    this.#restart(transfer, swarm, now);
  }

  #shutOut(transfer: Transfer, swarm: Swarm, peer: Peer, now: Millis): void {
    const { address } = transfer;
    this.#standings.shutOut(peer, address);
    this.#deps.removeSeeder(peer, address);
    const reason = 'bytes you served for this address did not match it';
    this.#deps.outbox.refuse(peer.id, 'shut-out', reason, address);
    this.#deps.expel(peer, CLOSE.lied, reason);
    this.#restart(transfer, swarm, now);
    this.lost(peer, now);
  }

  /** A seeder's frame and what came before cannot be of one page. */
  #contradicted(transfer: Transfer, swarm: Swarm, peer: Peer, now: Millis): void {
    const { address, fedBy, total } = transfer;
    if (total === undefined) {
      // What the readers have is longer than the page is said to be: either may be wrong, so a whole pass decides.
      this.#standings.fail(peer, address, now);
      return this.#restart(transfer, swarm, now);
    }
    fedBy.add(peer);
    this.#fail(transfer, swarm, now);
  }

  #tooLarge(peer: Peer, { address, total }: FrameHeader, now: Millis): void {
    const message = `a page may have ${this.#deps.limits.pageBytes} bytes, this one has ${total}`;
    this.#deps.outbox.refuse(peer.id, 'too-large', message, address);
    this.#deps.removeSeeder(peer, address);
    this.lost(peer, now);
  }

  /** All of the transfer's readers start again from 0. */
  #restart(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { address, received } = transfer;
    const readers = [...transfer.readers];
    this.#end(transfer, swarm);
    for (const reader of readers) {
      if (received > 0) this.#deps.outbox.send(reader.id, { type: 'corrupt', address });
      this.#deps.swarms.wait(reader, swarm, 0);
    }
    this.#serve(swarm, now);
  }

  #unstall(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const laggards = [...transfer.readers].filter(isFull);
    if (laggards.length === 0) return this.#feeding.pump(transfer, now);
    if (laggards.length === transfer.readers.size) transfer.stalledSince = now;
    else if (now - (transfer.stalledSince ?? now) >= PATIENCE_MS) {
      this.#fork(transfer, swarm, laggards, now);
    }
  }

  /** Readers that lag behind go on by a transfer of their own, so that the others need not wait. */
  #fork(transfer: Transfer, swarm: Swarm, laggards: readonly Peer[], now: Millis): void {
    const fork = forkTransfer(++this.#lastId, transfer);
    this.#transfers.set(fork.id, fork);
    swarm.transfers.add(fork);
    this.#deps.outbox.push({ type: 'fork', transfer: transfer.id, into: fork.id });
    for (const reader of laggards) {
      transfer.readers.delete(reader);
      reader.reading.delete(transfer);
      this.#join(fork, swarm, reader, fork.received);
    }
    this.#feed(fork, now);
    this.#feeding.pump(transfer, now);
  }

  #end(transfer: Transfer, swarm: Swarm): void {
    this.#feeding.leave(transfer);
    for (const reader of transfer.readers) reader.reading.delete(transfer);
    this.#transfers.delete(transfer.id);
    swarm.transfers.delete(transfer);
    this.#deps.outbox.push({ type: 'end', transfer: transfer.id });
  }
}

/** Whether another transfer to this peer may run; the rest of its wants wait until one ends or it has drained. */
function hasRoom(peer: Peer): boolean {
  return peer.reading.size < READS_AT_ONCE && !isFull(peer);
}

/** Whether a frame's total and what came before exclude each other. */
function contradicts({ total, received }: Transfer, header: FrameHeader): boolean {
  return total === undefined ? header.total <= received : header.total !== total;
}

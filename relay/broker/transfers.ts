import type { Ending, Outbox, PeerId, TransferId } from './effects.ts';
import type { Peer } from './peer.ts';
import type { Swarm } from './swarm.ts';
import { costOf, keptCost, Transfer } from './transfer.ts';

/** The edge's work on a forwarded frame besides passing it on. */
interface FrameUse {
  readonly hash: boolean;
  readonly keep: boolean;
  readonly isLast: boolean;
}

/** Owns the running transfers, and keeps the edge's bytes in step. */
export class Transfers {
  readonly #running = new Map<TransferId, Transfer>();
  readonly #outbox: Outbox;
  readonly #keptLimit: number;
  #keptBytes = 0;
  #lastId = 0;

  /** `keptLimit`: the bytes that may be kept for all transfers together. */
  constructor(outbox: Outbox, keptLimit: number) {
    this.#outbox = outbox;
    this.#keptLimit = keptLimit;
  }

  get size(): number {
    return this.#running.size;
  }

  get(id: TransferId): Transfer | undefined {
    return this.#running.get(id);
  }

  values(): Iterable<Transfer> {
    return this.#running.values();
  }

  open(swarm: Swarm, from: number): Transfer {
    return this.#add(swarm, { start: from, received: from, total: undefined });
  }

  /** A second transfer that goes on from where this one is, for some of its readers. */
  fork(transfer: Transfer, swarm: Swarm, readers: readonly Peer[]): Transfer {
    const fork = this.#add(swarm, transfer);
    if (transfer.received === 0) fork.release();
    this.#outbox.push({ type: 'fork', transfer: transfer.id, into: fork.id });
    for (const reader of readers) {
      transfer.part(reader);
      this.join(fork, swarm, reader, fork.received);
    }
    return fork;
  }

  /** Adds a reader who has all bytes before `from`, which the transfer is open to. */
  join(transfer: Transfer, swarm: Swarm, reader: Peer, from: number): void {
    swarm.read(reader, transfer);
    if (transfer.join(reader, from)) this.#sendReplay(transfer, reader);
  }

  /** A reader of the transfer begins again at `from`, which the transfer is open to. */
  replay(transfer: Transfer, reader: Peer, from: number): void {
    if (transfer.replay(reader, from)) this.#sendReplay(transfer, reader);
  }

  /** Passes the present frame on to every reader. */
  forward(transfer: Transfer, length: number, use: FrameUse): void {
    const cost = costOf(length);
    const to: PeerId[] = [];
    let probed: PeerId[] | undefined;
    for (const reader of transfer.readers) {
      reader.onForwarded(cost);
      to.push(reader.id);
      if (!use.isLast && reader.sendMore(length)) (probed ??= []).push(reader.id);
    }
    if (use.keep) {
      transfer.keep(length);
      this.#keptBytes += keptCost(length);
    }
    const { id, address } = transfer;
    this.#outbox.push({ type: 'forward', transfer: id, address, to, ...use });
    for (const reader of probed ?? []) this.#outbox.push({ type: 'probe', to: reader });
  }

  /** True when a frame with this many payload bytes may be kept with its transfer's start. */
  mayKeep(transfer: Transfer, length: number): boolean {
    return transfer.mayKeep(length) && this.#keptBytes + keptCost(length) <= this.#keptLimit;
  }

  /** Forgets the start, so that nobody joins any more. */
  release(transfer: Transfer): void {
    if (!transfer.isKept) return;
    this.#unkeep(transfer);
    this.#outbox.push({ type: 'release', transfer: transfer.id });
  }

  /** The transfer is over; the caller decides about its readers. */
  end(transfer: Transfer, swarm: Swarm, why: Ending): void {
    this.#unkeep(transfer);
    this.#running.delete(transfer.id);
    this.#outbox.push({ type: 'end', transfer: transfer.id, why });
    swarm.removeTransfer(transfer);
  }

  #unkeep(transfer: Transfer): void {
    this.#keptBytes -= transfer.keptBytes;
    transfer.release();
  }

  #sendReplay({ id, address, keptBytes }: Transfer, reader: Peer): void {
    this.#outbox.push({ type: 'replay', transfer: id, address, to: reader.id });
    if (reader.sendMore(keptBytes)) this.#outbox.push({ type: 'probe', to: reader.id });
  }

  #add(swarm: Swarm, beginning: ConstructorParameters<typeof Transfer>[2]): Transfer {
    const transfer = new Transfer(++this.#lastId, swarm.address, beginning);
    this.#running.set(transfer.id, transfer);
    swarm.addTransfer(transfer);
    return transfer;
  }
}

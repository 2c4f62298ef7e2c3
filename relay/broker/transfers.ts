import type { Ending, Outbox, TransferId } from './effects.ts';
import type { Peer } from './peers.ts';
import type { Swarm } from './swarms.ts';
import { forkTransfer, KEPT_BYTES, keptCost, newTransfer, type Transfer } from './transfer.ts';

/** What the edge does with a forwarded frame besides passing it on. */
interface FrameUse {
  readonly hash: boolean;
  readonly keep: boolean;
  readonly isLast: boolean;
}

/** Owns which transfers run and who reads in them, and keeps the edge's bytes in step. */
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
    return this.#add(swarm, newTransfer(++this.#lastId, swarm.address, from));
  }

  /** A second transfer that goes on from where this one is. */
  fork(transfer: Transfer, swarm: Swarm): Transfer {
    const fork = this.#add(swarm, forkTransfer(++this.#lastId, transfer));
    this.#outbox.push({ type: 'fork', transfer: transfer.id, into: fork.id });
    return fork;
  }

  /** Adds a reader who has all bytes before `from`, which the transfer is open to. */
  join(transfer: Transfer, swarm: Swarm, peer: Peer, from: number): void {
    swarm.read(peer, transfer);
    transfer.readers.add(peer);
    peer.reading.add(transfer);
    if (from === transfer.received) return;
    peer.unsent += transfer.received;
    this.#outbox.push({
      type: 'replay',
      transfer: transfer.id,
      address: transfer.address,
      to: peer.id,
    });
  }

  part(transfer: Transfer, peer: Peer): void {
    transfer.readers.delete(peer);
    peer.reading.delete(transfer);
  }

  /** Passes the frame at hand on to every reader. */
  forward(transfer: Transfer, length: number, use: FrameUse): void {
    const to = [];
    for (const reader of transfer.readers) {
      reader.unsent += length;
      to.push(reader.id);
    }
    if (use.keep) {
      transfer.keptBytes += keptCost(length);
      this.#keptBytes += keptCost(length);
    }
    const { id, address } = transfer;
    this.#outbox.push({ type: 'forward', transfer: id, address, to, ...use });
  }

  /** Whether a frame with so many payload bytes may be kept with its transfer's start. */
  mayKeep({ kept, keptBytes }: Transfer, length: number): boolean {
    const cost = keptCost(length);
    return kept && keptBytes + cost <= KEPT_BYTES && this.#keptBytes + cost <= this.#keptLimit;
  }

  /** Lets go of the start, so that nobody joins any more. */
  release(transfer: Transfer): void {
    if (!transfer.kept) return;
    this.#unkeep(transfer);
    this.#outbox.push({ type: 'release', transfer: transfer.id });
  }

  /** The transfer is over; what becomes of its readers is the caller's to say. */
  end(transfer: Transfer, swarm: Swarm, why: Ending): void {
    for (const reader of transfer.readers) reader.reading.delete(transfer);
    this.#unkeep(transfer);
    this.#running.delete(transfer.id);
    swarm.removeTransfer(transfer);
    this.#outbox.push({ type: 'end', transfer: transfer.id, why });
  }

  #unkeep(transfer: Transfer): void {
    this.#keptBytes -= transfer.keptBytes;
    transfer.keptBytes = 0;
    transfer.kept = false;
  }

  #add(swarm: Swarm, transfer: Transfer): Transfer {
    this.#running.set(transfer.id, transfer);
    swarm.addTransfer(transfer);
    return transfer;
  }
}

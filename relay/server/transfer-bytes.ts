import { createHash, hash, type Hash } from 'node:crypto';
import type { TransferId } from '../broker/effects.ts';
import type { Address } from '../protocol/address.ts';
import { payloadOf } from '../protocol/frames.ts';
import { compact } from './ws-frames.ts';

interface Bytes {
  hash: Hash | undefined;
  kept: Uint8Array[];
}

/** The bytes of transfers, which the broker never sees: running hashes, and the frames kept for readers who join. */
export class TransferBytes {
  readonly #transfers = new Map<TransferId, Bytes>();

  /** The number of transfers that have bytes here. */
  get size(): number {
    return this.#transfers.size;
  }

  add(transfer: TransferId, frame: Uint8Array, options: { hash: boolean; keep: boolean }): void {
    if (!options.hash && !options.keep) return;
    const bytes = this.#transfers.get(transfer) ?? { hash: undefined, kept: [] };
    this.#transfers.set(transfer, bytes);
    if (options.hash) (bytes.hash ??= createHash('sha256')).update(payloadOf(frame));
    if (options.keep) bytes.kept.push(compact(frame));
  }

  /** Says whether all frames so far and this last one are the page of that address. */
  matches(transfer: TransferId, address: Address, last: Uint8Array): boolean {
    const running = this.#transfers.get(transfer)?.hash;
    const payload = payloadOf(last);
    // One-shot hashing is half the cost for the pages of one frame that most pages are.
    const digest = running ? running.update(payload).digest('hex') : hash('sha256', payload, 'hex');
    return digest === address;
  }

  kept(transfer: TransferId): readonly Uint8Array[] {
    return this.#transfers.get(transfer)?.kept ?? [];
  }

  fork(transfer: TransferId, into: TransferId): void {
    const running = this.#transfers.get(transfer)?.hash;
    if (running) this.#transfers.set(into, { hash: running.copy(), kept: [] });
  }

  release(transfer: TransferId): void {
    const bytes = this.#transfers.get(transfer);
    if (bytes) bytes.kept = [];
  }

  end(transfer: TransferId): void {
    this.#transfers.delete(transfer);
  }
}

import type { Peer } from './peer.ts';
import { FULL_BYTES } from './transfer.ts';

/** A request is for at least this much: a frame. */
const WINDOW_MIN_BYTES = 64 * 1024;

/** Limits how far a transfer may be ahead of its readers. The edge lowers the limit while its memory is short. */
export class Flow {
  #fullBytes = FULL_BYTES;

  /** The most bytes that may be asked for and not have come; a reader lags by at most as many. [T4] */
  get windowBytes(): number {
    return Math.max(this.#fullBytes, WINDOW_MIN_BYTES);
  }

  limit(fullBytes: number): void {
    this.#fullBytes = Math.min(FULL_BYTES, fullBytes);
  }

  /** Seeders are asked for nothing more on behalf of this reader. */
  isFull(peer: Peer): boolean {
    return peer.unsent >= this.#fullBytes;
  }

  /**
   * The bytes that a transfer's seeder may be asked for; 0 while a reader is full. Several readers are sent no more than the
   * slowest of them answered for; one that reads alone holds nobody up.
   */
  roomOf(readers: Iterable<Peer> & { readonly size: number }): number {
    let room = this.windowBytes;
    for (const reader of readers) {
      if (this.isFull(reader)) return 0;
      if (readers.size > 1) room = Math.min(room, reader.receipts?.room ?? room);
    }
    return room;
  }

  /** A reader for whom the others of its transfer must wait. */
  isLagging(peer: Peer): boolean {
    return this.isFull(peer) || peer.receipts?.room === 0;
  }

  /** True when another transfer to this peer may run; its other wants wait until one ends or it has drained. */
  hasRoom(peer: Peer): boolean {
    return peer.freeSlots > 0 && !this.isFull(peer);
  }
}

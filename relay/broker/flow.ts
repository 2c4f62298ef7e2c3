import type { Peer } from './peer.ts';
import { FULL_BYTES } from './transfer.ts';

/** So much is asked for at least: a frame. */
const WINDOW_MIN_BYTES = 64 * 1024;

/** How far ahead of its readers a transfer may be. The edge makes it less while its memory is short. */
export class Flow {
  #fullBytes = FULL_BYTES;

  /** How much may be asked for and not have come; what a reader has not taken is at most as much. [T4] */
  get windowBytes(): number {
    return Math.max(this.#fullBytes, WINDOW_MIN_BYTES);
  }

  limit(fullBytes: number): void {
    this.#fullBytes = Math.min(FULL_BYTES, fullBytes);
  }

  /** Nothing more is asked for on behalf of this reader. */
  isFull(peer: Peer): boolean {
    return peer.unsent >= this.#fullBytes;
  }

  /**
   * How much a transfer's seeder may be asked for; 0 while a reader is full. Several readers are sent no more than the
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

  /** Whether another transfer to this peer may run; the rest of its wants wait until one ends or it has drained. */
  hasRoom(peer: Peer): boolean {
    return peer.freeSlots > 0 && !this.isFull(peer);
  }
}

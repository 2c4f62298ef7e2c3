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

  /** Whether another transfer to this peer may run; the rest of its wants wait until one ends or it has drained. */
  hasRoom(peer: Peer): boolean {
    return peer.freeSlots > 0 && !this.isFull(peer);
  }
}

import type { WebSocket } from 'ws';
import { WINDOW_BYTES } from '../protocol/limits.ts';

/** So much content is read in one turn of the event loop before others get theirs. */
const TURN_BYTES = WINDOW_BYTES / 8;
/** Who sends less at a time is not what others wait for. */
const LARGE_BYTES = 16 * 1024;
/** A long text names many addresses: it takes as much time as so many times the bytes of content. */
const TEXT_WEIGHT = 16;
/** How many paused connections read on in the next turn; each brings up to two chunks of 64 KiB. */
const RESUMED_A_TURN = 1;

/**
 * Shares the event loop among connections that send much. Node reads a ready socket up to 32 times before it looks
 * at the next one, so that fifty seeders with a window each would keep everybody else waiting for a tenth of a second
 * (`npm run bench -- mixed` shows it).
 */
export class FairReads {
  readonly #waiting: WebSocket[] = [];
  #readBytes = 0;
  #isScheduled = false;

  onContent(webSocket: WebSocket, bytes: number): void {
    this.#schedule();
    this.#readBytes += bytes;
    if (bytes >= LARGE_BYTES) this.#wait(webSocket);
  }

  onText(webSocket: WebSocket, bytes: number): void {
    if (bytes < LARGE_BYTES) return;
    this.#schedule();
    this.#readBytes += bytes * TEXT_WEIGHT;
    this.#wait(webSocket);
  }

  /** While some wait, others do after each frame: else fifty that are ready at once read one each in one turn. */
  #wait(webSocket: WebSocket): void {
    const isCrowded = this.#readBytes > TURN_BYTES || this.#waiting.length > 0;
    if (!isCrowded || webSocket.isPaused) return;
    webSocket.pause();
    this.#waiting.push(webSocket);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#nextTurn());
  }

  #nextTurn(): void {
    this.#isScheduled = false;
    this.#readBytes = 0;
    for (const webSocket of this.#waiting.splice(0, RESUMED_A_TURN)) webSocket.resume();
    if (this.#waiting.length > 0) this.#schedule();
  }
}

/** Slows the bytes of pages down to a rate. Each piece is small, so that a relay does not take the pause for silence. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PageRange, PageSource } from '../../client/index.ts';
import type { Address } from '../../protocol/index.ts';

/** A piece takes at most this part of a second. */
const PIECES_PER_SECOND = 4;
const PIECE_BYTES = 64 * 1024;

export class UploadPace implements PageSource {
  readonly #pages: PageSource;
  readonly #bytesPerSecond: number;
  /** The time at which the pieces so far are paid for. */
  #freeAt = 0;

  constructor(pages: PageSource, bytesPerSecond: number) {
    this.#pages = pages;
    this.#bytesPerSecond = bytesPerSecond;
  }

  async addresses(): Promise<readonly Address[]> {
    return await this.#pages.addresses();
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const piece = Math.min(PIECE_BYTES, Math.ceil(this.#bytesPerSecond / PIECES_PER_SECOND));
    const range = await this.#pages.read(address, from, Math.min(length, piece));
    if (range) await this.#pay(range.bytes.length);
    return range;
  }

  async #pay(bytes: number): Promise<void> {
    const now = performance.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes / this.#bytesPerSecond) * 1000;
    if (this.#freeAt > now) await pause(this.#freeAt - now);
  }
}

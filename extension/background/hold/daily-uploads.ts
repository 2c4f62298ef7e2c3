/**
 * Counts the bytes that this browser uploads in one day. It writes the count a second late, many ranges at a time: a
 * killed worker loses the count of its last second and nothing else.
 */
import { coalesced } from '../coalesced.ts';
import { addToServedDay, onDay, readServedDay, type ServedDay } from '../../store/served-today.ts';

const GATHER_MS = 1_000;

export class DailyUploads {
  readonly #now: () => number;
  #written: Promise<ServedDay> | undefined;
  #unwritten = 0;
  readonly #write = coalesced(() => this.#writeDown(), GATHER_MS);

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The bytes of today. */
  async bytes(): Promise<number> {
    return (await this.#today()).bytes + this.#unwritten;
  }

  add(bytes: number): void {
    this.#unwritten += bytes;
    this.#write.run();
  }

  async #today(): Promise<ServedDay> {
    this.#written ??= readServedDay(this.#now()).catch((error: unknown) => {
      this.#written = undefined;
      throw error;
    });
    const written = await this.#written;
    const today = onDay(written, this.#now());
    if (today.day > written.day) this.#unwritten = 0; // those bytes were of the day before
    this.#written = Promise.resolve(today);
    return today;
  }

  /** If the disk is full, the count stays, and is written with the next one. */
  async #writeDown(): Promise<void> {
    await this.#today(); // forgets the bytes of the day before
    const bytes = this.#unwritten;
    const counted = await addToServedDay(bytes, this.#now());
    this.#written = Promise.resolve(counted);
    this.#unwritten = Math.max(0, this.#unwritten - bytes);
  }
}

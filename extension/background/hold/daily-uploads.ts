/**
 * Counts the bytes of one day that were handed to readers. Written down soon after, many ranges at a time: a worker
 * that is killed loses the count of the last second and nothing else.
 */
import { addToServedDay, onDay, readServedDay, type ServedDay } from '../../store/served-today.ts';

const GATHER_MS = 1_000;

export class DailyUploads {
  readonly #now: () => number;
  #written: Promise<ServedDay> | undefined;
  #unwritten = 0;
  #isDue = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What was handed on today. */
  async bytes(): Promise<number> {
    return (await this.#today()).bytes + this.#unwritten;
  }

  add(bytes: number): void {
    this.#unwritten += bytes;
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => void this.#flush(), GATHER_MS);
  }

  async #today(): Promise<ServedDay> {
    this.#written ??= readServedDay(this.#now()).catch((error: unknown) => {
      this.#written = undefined;
      throw error;
    });
    const written = await this.#written;
    const today = onDay(written, this.#now());
    if (today.day > written.day) this.#unwritten = 0; // it was of the day before
    this.#written = Promise.resolve(today);
    return today;
  }

  async #flush(): Promise<void> {
    try {
      await this.#today(); // forgets what was of the day before
      const bytes = this.#unwritten;
      const counted = await addToServedDay(bytes, this.#now());
      this.#written = Promise.resolve(counted);
      this.#unwritten = Math.max(0, this.#unwritten - bytes);
    } catch (error) {
      console.error(error); // a count that a full disk does not take goes with the next one, and is worth no stop
    }
    this.#isDue = false;
  }
}

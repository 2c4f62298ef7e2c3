/** The stored record of one reader, with the facts about it that a visit decides by. */
import type { Reading, ReadingStore } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';

export class ReadingRecord implements ReadingStore {
  readonly #reads: ReadingStore;
  readonly #onGone: () => void;
  #reading: Reading | undefined;

  /** `onGone` is called when the record is deleted: the author's browser has nothing more to say to this reader. */
  constructor(reads: ReadingStore, onGone: () => void) {
    this.#reads = reads;
    this.#onGone = onGone;
  }

  /** The record as it was read or written last. */
  get reading(): Reading | undefined {
    return this.#reading;
  }

  async read(lock: Address): Promise<Reading | undefined> {
    this.#reading = await this.#reads.read(lock);
    return this.#reading;
  }

  async write(reading: Reading): Promise<void> {
    await this.#reads.write(reading);
    this.#reading = reading;
  }

  async delete(lock: Address): Promise<void> {
    await this.#reads.delete(lock);
    this.#reading = undefined;
    this.#onGone();
  }
}

/** What is saved through the browser's downloads is first gathered whole: in memory, or in the browser's private storage. */
import { IN_MEMORY_BYTES } from '../entry-source.ts';
import type { ByteSink } from './byte-sink.ts';
import { WaitingFile } from './waiting-file.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Target {
  readonly sink: ByteSink;
  /** All that was written, once the sink is closed. */
  blob(): Promise<Blob>;
  /** Deletes what was written. */
  delete(): Promise<void>;
}

/** Undefined where so much can be kept nowhere. */
export async function targetFor(bytes: number): Promise<Target | undefined> {
  if (bytes <= IN_MEMORY_BYTES) return new MemoryTarget();
  const file = await WaitingFile.create();
  if (!file) return undefined;
  const sink = await file.sink();
  const remove = async () => {
    // A file that is being written cannot be deleted. One that is written has nothing to abort.
    await sink.abort().catch(() => undefined);
    await file.delete();
  };
  return { sink, blob: () => file.file(), delete: remove };
}

class MemoryTarget implements Target, ByteSink {
  readonly #blobs: Blob[] = [];

  get sink(): ByteSink {
    return this;
  }

  async write(bytes: Bytes): Promise<void> {
    this.#blobs.push(new Blob([bytes]));
  }

  async blob(): Promise<Blob> {
    return new Blob(this.#blobs);
  }

  async delete(): Promise<void> {
    this.#blobs.length = 0;
  }

  async close(): Promise<void> {}

  async abort(): Promise<void> {
    await this.delete();
  }
}

/** The bytes that the browser has left for this program; infinite where it does not say. */
export async function freeBytes(): Promise<number> {
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return quota - usage;
}

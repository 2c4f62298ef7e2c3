/** Where saved bytes go: a file on the reader's disk, or one of the browser's own. */
import { release } from '../../../client/bundle/released-bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** `FileSystemWritableFileStream` is one. Nothing of it is seen before `close`. */
export interface ByteSink {
  write(bytes: Bytes): Promise<void>;
  close(): Promise<void>;
  /** Throws the written bytes away. */
  abort(): Promise<void>;
}

/** A write costs the browser a message, so small pieces are gathered to this many bytes. */
const WRITE_BYTES = 1024 * 1024;

/** Gathers small pieces before they go on to another sink. */
export class GatheredSink implements ByteSink {
  readonly #sink: ByteSink;
  readonly #waiting = new Uint8Array(WRITE_BYTES);
  #length = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  async write(bytes: Bytes): Promise<void> {
    if (this.#length + bytes.length > WRITE_BYTES) await this.#flush();
    if (bytes.length >= WRITE_BYTES) return await this.#sink.write(bytes);
    this.#waiting.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#sink.close();
  }

  async abort(): Promise<void> {
    await this.#sink.abort();
  }

  async #flush(): Promise<void> {
    if (this.#length === 0) return;
    const bytes = this.#waiting.slice(0, this.#length);
    this.#length = 0;
    await this.#sink.write(bytes);
    release(bytes);
  }
}

/**
 * Writes all of `pieces`, which belong to it, and closes the sink, or leaves nothing behind. Rejects as the two of them do.
 */
export async function writeAll(sink: ByteSink, pieces: AsyncIterable<Bytes>): Promise<void> {
  try {
    for await (const piece of pieces) {
      await sink.write(piece);
      release(piece);
    }
    await sink.close();
  } catch (error) {
    // The error above says why; a sink that cannot be aborted either has nothing to add.
    await sink.abort().catch(() => undefined);
    throw error;
  }
}

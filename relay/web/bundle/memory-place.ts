/** Parts in memory, for a browser that stores nothing. They go with the document. */
import type { PageRange } from '../../client/page-source.ts';
import { deletedError, DiskFullError, type PartsPlace, type StoredPart } from './parts-place.ts';

/** The parts of a tab take at most this much memory. */
export const MEMORY_BYTES = 64 * 1024 * 1024;

/** What the bundles of a tab take together. */
export class MemoryRoom {
  #bytes = 0;

  get free(): number {
    return MEMORY_BYTES - this.#bytes;
  }

  /** Takes so much room, or gives it back. Throws a `DiskFullError` where there is not enough. */
  take(bytes: number): void {
    if (bytes > this.free) throw new DiskFullError(`expected ${bytes} free bytes of memory`);
    this.#bytes += bytes;
  }
}

export class MemoryPlace implements PartsPlace {
  readonly #room: MemoryRoom;
  readonly #parts = new Map<number, StoredPart & { readonly page: Blob }>();
  #isDeleted = false;

  constructor(room: MemoryRoom) {
    this.#room = room;
  }

  async put(part: StoredPart, page: Blob): Promise<void> {
    if (this.#isDeleted) throw deletedError();
    this.#room.take(page.size - this.#bytes(part.index));
    this.#parts.set(part.index, { ...part, page });
  }

  async parts(): Promise<readonly StoredPart[]> {
    return [...this.#parts.values()];
  }

  async page(index: number): Promise<Blob | undefined> {
    return this.#parts.get(index)?.page;
  }

  async range(index: number, from: number, length: number): Promise<PageRange | undefined> {
    const page = this.#parts.get(index)?.page;
    if (!page) return undefined;
    const bytes = new Uint8Array(await page.slice(from, from + length).arrayBuffer());
    return { total: page.size, bytes };
  }

  async remove(index: number): Promise<void> {
    this.#room.take(-this.#bytes(index));
    this.#parts.delete(index);
  }

  async delete(): Promise<void> {
    this.#isDeleted = true;
    for (const index of this.#parts.keys()) await this.remove(index);
  }

  async setShare(): Promise<void> {} // nobody can come back to it

  async share(): Promise<undefined> {}

  #bytes(index: number): number {
    return this.#parts.get(index)?.page.size ?? 0;
  }
}

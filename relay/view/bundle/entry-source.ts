/**
 * The content of a bundle's entries: asks for the parts that an entry lies on, opens them, and cuts the entry out. Memory
 * holds a few opened parts, whatever the length of an entry.
 */
import { addressOf } from '../../client/verify.ts';
import {
  type BundleEntry,
  BundleError,
  contentBytes,
  type Manifest,
  openPart,
  partLength,
  type Piece,
  piecesOf,
} from '../../client/bundle/index.ts';
import type { OpenBundle } from './open-bundle.ts';
import { OWNED_BYTES, release } from '../../client/bundle/released-bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** So many bytes are held in memory at once; longer entries go through the disk. */
export const IN_MEMORY_BYTES = 32 * 1024 * 1024;

/** The opened parts that are kept for the next entry, which often lies on the same one. */
const KEPT_PARTS = 2;

export interface EntrySourceDeps {
  readonly manifest: Manifest;
  /** The manifest's key; undefined for a public bundle. */
  readonly key: Bytes | undefined;
  readonly bundle: OpenBundle;
}

export class EntrySource {
  readonly manifest: Manifest;
  readonly bundle: OpenBundle;
  readonly #key: Bytes | undefined;
  /** The latest last. */
  readonly #kept = new Map<number, Promise<Bytes>>();

  constructor({ manifest, key, bundle }: EntrySourceDeps) {
    this.manifest = manifest;
    this.bundle = bundle;
    this.#key = key;
  }

  /** The length of all content, in bytes. */
  get total(): number {
    return contentBytes(this.manifest);
  }

  /** The bytes of content in these parts. */
  bytesIn(parts: Iterable<number>): number {
    let bytes = 0;
    for (const index of parts) bytes += partLength(this.manifest, index);
    return bytes;
  }

  /** The number of the entry's bytes that are stored here. */
  heldBytes(entry: BundleEntry): number {
    const { held } = this.bundle.state.value;
    return piecesOf(this.manifest, entry).reduce(
      (sum, { index, from, to }) => sum + (held.has(index) ? to - from : 0),
      0,
    );
  }

  /** True if nobody has what is missing of the entry. */
  isMissed(entry: BundleEntry): boolean {
    const parts = new Set(partsOf(piecesOf(this.manifest, entry)));
    const { failed } = this.bundle.state.value;
    return failed.some(({ index, why }) => why === 'nobody' && parts.has(index));
  }

  isHeld(entry: BundleEntry): boolean {
    return this.heldBytes(entry) === entry.bytes;
  }

  /** Resolves when all of the entry is stored here. Rejects as `OpenBundle.want` does. */
  async want(entry: BundleEntry, signal?: AbortSignal): Promise<void> {
    const parts = partsOf(piecesOf(this.manifest, entry));
    if (parts.length > 0) await this.bundle.want(parts, signal);
  }

  /**
   * The content of an entry, piece by piece, each asked for once the one before is used. A piece of `OWNED_BYTES` or more
   * belongs to the caller, who may release it. Rejects as `OpenBundle.want` does,
   * and with a `BundleError` where a part holds anything but what the manifest says.
   */
  async *pieces(entry: BundleEntry, signal?: AbortSignal): AsyncGenerator<Bytes, void, void> {
    // Several parts are on their way while one is used. A failure is met again by the wait for its part.
    this.want(entry, signal).catch(() => undefined);
    for (const { index, from, to } of piecesOf(this.manifest, entry)) {
      signal?.throwIfAborted();
      await this.bundle.want([index], signal);
      const isOwned = to - from >= OWNED_BYTES;
      const part = await (isOwned ? this.#open(index) : this.#part(index));
      yield part.subarray(from, to);
    }
  }

  /** The whole of an entry that fits into memory. Rejects as `pieces` does. */
  async bytes(entry: BundleEntry, signal?: AbortSignal): Promise<Bytes> {
    const bytes = new Uint8Array(entry.bytes);
    let at = 0;
    for await (const piece of this.pieces(entry, signal)) {
      bytes.set(piece, at);
      at += piece.length;
      release(piece);
    }
    return bytes;
  }

  /** The first bytes of an entry, and no more of its parts than the first. */
  async start(entry: BundleEntry, signal?: AbortSignal): Promise<Bytes> {
    const [first] = piecesOf(this.manifest, entry);
    if (!first) return new Uint8Array();
    await this.bundle.want([first.index], signal);
    return (await this.#part(first.index)).subarray(first.from, first.to);
  }

  async #part(index: number): Promise<Bytes> {
    const opening = this.#kept.get(index) ?? this.#open(index);
    this.#kept.delete(index);
    this.#kept.set(index, opening);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_PARTS) break;
      this.#kept.delete(oldest);
    }
    try {
      return await opening;
    } catch (error) {
      this.#kept.delete(index);
      throw error;
    }
  }

  async #open(index: number): Promise<Bytes> {
    const blob = await this.bundle.page(index);
    if (!blob) throw new Error(`expected part ${index} to be stored here`);
    const page = new Uint8Array(await blob.arrayBuffer());
    try {
      return await this.#opened(index, page);
    } catch (error) {
      if (error instanceof BundleError) await this.bundle.discard?.(index);
      throw error;
    }
  }

  async #opened(index: number, page: Bytes): Promise<Bytes> {
    if (this.#key) {
      const content = await openPart(this.manifest, { index, page, key: this.#key });
      release(page);
      return content;
    }
    // A sealed part shows damage when it is opened; a public one by its address alone.
    if ((await addressOf(page)) === this.manifest.parts[index]) {
      return await openPart(this.manifest, { index, page });
    }
    throw new BundleError('bad-part', `expected the bytes of part ${index} on the disk`);
  }
}

function partsOf(pieces: readonly Piece[]): readonly number[] {
  return pieces.map(({ index }) => index);
}

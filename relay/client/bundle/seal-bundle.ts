/**
 * Makes a bundle of files: reads, seals and hands over one part at a time, so that memory holds a few parts and never a
 * file. Finished parts stay valid: an interrupted share continues with them.
 */
import type { Address } from '../../protocol/address.ts';
import { newKey, seal } from '../seal.ts';
import { addressOf } from '../verify.ts';
import { BundleError } from './bundle-error.ts';
import { PART_BYTES } from './bundle-limits.ts';
import {
  type BundleEntry,
  checkEntries,
  contentBytes,
  formatManifest,
  layOut,
  type Manifest,
} from './manifest.ts';
import { sealPart } from './parts.ts';
import { sharedPaths } from './paths.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Reading and sealing take turns, so two parts at a time keep both busy. */
const LANES = 2;

/** A file to share. */
export interface BundleFile {
  /** The path of the file below the chosen folder, in the system's own form. */
  readonly path: string;
  readonly type: string;
  readonly content: Blob;
}

export interface SealBundleOptions {
  /** Stores a part. The part counts as sealed once this has resolved. */
  readonly onPart: (index: number, address: Address, page: Bytes) => Promise<void>;
  /** The manifest's key: a new one, or the one that the parts in `sealed` were sealed under. */
  readonly key?: Bytes;
  /** Parts that an interrupted run has stored, by index. The files must be the same as then. */
  readonly sealed?: ReadonlyMap<number, Address>;
  readonly signal?: AbortSignal;
}

export interface SealedBundle {
  readonly manifest: Manifest;
  /** The manifest's own page. */
  readonly page: Bytes;
  readonly address: Address;
  readonly key: Bytes;
}

/**
 * Seals files as one bundle. Rejects with a `BundleError` where they are too many or too large, with the signal's reason,
 * and with what `onPart` or the reading of a file rejects with.
 */
export async function sealBundle(
  files: readonly BundleFile[],
  { onPart, key = newKey(), sealed = new Map(), signal }: SealBundleOptions,
): Promise<SealedBundle> {
  const content = new BundleContent(files);
  const parts = await content.eachPart(async (index, bytes) => {
    const before = sealed.get(index);
    if (before) return before;
    const page = await sealPart(await bytes(), key, index);
    signal?.throwIfAborted();
    const address = await addressOf(page);
    await onPart(index, address, page);
    return address;
  }, signal);
  const manifest = { partBytes: PART_BYTES, parts, entries: content.entries };
  const { bytes: page } = await seal(formatManifest(manifest), key);
  return { manifest, page, address: await addressOf(page), key };
}

/** The files of a bundle, one after the other, as one content. */
class BundleContent {
  readonly entries: readonly BundleEntry[];
  readonly #blobs: readonly Blob[];

  constructor(files: readonly BundleFile[]) {
    const paths = sharedPaths(files.map(({ path }) => path));
    const named = files.map(({ type, content }, i) => {
      return { path: paths[i] ?? '', bytes: content.size, type, content };
    });
    this.entries = layOut(named);
    const blobs = new Map(named.map(({ path, content }) => [path, content]));
    this.#blobs = this.entries.map(({ path }) => blobs.get(path) ?? new Blob([]));
    // Refused before the first byte is read.
    checkEntries(this.entries);
  }

  /** Calls `use` for each part, a few at a time, with a way to read it; resolves with the answers in order. */
  async eachPart<Answer>(
    use: (index: number, read: () => Promise<Bytes>) => Promise<Answer>,
    signal: AbortSignal | undefined,
  ): Promise<readonly Answer[]> {
    const total = contentBytes(this);
    const count = Math.ceil(total / PART_BYTES);
    const answers: Answer[] = [];
    let next = 0;
    const lane = async () => {
      while (next < count) {
        signal?.throwIfAborted();
        const index = next;
        next += 1;
        const from = index * PART_BYTES;
        const read = () => this.#read(from, Math.min(from + PART_BYTES, total));
        answers[index] = await use(index, read);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return answers;
  }

  async #read(from: number, to: number): Promise<Bytes> {
    const first = this.entries.findLastIndex(({ at }) => at <= from);
    const slices: Blob[] = [];
    for (let i = first; i < this.entries.length; i += 1) {
      const { at = 0, bytes = 0 } = this.entries[i] ?? {};
      if (at >= to) break;
      const start = Math.max(0, from - at);
      const slice = this.#blobs[i]?.slice(start, Math.min(bytes, to - at));
      if (slice) slices.push(slice);
    }
    const bytes = new Uint8Array(await new Blob(slices).arrayBuffer());
    if (bytes.length === to - from) return bytes;
    throw new BundleError(
      'bad-part',
      `expected ${to - from} bytes of the files, got ${bytes.length}`,
    );
  }
}

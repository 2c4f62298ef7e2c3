/**
 * Makes a bundle of files: reads, seals and hands over one part at a time, so that memory holds a few parts and never a
 * file. Finished parts stay valid: an interrupted share continues with them.
 */
import type { Address } from '../../protocol/address.ts';
import { newKey, seal } from '../seal.ts';
import { addressOf } from '../verify.ts';
import { PART_BYTES } from './bundle-limits.ts';
import {
  type BundleEntry,
  checkEntries,
  contentBytes,
  formatManifest,
  layOut,
  type Manifest,
} from './manifest.ts';
import { sealPart } from './part-content.ts';
import { release } from './released-bytes.ts';
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

export interface BundleOptions {
  /** Stores a part. The part counts as sealed once this has resolved. */
  readonly onPart: (index: number, address: Address, page: Bytes) => Promise<void>;
  /** Parts that an interrupted run has stored, by index. The files must be the same as then. */
  readonly sealed?: ReadonlyMap<number, Address>;
  readonly signal?: AbortSignal;
}

export interface SealBundleOptions extends BundleOptions {
  /** The manifest's key: a new one, or the one that the parts in `sealed` were sealed under. */
  readonly key?: Bytes;
}

export interface PublicBundle {
  readonly manifest: Manifest;
  /** The manifest's own page. */
  readonly page: Bytes;
  readonly address: Address;
}

export interface SealedBundle extends PublicBundle {
  readonly key: Bytes;
}

/** A file has changed or gone since somebody chose it. The other files are none the worse. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  /** As `BundleFile` has it. */
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`cannot read ${path}`, { cause });
    this.path = path;
  }
}

/**
 * Seals files as one bundle. Rejects with a `BundleError` where they are too many or too large, with an
 * `UnreadableFileError`, with the signal's reason, and with what `onPart` rejects with.
 */
export async function sealBundle(
  files: readonly BundleFile[],
  { key = newKey(), ...options }: SealBundleOptions,
): Promise<SealedBundle> {
  const sealing = async (bytes: Bytes, index: number) => {
    const page = await sealPart(bytes, key, index);
    release(bytes);
    return page;
  };
  const manifest = await partsMade(files, sealing, options);
  const { bytes: page } = await seal(formatManifest(manifest), key);
  return { manifest, page, address: await addressOf(page), key };
}

/** Makes a public bundle of files, as `sealBundle` makes a sealed one. [D7] */
export async function publicBundle(
  files: readonly BundleFile[],
  options: BundleOptions,
): Promise<PublicBundle> {
  const manifest = await partsMade(files, async (bytes) => bytes, options);
  const page = formatManifest(manifest);
  return { manifest, page, address: await addressOf(page) };
}

async function partsMade(
  files: readonly BundleFile[],
  pageOf: (bytes: Bytes, index: number) => Promise<Bytes>,
  { onPart, sealed = new Map(), signal }: BundleOptions,
): Promise<Manifest> {
  const content = new BundleContent(files);
  const parts = await content.eachPart(async (index, read) => {
    const before = sealed.get(index);
    if (before) return before;
    const page = await pageOf(await read(), index);
    signal?.throwIfAborted();
    const address = await addressOf(page);
    await onPart(index, address, page);
    return address;
  }, signal);
  return { partBytes: PART_BYTES, parts, entries: content.entries };
}

/** The files of a bundle, one after the other, as one content. */
class BundleContent {
  readonly entries: readonly BundleEntry[];
  /** The files in the order of the entries. */
  readonly #files: readonly BundleFile[];

  constructor(files: readonly BundleFile[]) {
    const paths = sharedPaths(files.map(({ path }) => path));
    const byPath = new Map(files.map((file, i) => [paths[i] ?? '', file]));
    this.entries = layOut(
      [...byPath].map(([path, { type, content }]) => ({ path, bytes: content.size, type })),
    );
    this.#files = this.entries.flatMap(({ path }) => byPath.get(path) ?? []);
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
    const slices = this.#slices(from, to);
    try {
      return await bytesOf(new Blob(slices.map(({ slice }) => slice)), to - from);
    } catch (error) {
      return await nameUnreadable(slices, error);
    }
  }

  #slices(from: number, to: number): readonly FileSlice[] {
    const slices: FileSlice[] = [];
    for (
      let i = this.entries.findLastIndex(({ at }) => at <= from);
      i < this.entries.length;
      i += 1
    ) {
      const { at = 0, bytes = 0 } = this.entries[i] ?? {};
      const file = this.#files[i];
      if (at >= to || !file) break;
      const start = Math.max(0, from - at);
      const end = Math.min(bytes, to - at);
      slices.push({ path: file.path, slice: file.content.slice(start, end), bytes: end - start });
    }
    return slices;
  }
}

interface FileSlice {
  readonly path: string;
  readonly slice: Blob;
  readonly bytes: number;
}

async function bytesOf(blob: Blob, expected: number): Promise<Bytes> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (bytes.length === expected) return bytes;
  throw new Error(`expected ${expected} bytes of the files, got ${bytes.length}`);
}

/** Slices of many files are read as one, which is faster; after a failure each is asked. */
async function nameUnreadable(slices: readonly FileSlice[], error: unknown): Promise<never> {
  for (const { path, slice, bytes } of slices) {
    await bytesOf(slice, bytes).catch((cause: unknown) => {
      throw new UnreadableFileError(path, cause);
    });
  }
  throw error;
}

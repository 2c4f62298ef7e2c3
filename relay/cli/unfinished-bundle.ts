/**
 * A bundle that comes into a folder of its own. A journal names the parts that are written, each with the digest of its
 * content, so that a later program goes on with the parts that are really there.
 */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  constants,
  fdatasyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type BundleEntry, type Manifest, partLength } from '../client/index.ts';
import { Failure } from './failure.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of one file that lie in one part, from byte `from` of its content. */
interface Slice {
  readonly path: string;
  /** The place in the file. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export class UnfinishedBundle {
  readonly #folder: string;
  readonly #manifest: Manifest;
  readonly #entries: readonly BundleEntry[];
  readonly #folders = new Set<string>();
  readonly #written = new Set<number>();

  private constructor(folder: string, manifest: Manifest) {
    this.#folder = folder;
    this.#manifest = manifest;
    this.#entries = manifest.entries.filter(({ bytes }) => bytes > 0);
  }

  /** Checks what an earlier program left. */
  static open(folder: string, manifest: Manifest): UnfinishedBundle {
    makeOwnFolder(folder);
    const bundle = new UnfinishedBundle(folder, manifest);
    mkdirSync(bundle.files, { recursive: true });
    bundle.#restore();
    return bundle;
  }

  /** The parts that are written. */
  get written(): ReadonlySet<number> {
    return this.#written;
  }

  /** The folder of the files. */
  get files(): string {
    return join(this.#folder, 'files');
  }

  write(index: number, content: Bytes): void {
    for (const { path, at, from, to } of this.#slices(index)) {
      this.#makeFolderOf(path);
      const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o666);
      try {
        writeAll(file, content.subarray(from, to), at);
      } finally {
        closeSync(file);
      }
    }
    appendFileSync(this.#journal, `${index} ${digestOf(content)}\n`);
    this.#written.add(index);
  }

  /** Makes the empty files, which lie on no part, once all parts are written. */
  finish(): void {
    for (const { path, bytes } of this.#manifest.entries) {
      if (bytes > 0) continue;
      const place = join(this.files, path);
      this.#makeFolderOf(place);
      closeSync(openSync(place, 'w'));
    }
  }

  /** After this, a file survives a loss of power. */
  flush(path: string): void {
    const file = openSync(join(this.files, path), 'r+');
    fdatasyncSync(file);
    closeSync(file);
  }

  delete(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #journal(): string {
    return join(this.#folder, 'journal');
  }

  #restore(): void {
    for (const [index, digest] of this.#journalled()) {
      if (this.#digestOnDisk(index) === digest) this.#written.add(index);
    }
  }

  #journalled(): ReadonlyMap<number, string> {
    try {
      const lines = readFileSync(this.#journal, 'utf8').matchAll(/^(\d+) ([0-9a-f]{64})$/gm);
      const known = [...lines].map(([, index, digest = '']) => [Number(index), digest] as const);
      return new Map(known.filter(([index]) => index < this.#manifest.parts.length));
    } catch {
      return new Map(); // nothing is written yet
    }
  }

  /** Undefined for a part that is not there as a whole. */
  #digestOnDisk(index: number): string | undefined {
    const content = new Uint8Array(partLength(this.#manifest, index));
    try {
      for (const { path, at, from, to } of this.#slices(index)) {
        const file = openSync(path, 'r');
        const count = readSync(file, content, from, to - from, at);
        closeSync(file);
        if (count < to - from) return undefined;
      }
    } catch {
      return undefined;
    }
    return digestOf(content);
  }

  #slices(index: number): readonly Slice[] {
    const start = index * this.#manifest.partBytes;
    const end = start + partLength(this.#manifest, index);
    const slices: Slice[] = [];
    const first = this.#entries.findLastIndex(({ at }) => at <= start);
    for (const { path, at, bytes } of this.#entries.slice(Math.max(0, first))) {
      if (at >= end) break;
      const from = Math.max(at, start);
      const to = Math.min(at + bytes, end);
      slices.push({
        path: join(this.files, path),
        at: from - at,
        from: from - start,
        to: to - start,
      });
    }
    return slices;
  }

  #makeFolderOf(path: string): void {
    const folder = dirname(path);
    if (this.#folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
  }
}

/** Nobody else may have put something there, where everybody may write. */
function makeOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  const isOwn = process.getuid === undefined || stats.uid === process.getuid();
  if (!stats.isDirectory() || !isOwn) throw new Failure('failed', `${folder} is in the way.`);
}

function writeAll(file: number, bytes: Uint8Array, at: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(file, bytes, written, bytes.length - written, at + written);
  }
}

function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

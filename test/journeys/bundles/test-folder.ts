/** Folders of files on the disk, and what is in them: a hash for each path. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The SHA-256 of each file, by its path. */
export type Hashes = Readonly<Record<string, string>>;

const MIB = 1024 * 1024;

export class TestFolder {
  readonly path: string;

  static async create(): Promise<TestFolder> {
    return new TestFolder(await mkdtemp(join(tmpdir(), 'mayfly-files-')));
  }

  private constructor(path: string) {
    this.path = path;
  }

  /** Writes a file and returns its full path. */
  async write(path: string, content: Uint8Array): Promise<string> {
    const full = join(this.path, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
    return full;
  }

  /** Writes a file of so many mebibytes, no two alike, and returns its full path. */
  async writeLarge(path: string, mebibytes: number): Promise<string> {
    const full = join(this.path, path);
    const file = await open(full, 'w');
    const block = noise(MIB, 1);
    for (let n = 0; n < mebibytes; n++) {
      new DataView(block.buffer).setUint32(0, n);
      await file.write(block);
    }
    await file.close();
    return full;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Bytes that no compression shortens, the same for each seed. */
function noise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed * 2_654_435_761 + 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}

const SCRIPTS = ['Übersicht', 'обзор', '概要', 'סקירה', 'παράδειγμα'];

/** A thousand small files in twenty folders, some of them empty, with names in five scripts. Returns the folder's path. */
export async function writeThousand(folder: TestFolder): Promise<string> {
  for (let n = 0; n < 1_000; n++) {
    const within = `${SCRIPTS[n % 5]} ${n % 20}${n % 4 === 0 ? '/further' : ''}`;
    const length = n % 25 === 0 ? 0 : 200 + n * 20;
    await folder.write(`Journey/${within}/${SCRIPTS[(n >> 2) % 5]} ${n}.bin`, noise(length, n));
  }
  return join(folder.path, 'Journey');
}

/** A few small files with names in five scripts, the last of them empty. Returns their paths. */
export async function writeFew(folder: TestFolder): Promise<readonly string[]> {
  return await Promise.all(
    SCRIPTS.map((name, n) => folder.write(`${name}.bin`, noise(n === 4 ? 0 : 3_000, n))),
  );
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}

export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The hashes of all files below a folder. */
export async function hashesOf(folder: string): Promise<Hashes> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hashes: Record<string, string> = {};
  for (const entry of entries.filter((one) => one.isFile())) {
    const full = join(entry.parentPath, entry.name);
    hashes[relative(folder, full)] = await hashOf(full);
  }
  return hashes;
}

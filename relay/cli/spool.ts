/**
 * The pages of one share, on the disk: memory stays flat however much is shared, and readers get the bytes of the link
 * even if the files change. The spool is a file without a name, so nothing of it is left when the program ends in
 * whatever way. Pages in it are as they travel.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageRange, PageSource } from '../client/index.ts';
import type { Address } from '../protocol/index.ts';

interface Place {
  readonly at: number;
  readonly length: number;
}

export class Spool implements PageSource {
  readonly #file: FileHandle;
  /** Set where the system keeps the name of an open file. */
  readonly #path: string | undefined;
  readonly #places = new Map<Address, Place>();
  #end = 0;

  private constructor(file: FileHandle, path: string | undefined) {
    this.#file = file;
    this.#path = path;
  }

  static async open(): Promise<Spool> {
    const path = join(spoolFolder(), `share-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    try {
      await rm(path);
      return new Spool(file, undefined);
    } catch {
      return new Spool(file, path); // Windows
    }
  }

  /** Stores a page. It counts as held once this has resolved. */
  async put(address: Address, page: Uint8Array): Promise<void> {
    if (this.#places.has(address)) return;
    const at = this.#end;
    this.#end += page.length;
    let written = 0;
    while (written < page.length) {
      const rest = page.subarray(written);
      written += (await this.#file.write(rest, 0, rest.length, at + written)).bytesWritten;
    }
    this.#places.set(address, { at, length: page.length });
  }

  async addresses(): Promise<readonly Address[]> {
    return [...this.#places.keys()].toReversed();
  }

  lengthOf(address: Address): number | undefined {
    return this.#places.get(address)?.length;
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const place = this.#places.get(address);
    if (!place) return undefined;
    const wanted = Math.max(0, Math.min(length, place.length - from));
    const bytes = new Uint8Array(wanted);
    const { bytesRead } = await this.#file.read(bytes, 0, wanted, place.at + from);
    return { total: place.length, bytes: bytes.subarray(0, bytesRead) };
  }

  async close(): Promise<void> {
    await this.#file.close();
    if (this.#path) await rm(this.#path, { force: true });
  }
}

/** On the disk: the folder of the system for short-lived files often lies in memory. */
function spoolFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'mayfly');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return tmpdir();
  }
}

/** A page that comes into a file, and goes on after the bytes that an earlier program left there. */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import type { PageSink } from '../client/index.ts';
import { type Address, addressFromBytes } from '../protocol/index.ts';
import { Failure } from './failure.ts';

const READ_BYTES = 1024 * 1024;

/** Writes at once: the relay sends no faster than the disk takes, and memory stays flat. */
export class PageFile implements PageSink {
  readonly #file: number;
  #hash: Hash = createHash('sha256');
  received = 0;

  private constructor(file: number) {
    this.#file = file;
  }

  static open(path: string): PageFile {
    // Somebody else may have put a link there, where everybody may write.
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o666);
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.nlink !== 1) {
      closeSync(file);
      throw new Failure('failed', `${path} is in the way.`);
    }
    const page = new PageFile(file);
    page.#restore();
    return page;
  }

  write(bytes: Uint8Array): void {
    let written = 0;
    while (written < bytes.length) {
      const rest = bytes.length - written;
      written += writeSync(this.#file, bytes, written, rest, this.received + written);
    }
    this.#count(bytes);
  }

  reset(): void {
    ftruncateSync(this.#file, 0);
    this.#hash = createHash('sha256');
    this.received = 0;
  }

  async address(): Promise<Address> {
    return addressFromBytes(this.#hash.copy().digest());
  }

  read(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.received);
    let at = 0;
    while (at < bytes.length) {
      const count = readSync(this.#file, bytes, at, bytes.length - at, at);
      if (count === 0) throw new Error('the file has become shorter');
      at += count;
    }
    return bytes;
  }

  /** After this, all bytes survive a loss of power. */
  flush(): void {
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }

  #restore(): void {
    const bytes = new Uint8Array(READ_BYTES);
    for (;;) {
      const count = readSync(this.#file, bytes, 0, bytes.length, this.received);
      if (count === 0) return;
      this.#count(bytes.subarray(0, count));
    }
  }

  #count(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.received += bytes.length;
  }
}

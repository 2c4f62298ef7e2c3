/**
 * The reader's keys of one once link, in a file that only this user reads: a program that was killed after it asked gets
 * the same answer again. The file lies in no target folder, because a pipe has none. It holds neither the key nor the
 * text of the page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading, ReadingStore } from '../client/index.ts';
import { type Address, decodeBase64url, encodeBase64url } from '../protocol/index.ts';
import { Failure, isSystemError } from './failure.ts';
import { DISK, writeWhole } from './keep/disk.ts';
import { stateFolder } from './state-folder.ts';

/** The file. `x` and `d` are the public and the private key, as in RFC 8037. */
interface StoredFile {
  readonly v: 1;
  readonly x: string;
  readonly d: string;
  readonly asked: boolean;
  readonly opened?: { readonly at: number; readonly receipt: string };
}

const X25519 = 'X25519';

export class StoredReading implements ReadingStore {
  readonly #path: string;
  #keys: Pick<StoredFile, 'x' | 'd'> | undefined;
  readonly #deleted = Promise.withResolvers<void>();

  constructor(lock: Address, folder = stateFolder()) {
    this.#path = join(folder, `once-${lock}.json`);
  }

  /** Resolves when nothing of it is left. */
  get deleted(): Promise<void> {
    return this.#deleted.promise;
  }

  /** The time at which an earlier program wrote its output, in Unix milliseconds, if its receipt is still on its way. */
  get openedAt(): number | undefined {
    return readStored(this.#path)?.opened?.at;
  }

  /** The reading that an earlier program left; otherwise a new one, whose keys are on the disk by now. */
  async read(lock: Address): Promise<Reading> {
    const stored = readStored(this.#path);
    if (!stored) return await this.#begin(lock);
    const { x, d, asked, opened } = stored;
    this.#keys = { x, d };
    const receipt = opened && decodeBase64url(opened.receipt);
    return {
      lock,
      keys: await keysOf({ x, d }),
      asked,
      ...(opened && receipt && { opened: { at: opened.at, receipt } }),
    };
  }

  async write({ asked, opened }: Reading): Promise<void> {
    if (!this.#keys) throw new Error('expected a reading that was read before');
    const file: StoredFile = {
      v: 1,
      ...this.#keys,
      asked,
      ...(opened && { opened: { at: opened.at, receipt: encodeBase64url(opened.receipt) } }),
    };
    await writeWhole(DISK, this.#path, JSON.stringify(file));
  }

  async delete(): Promise<void> {
    await DISK.remove(this.#path);
    this.#deleted.resolve();
  }

  async #begin(lock: Address): Promise<Reading> {
    const made = await crypto.subtle.generateKey(X25519, true, ['deriveBits']);
    if (!('publicKey' in made)) throw new Error('expected a pair of X25519 keys, got one key');
    const { x, d } = await crypto.subtle.exportKey('jwk', made.privateKey);
    if (x === undefined || d === undefined) throw new Error('expected both parts of an X25519 key');
    this.#keys = { x, d };
    const reading: Reading = { lock, keys: made, asked: false };
    await this.write(reading);
    return reading;
  }
}

/** Undefined if there is none, or none that this version can read. Files are written whole. */
function readStored(path: string): StoredFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
  const file = JSON.parse(text) as StoredFile;
  if (file.v === 1) return file;
  throw new Failure('failed', `A newer version of this program uses ${path}.`);
}

async function keysOf({ x, d }: Pick<StoredFile, 'x' | 'd'>): Promise<Reading['keys']> {
  const key = { kty: 'OKP', crv: X25519, x };
  const { subtle } = crypto;
  return {
    publicKey: await subtle.importKey('jwk', key, X25519, true, []),
    privateKey: await subtle.importKey('jwk', { ...key, d }, X25519, false, ['deriveBits']),
  };
}

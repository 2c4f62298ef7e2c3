/**
 * Sealed pages. A page travels encrypted under a key that only links carry, so relays and holders serve bytes that they
 * cannot read. A page is `nonce (12) ‖ AES-256-GCM(length (u32) ‖ content ‖ zeros)`; the content is compressed if that
 * saves enough. See PROTOCOL.md, appendix B.
 */
import { KEY_BYTES } from '../protocol/link.ts';
import { release } from './bundle/released-bytes.ts';
import { deflate, inflate, INFLATED_BYTES } from './compression.ts';
import { longestPaddedLength, paddedLength } from './padding.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
/** Set in the length of compressed content. To a client that does not know the mark, the length fits no page. */
const DEFLATED = 0x8000_0000;
const AROUND_BYTES = NONCE_BYTES + TAG_BYTES;

type Bytes = Uint8Array<ArrayBuffer>;

export interface Sealed {
  /** The page: the bytes that are addressed, held and sent. */
  readonly bytes: Bytes;
  /** The key of the page. It belongs into links and nowhere else. */
  readonly key: Bytes;
}

/** The reason why bytes do not open. Nobody can tell a wrong key from changed bytes. */
export type SealProblem = 'wrong-key' | 'not-sealed';

/** A new key, to be used for one page. */
export function newKey(): Bytes {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** Seals `content` under a key that seals nothing else. */
export async function seal(content: Uint8Array, key = newKey()): Promise<Sealed> {
  return { bytes: await encrypt(await plaintextOf(content), key), key };
}

/** The page of `content` under `key`, uncompressed, so that only the content's length decides its length. */
export async function sealUnder(content: Uint8Array, key: Uint8Array): Promise<Bytes> {
  return await encrypt(padded(content.length, content), key);
}

/** Takes the plaintext's memory. */
async function encrypt(plaintext: Bytes, key: Uint8Array): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const imported = await importKey(key, 'encrypt');
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, imported, plaintext);
  const bytes = new Uint8Array(NONCE_BYTES + ciphertext.byteLength);
  bytes.set(iv);
  const sealed = new Uint8Array(ciphertext);
  bytes.set(sealed, NONCE_BYTES);
  release(sealed);
  release(plaintext);
  return bytes;
}

/** The content sealed in `bytes`, or the reason why `key` does not open it. */
export async function openSealed(bytes: Bytes, key: Uint8Array): Promise<Bytes | SealProblem> {
  if (!mayBeSealed(bytes.length)) return 'not-sealed';
  const plaintext = await decrypt(bytes, key);
  if (plaintext === undefined) return 'wrong-key';
  return (await contentOf(plaintext)) ?? 'not-sealed';
}

/**
 * Says whether a sealed page can have this length. Few other pages have one of these lengths; the bytes themselves say
 * nothing.
 */
export function mayBeSealed(length: number): boolean {
  const plaintext = length - AROUND_BYTES;
  return plaintext > 0 && paddedLength(plaintext) === plaintext;
}

/** The length of the sealed page of `length` bytes that are not compressed. */
export function sealedLength(length: number): number {
  return paddedLength(LENGTH_BYTES + length) + AROUND_BYTES;
}

/** The largest content, in bytes, whose sealed page has at most `pageBytes`; 0 if there is none. */
export function largestContent(pageBytes: number): number {
  return Math.max(0, longestPaddedLength(pageBytes - AROUND_BYTES) - LENGTH_BYTES);
}

/** The largest content that a sealed page of at most `pageBytes` may hold if it shrinks enough; 0 if there is none. */
export function mostContent(pageBytes: number): number {
  const least = largestContent(pageBytes);
  return least === 0 ? 0 : Math.max(least, INFLATED_BYTES);
}

async function plaintextOf(content: Uint8Array): Promise<Bytes> {
  const plain = padded(content.length, content);
  // Compression that saves nothing after padding is not worth it.
  if (plain.length === paddedLength(0)) return plain;
  const deflated = await deflate(content);
  if (!deflated) return plain;
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, content.length);
  const smaller = padded(DEFLATED + LENGTH_BYTES + deflated.length, length, deflated);
  return smaller.length < plain.length ? smaller : plain;
}

/** The first length, then the parts, then zeros. */
function padded(length: number, ...parts: readonly Uint8Array[]): Bytes {
  const bytes = parts.reduce((sum, part) => sum + part.length, LENGTH_BYTES);
  const plaintext = new Uint8Array(paddedLength(bytes));
  new DataView(plaintext.buffer).setUint32(0, length);
  let at = LENGTH_BYTES;
  for (const part of parts) {
    plaintext.set(part, at);
    at += part.length;
  }
  return plaintext;
}

/** Undefined if the author sealed it by other rules. */
async function contentOf(plaintext: Bytes): Promise<Bytes | undefined> {
  const view = new DataView(plaintext.buffer);
  const first = view.getUint32(0);
  const length = first % DEFLATED;
  if (paddedLength(LENGTH_BYTES + length) !== plaintext.length) return undefined;
  if (first < DEFLATED) {
    const content = plaintext.slice(LENGTH_BYTES, LENGTH_BYTES + length);
    release(plaintext);
    return content;
  }
  if (length < LENGTH_BYTES) return undefined;
  const deflated = plaintext.subarray(2 * LENGTH_BYTES, LENGTH_BYTES + length);
  return await inflate(deflated, view.getUint32(LENGTH_BYTES));
}

async function decrypt(bytes: Bytes, key: Uint8Array): Promise<Bytes | undefined> {
  const iv = bytes.subarray(0, NONCE_BYTES);
  const imported = await importKey(key, 'decrypt');
  try {
    const plaintext = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv },
      imported,
      bytes.subarray(NONCE_BYTES),
    );
    return new Uint8Array(plaintext);
  } catch (error) {
    // A browser's error for a tag that does not match. Any other error is a failure of another kind.
    if (error instanceof Error && error.name === 'OperationError') return undefined;
    throw error;
  }
}

function importKey(key: Uint8Array, usage: 'encrypt' | 'decrypt') {
  // The types exclude views of shared memory, and no key is ever in one.
  const raw = key as Bytes;
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [usage]);
}

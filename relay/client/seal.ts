/**
 * Sealed pages: what travels is encrypted under a key that only links carry, so relays and holders serve what they
 * cannot read. A page is `nonce (12) ‖ AES-256-GCM(length (u32) ‖ content ‖ zeros)`; PROTOCOL.md, appendix B.
 */
import { KEY_BYTES } from '../protocol/link.ts';
import { longestPaddedLength, paddedLength } from './padding.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
const AROUND_BYTES = NONCE_BYTES + TAG_BYTES;

type Bytes = Uint8Array<ArrayBuffer>;

export interface Sealed {
  /** The page: what is addressed, held and sent. */
  readonly bytes: Bytes;
  /** What opens it; belongs into links and nowhere else. */
  readonly key: Bytes;
}

/** Why bytes do not open. Whether the key is wrong or the bytes were changed cannot be told apart. */
export type SealProblem = 'wrong-key' | 'not-sealed';

/** Seals `content` under a key that is used for nothing else. */
export async function seal(content: Uint8Array): Promise<Sealed> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await importKey(key, 'encrypt'),
    padded(content),
  );
  const bytes = new Uint8Array(NONCE_BYTES + ciphertext.byteLength);
  bytes.set(nonce);
  bytes.set(new Uint8Array(ciphertext), NONCE_BYTES);
  return { bytes, key };
}

/** The content that was sealed in `bytes`, or why it cannot be had with `key`. */
export async function openSealed(bytes: Bytes, key: Uint8Array): Promise<Bytes | SealProblem> {
  if (!mayBeSealed(bytes.length)) return 'not-sealed';
  const plaintext = await decrypt(bytes, key);
  if (plaintext === undefined) return 'wrong-key';
  return contentOf(plaintext) ?? 'not-sealed';
}

/** Whether a page of so many bytes can be a sealed one. Few other lengths can; of the bytes themselves nothing tells. */
export function mayBeSealed(length: number): boolean {
  const plaintext = length - AROUND_BYTES;
  return plaintext > 0 && paddedLength(plaintext) === plaintext;
}

/** The most content, in bytes, that makes a sealed page of at most `pageBytes`; 0 where none does. */
export function largestContent(pageBytes: number): number {
  return Math.max(0, longestPaddedLength(pageBytes - AROUND_BYTES) - LENGTH_BYTES);
}

function padded(content: Uint8Array): Bytes {
  const plaintext = new Uint8Array(paddedLength(LENGTH_BYTES + content.length));
  new DataView(plaintext.buffer).setUint32(0, content.length);
  plaintext.set(content, LENGTH_BYTES);
  return plaintext;
}

/** Undefined where whoever sealed it did so by other rules. */
function contentOf(plaintext: Bytes): Bytes | undefined {
  const length = new DataView(plaintext.buffer).getUint32(0);
  if (paddedLength(LENGTH_BYTES + length) !== plaintext.length) return undefined;
  return plaintext.slice(LENGTH_BYTES, LENGTH_BYTES + length);
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
    // What a browser says when the tag does not match; anything else is a failure of another kind.
    if (error instanceof Error && error.name === 'OperationError') return undefined;
    throw error;
  }
}

function importKey(key: Uint8Array, usage: 'encrypt' | 'decrypt') {
  // The types rule out views of shared memory, which no key is ever kept in.
  const raw = key as Bytes;
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [usage]);
}

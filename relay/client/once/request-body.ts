/**
 * The notes of readers: `version (1) ‖ kind (1) ‖ reader's public key (32) ‖ proof (32)`. The proof of an open shows that
 * the reader has the whole link; the proof of a receipt shows that the reader got the key of the page.
 */
import { type Address, ADDRESS_BYTES, writeAddress } from '../../protocol/index.ts';
import { type Bytes, deriveKey, joined, ONCE_KEY_BYTES } from './key-derivation.ts';

export const VERSION = 1;
const KINDS = { open: 1, receipt: 2 } as const;
const HEAD_BYTES = 2;
const REQUEST_BYTES = HEAD_BYTES + 2 * ONCE_KEY_BYTES;

type RequestKind = keyof typeof KINDS;

export interface OnceRequest {
  readonly kind: RequestKind;
  /** The reader's public key. */
  readonly reader: Uint8Array;
  readonly proof: Uint8Array;
}

/** The facts that a proof covers. */
export interface Proven {
  readonly kind: RequestKind;
  readonly reader: Uint8Array;
  readonly lock: Address;
}

/** The secret of a proof: the capability for an open, `receiptSecret` for a receipt. */
export async function requestBody(proven: Proven, secret: Uint8Array): Promise<Bytes> {
  const key = await proofKey(proven.kind, secret, 'sign');
  const proof = await crypto.subtle.sign('HMAC', key, covered(proven));
  return joined(head(proven), new Uint8Array(proof));
}

/** The request in a note; undefined if the note is none that this version knows. */
export function parseRequest(body: Uint8Array): OnceRequest | undefined {
  const [version, code] = body;
  const kind = code === KINDS.open ? 'open' : code === KINDS.receipt ? 'receipt' : undefined;
  if (version !== VERSION || !kind || body.length !== REQUEST_BYTES) return undefined;
  const reader = body.slice(HEAD_BYTES, HEAD_BYTES + ONCE_KEY_BYTES);
  return { kind, reader, proof: body.slice(HEAD_BYTES + ONCE_KEY_BYTES) };
}

export async function isProven(
  { kind, reader, proof }: OnceRequest,
  lock: Address,
  secret: Uint8Array,
): Promise<boolean> {
  const key = await proofKey(kind, secret, 'verify');
  return await crypto.subtle.verify('HMAC', key, proof as Bytes, covered({ kind, reader, lock }));
}

/** The secret that only the author and a reader with the page's key have. */
export function receiptSecret(shared: Uint8Array, contentKey: Uint8Array): Bytes {
  return joined(shared, contentKey);
}

async function proofKey(kind: RequestKind, secret: Uint8Array, usage: 'sign' | 'verify') {
  const raw = await deriveKey(secret, kind === 'open' ? 'proof' : 'receipt');
  return await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, [
    usage,
  ]);
}

function covered(proven: Proven): Bytes {
  const lock = new Uint8Array(ADDRESS_BYTES);
  writeAddress(proven.lock, lock);
  return joined(head(proven), lock);
}

function head({ kind, reader }: Proven): Bytes {
  return joined(Uint8Array.of(VERSION, KINDS[kind]), reader);
}

/**
 * The body of a note between a device and its keeper: `1 ‖ nonce (12) ‖ AES-256-GCM(json length (u16) ‖ JSON ‖
 * n (u16) ‖ n addresses ‖ zeros)`. All bodies have one of two lengths, which tells a relay little.
 */
import {
  type Address,
  ADDRESS_BYTES,
  addressFromBytes,
  writeAddress,
} from '../../protocol/index.ts';
import { type Bytes, derivedKey, joined } from '../derived-key.ts';

const VERSION = 1;
const NONCE_BYTES = 12;
const AROUND_BYTES = 1 + NONCE_BYTES + 16;
const COUNT_BYTES = 2;
/** The lengths of bodies. The longer one fits into a note of 4,096 characters. */
const BODY_BYTES = [512, 3_072] as const;

/** The key, and the facts that both sides know. */
export interface NoteLine {
  readonly key: Uint8Array;
  readonly purpose: 'request' | 'answer';
  /** The address of the pairing. */
  readonly pairing: Address;
  /** The nonce of the request, in an answer to it. */
  readonly request?: Uint8Array;
}

interface NoteContent {
  readonly facts: object;
  readonly addresses?: readonly Address[];
}

interface OpenedNote {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly addresses: readonly Address[];
}

/** Throws if the content is too long for a note. */
export async function sealNote(
  content: NoteContent,
  line: NoteLine,
  nonce: Bytes = crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
): Promise<Bytes> {
  const plain = plaintext(content);
  const sealed = await crypto.subtle.encrypt(
    algorithm(line, nonce),
    await cipher(line, 'encrypt'),
    plain,
  );
  return joined(Uint8Array.of(VERSION), nonce, new Uint8Array(sealed));
}

/** The content of a note; undefined if it is not of this pairing, or not of this version. */
export async function openNote(body: Uint8Array, line: NoteLine): Promise<OpenedNote | undefined> {
  if (body[0] !== VERSION || !BODY_BYTES.some((length) => length === body.length)) return undefined;
  const key = await cipher(line, 'decrypt');
  try {
    const iv = nonceOf(body);
    const sealed = body.slice(1 + NONCE_BYTES);
    return contentIn(new Uint8Array(await crypto.subtle.decrypt(algorithm(line, iv), key, sealed)));
  } catch (error) {
    // A browser's error for a tag that does not match. Any other error is a failure of another kind.
    if (error instanceof Error && error.name === 'OperationError') return undefined;
    throw error;
  }
}

/** The nonce of a note. That of a request is its id. */
export function nonceOf(body: Uint8Array): Bytes {
  return body.slice(1, 1 + NONCE_BYTES);
}

function plaintext({ facts, addresses = [] }: NoteContent): Bytes {
  const json = new TextEncoder().encode(JSON.stringify(facts));
  const length = 2 * COUNT_BYTES + json.length + ADDRESS_BYTES * addresses.length;
  const body = BODY_BYTES.find((bytes) => length + AROUND_BYTES <= bytes);
  if (body === undefined)
    throw new Error(`expected a content that fits a note, got ${length} bytes`);
  const plain = new Uint8Array(body - AROUND_BYTES);
  const view = new DataView(plain.buffer);
  view.setUint16(0, json.length);
  plain.set(json, COUNT_BYTES);
  const at = COUNT_BYTES + json.length;
  view.setUint16(at, addresses.length);
  for (const [i, address] of addresses.entries()) {
    writeAddress(address, plain, at + COUNT_BYTES + ADDRESS_BYTES * i);
  }
  return plain;
}

function contentIn(plain: Bytes): OpenedNote | undefined {
  const view = new DataView(plain.buffer);
  const at = COUNT_BYTES + view.getUint16(0);
  if (at + COUNT_BYTES > plain.length) return undefined;
  const count = view.getUint16(at);
  const from = at + COUNT_BYTES;
  const facts = recordIn(plain.subarray(COUNT_BYTES, at));
  if (!facts || from + ADDRESS_BYTES * count > plain.length) return undefined;
  const addresses = Array.from({ length: count }, (_, i) =>
    addressFromBytes(plain, from + ADDRESS_BYTES * i),
  );
  return { facts, addresses };
}

/** The JSON object in UTF-8 bytes; undefined if they hold none. */
export function recordIn(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // not text, or not JSON
  }
}

async function cipher({ key, purpose }: NoteLine, usage: 'encrypt' | 'decrypt') {
  const raw = await derivedKey(key, `mayfly keeper ${purpose}`);
  return await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [usage]);
}

function algorithm({ pairing, request }: NoteLine, iv: Bytes) {
  const address = new Uint8Array(ADDRESS_BYTES);
  writeAddress(pairing, address);
  return { name: 'AES-GCM', iv, additionalData: request ? joined(address, request) : address };
}

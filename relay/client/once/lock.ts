/**
 * The lock of a once link: a small sealed page that names the sealed page of the content and carries the author's public
 * key. Its address stands in the link; the capability in the link's fragment opens it.
 */
import {
  type Address,
  decodeBase64url,
  encodeBase64url,
  isAddress,
  mediaTypeIn,
  mediaTypeOf,
  parseOrigin,
} from '../../protocol/index.ts';
import { openSealed, sealUnder } from '../seal.ts';
import { addressOf } from '../verify.ts';
import {
  type Bytes,
  deriveKey,
  newOnceKeys,
  ONCE_KEY_BYTES,
  publicBytes,
} from './key-derivation.ts';
import type { LockRecord } from './lock-record.ts';

/** The content of a lock. */
export interface Lock {
  readonly version: 1;
  /** The address of the sealed page. */
  readonly page: Address;
  /** The length of the sealed page. */
  readonly bytes: number;
  readonly mediaType: string;
  /** A file name. */
  readonly name?: string;
  /** The author's X25519 public key. */
  readonly author: Uint8Array;
  /** Origins of other relays where the author's browser is. */
  readonly relays: readonly string[];
}

/** The facts that make one once link. */
export interface NewLock {
  readonly page: Address;
  readonly bytes: number;
  readonly mediaType: string;
  readonly name?: string;
  readonly relays?: readonly string[];
  readonly contentKey: Bytes;
  readonly total: number;
  readonly person?: string;
  readonly createdAt: number;
}

export interface MadeLock {
  /** The lock as a page: the bytes that readers fetch. */
  readonly lockPage: Bytes;
  readonly record: LockRecord;
}

/** `'wrong-capability'` also stands for changed bytes: nobody can tell the two apart. */
export type LockProblem = 'wrong-capability' | 'not-a-lock';

/** The most readers of one link. */
export const MOST_OPENS = 1_000;

/** The longest lock. Its author may be anybody, and nobody has to take more in before a person pressed *Open*. */
const LOCK_BYTES = 65_536;
/** Spaces fill the content up to this length, so that nearly all locks are pages of one length. */
const CONTENT_BYTES = 1_020;
const SPACE = 0x20;

export async function makeLock(of: NewLock): Promise<MadeLock> {
  const { page, contentKey, total, person, createdAt } = of;
  if (!Number.isSafeInteger(total) || total < 1 || total > MOST_OPENS) {
    throw new Error(`expected 1 to ${MOST_OPENS} opens, got ${total}`);
  }
  const capability = crypto.getRandomValues(new Uint8Array(ONCE_KEY_BYTES));
  const keys = await newOnceKeys();
  const content = formatLock(of, await publicBytes(keys));
  const lockPage = await sealUnder(content, await deriveKey(capability, 'lock'));
  const none = { count: 0 };
  return {
    lockPage,
    record: {
      lock: await addressOf(lockPage),
      page,
      capability,
      keys,
      contentKey,
      total,
      releases: [],
      refused: { wrongProof: none, spent: none },
      ...(person && { person }),
      createdAt,
    },
  };
}

/** The lock in a page's bytes, or the reason why there is none. */
export async function openLock(
  lockPage: Uint8Array<ArrayBuffer>,
  capability: Uint8Array,
): Promise<Lock | LockProblem> {
  if (lockPage.length > LOCK_BYTES) return 'not-a-lock';
  const content = await openSealed(lockPage, await deriveKey(capability, 'lock'));
  if (content === 'wrong-key') return 'wrong-capability';
  return content === 'not-sealed' || content.length > LOCK_BYTES
    ? 'not-a-lock'
    : parseLock(content);
}

function formatLock({ page, bytes, mediaType, name, relays }: NewLock, author: Uint8Array): Bytes {
  const text = JSON.stringify({
    mayfly: 'lock',
    version: 1,
    page,
    bytes,
    type: mediaType,
    ...(name && { name }),
    author: encodeBase64url(author),
    ...(relays && relays.length > 0 && { relays }),
  });
  const encoded = new TextEncoder().encode(text);
  const content = new Uint8Array(Math.max(encoded.length, CONTENT_BYTES)).fill(SPACE);
  content.set(encoded);
  return content;
}

function parseLock(content: Uint8Array): Lock | LockProblem {
  const fields = parsed(content);
  if (fields?.['mayfly'] !== 'lock' || fields['version'] !== 1) return 'not-a-lock';
  const { page, bytes, type, name, relays = [] } = fields;
  const author = typeof fields['author'] === 'string' && decodeBase64url(fields['author']);
  const isWhole =
    isAddress(page) && Number.isSafeInteger(bytes) && typeof type === 'string' && author;
  if (!isWhole || author.length !== ONCE_KEY_BYTES || !areTexts(relays)) return 'not-a-lock';
  return {
    version: 1,
    page,
    bytes: Number(bytes),
    mediaType: mediaTypeIn(type) ?? mediaTypeOf({}),
    ...(typeof name === 'string' && name && { name }),
    author,
    relays: [...new Set(relays.flatMap((relay) => parseOrigin(relay) ?? []))],
  };
}

function parsed(content: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // not text, or not JSON
  }
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

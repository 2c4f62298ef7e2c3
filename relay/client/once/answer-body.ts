/**
 * The notes of the author: `version (1) ‖ nonce (12) ‖ AES-256-GCM(64 bytes)` under a key that only the author and one
 * reader have. All answers have one length, so the relay cannot tell a key from a refusal.
 */
import { type Address, ADDRESS_BYTES, writeAddress } from '../../protocol/index.ts';
import { type Bytes, deriveKey, joined, ONCE_KEY_BYTES } from './key-derivation.ts';
import type { Answer } from './lock-record.ts';
import { VERSION } from './request-body.ts';

const KINDS = { key: 1, spent: 2, received: 3 } as const;
const NONCE_BYTES = 12;
const PLAIN_BYTES = 64;
const TAG_BYTES = 16;
const ANSWER_BYTES = 1 + NONCE_BYTES + PLAIN_BYTES + TAG_BYTES;
const AT = 1 + ONCE_KEY_BYTES;
const TOTAL = AT + 8;

/** The two ends of an answer, and the secret that they share. */
export interface AnswerLine {
  readonly lock: Address;
  readonly reader: Uint8Array;
  readonly shared: Uint8Array;
}

export async function answerBody(
  answer: Answer,
  line: AnswerLine,
  nonce: Bytes = crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
): Promise<Bytes> {
  const sealed = await crypto.subtle.encrypt(
    algorithm(line, nonce),
    await cipher(line, 'encrypt'),
    plaintext(answer),
  );
  return joined(Uint8Array.of(VERSION), nonce, new Uint8Array(sealed));
}

/** The author's answer in a note; undefined if the note is not from the author, or not for this reader. */
export async function openAnswer(body: Uint8Array, line: AnswerLine): Promise<Answer | undefined> {
  if (body[0] !== VERSION || body.length !== ANSWER_BYTES) return undefined;
  const nonce = body.slice(1, 1 + NONCE_BYTES);
  const sealed = body.slice(1 + NONCE_BYTES);
  const key = await cipher(line, 'decrypt');
  try {
    return answerIn(
      new Uint8Array(await crypto.subtle.decrypt(algorithm(line, nonce), key, sealed)),
    );
  } catch (error) {
    // A browser's error for a tag that does not match. Any other error is a failure of another kind.
    if (error instanceof Error && error.name === 'OperationError') return undefined;
    throw error;
  }
}

function plaintext(answer: Answer): Bytes {
  const plain = new Uint8Array(PLAIN_BYTES);
  const view = new DataView(plain.buffer);
  plain[0] = KINDS[answer.kind];
  if (answer.kind === 'key') plain.set(answer.contentKey, 1);
  view.setBigUint64(AT, BigInt(Math.max(0, Math.floor(answer.at))));
  if (answer.kind === 'spent') view.setUint32(TOTAL, answer.total);
  return plain;
}

function answerIn(plain: Bytes): Answer | undefined {
  const view = new DataView(plain.buffer);
  const at = Number(view.getBigUint64(AT));
  switch (plain[0]) {
    case KINDS.key:
      return { kind: 'key', contentKey: plain.slice(1, AT), at };
    case KINDS.spent:
      return { kind: 'spent', at, total: view.getUint32(TOTAL) };
    case KINDS.received:
      return { kind: 'received', at };
    default:
      return undefined;
  }
}

async function cipher({ shared }: AnswerLine, usage: 'encrypt' | 'decrypt') {
  const raw = await deriveKey(shared, 'answer');
  return await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [usage]);
}

function algorithm({ lock, reader }: AnswerLine, iv: Bytes) {
  const address = new Uint8Array(ADDRESS_BYTES);
  writeAddress(lock, address);
  return { name: 'AES-GCM', iv, additionalData: joined(address, reader) };
}

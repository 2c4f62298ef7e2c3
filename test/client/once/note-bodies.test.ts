/** The bodies of notes, computed a second time with Node's own functions. */
import {
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { answerBody, openAnswer } from '../../../relay/client/once/answer-body.ts';
import {
  newOnceKeys,
  publicBytes,
  sharedSecret,
} from '../../../relay/client/once/key-derivation.ts';
import type { Answer } from '../../../relay/client/once/lock-record.ts';
import {
  isProven,
  parseRequest,
  receiptSecret,
  requestBody,
} from '../../../relay/client/once/request-body.ts';
import type { Address } from '../../../relay/protocol/index.ts';
import vectors from '../../protocol/vectors.json' with { type: 'json' };
import { fromHex } from './once-scene.ts';

const hex = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('hex');
const [vector] = vectors.once.requests;
if (!vector) throw new Error('expected a vector');
const lock = vector.lock as Address;
const reader = fromHex(vector.reader);
const capability = fromHex(vector.capability);
const secret = receiptSecret(fromHex(vector.shared), fromHex(vector.contentKey));

function derived(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `mayfly once ${purpose}`, 32));
}

describe('a request', () => {
  test('is that of the vectors', async () => {
    expect(hex(await requestBody({ kind: 'open', reader, lock }, capability))).toBe(vector.open);
    expect(hex(await requestBody({ kind: 'receipt', reader, lock }, secret))).toBe(vector.receipt);
  });

  test('proves what the document says', () => {
    const proof = (kind: string, key: Buffer) =>
      createHmac('sha256', key)
        .update(Buffer.from(`01${kind}${vector.reader}${lock}`, 'hex'))
        .digest('hex');
    expect(vector.open).toBe(`0101${vector.reader}${proof('01', derived(capability, 'proof'))}`);
    expect(vector.receipt).toBe(`0102${vector.reader}${proof('02', derived(secret, 'receipt'))}`);
  });

  test('is read as it was written', () => {
    expect(parseRequest(fromHex(vector.open))).toMatchObject({ kind: 'open', reader });
    expect(parseRequest(fromHex(vector.receipt))).toMatchObject({ kind: 'receipt', reader });
  });

  test.each([
    ['shorter', vector.open.slice(2)],
    ['longer', `${vector.open}00`],
    ['of another version', `02${vector.open.slice(2)}`],
    ['of another kind', `0103${vector.open.slice(4)}`],
    ['empty', ''],
  ])('that is %s is none', (_, body) => {
    expect(parseRequest(fromHex(body))).toBeUndefined();
  });

  test('proves nothing about another lock, reader or kind', async () => {
    const request = parseRequest(fromHex(vector.open));
    if (!request) throw new Error('expected a request');
    expect(await isProven(request, lock, capability)).toBe(true);
    expect(await isProven(request, '0'.repeat(64) as Address, capability)).toBe(false);
    expect(await isProven({ ...request, reader: request.proof }, lock, capability)).toBe(false);
    expect(await isProven({ ...request, kind: 'receipt' }, lock, capability)).toBe(false);
    expect(await isProven(request, lock, reader)).toBe(false);
  });
});

describe('an answer', () => {
  test.each(vectors.once.answers)('is that of the vectors: $kind', async (of) => {
    const answer = answerOf(of);
    const line = { lock, reader: fromHex(of.reader), shared: fromHex(of.shared) };
    expect(hex(await answerBody(answer, line, fromHex(of.nonce)))).toBe(of.body);
    expect(await openAnswer(fromHex(of.body), line)).toEqual(answer);
  });

  test.each(vectors.once.answers)('is sealed as the document says: $kind', (of) => {
    const plaintext = Buffer.alloc(64);
    plaintext[0] = { key: 1, spent: 2, received: 3 }[of.kind] ?? 0;
    plaintext.write(of.contentKey ?? '', 1, 'hex');
    plaintext.writeBigUInt64BE(BigInt(of.at), 33);
    plaintext.writeUInt32BE(of.total ?? 0, 41);
    const key = derived(fromHex(of.shared), 'answer');
    const cipher = createCipheriv('aes-256-gcm', key, fromHex(of.nonce));
    cipher.setAAD(Buffer.from(of.lock + of.reader, 'hex'));
    const sealed = hex(Buffer.concat([cipher.update(plaintext), cipher.final()]));
    expect(of.body).toBe(`01${of.nonce}${sealed}${hex(cipher.getAuthTag())}`);
  });

  test('tells nobody else anything, and its length tells nothing', async () => {
    const line = { lock, reader, shared: fromHex(vector.shared) };
    const answers: Answer[] = vectors.once.answers.map(answerOf);
    const bodies = await Promise.all(answers.map((answer) => answerBody(answer, line)));
    expect(new Set(bodies.map(({ length }) => length)).size).toBe(1);
    const [body = new Uint8Array()] = bodies;
    expect(await openAnswer(body, { ...line, shared: reader })).toBeUndefined();
    expect(await openAnswer(body, { ...line, reader: capability })).toBeUndefined();
    expect(await openAnswer(body, { ...line, lock: '0'.repeat(64) as Address })).toBeUndefined();
    expect(await openAnswer(body.with(40, 255 - (body[40] ?? 0)), line)).toBeUndefined();
    expect(await openAnswer(body.subarray(1), line)).toBeUndefined();
  });
});

describe('the secret of two key pairs', () => {
  test('is that of the vectors', () => {
    const own = privateKey(vector.readerPrivate);
    const theirs = createPublicKey(privateKey(vector.authorPrivate));
    expect(hex(diffieHellman({ privateKey: own, publicKey: theirs }))).toBe(vector.shared);
  });

  test('is the same for both', async () => {
    const [alice, bob] = [await newOnceKeys(), await newOnceKeys()];
    const shared = await sharedSecret(alice, await publicBytes(bob));
    expect(shared).toEqual(await sharedSecret(bob, await publicBytes(alice)));
  });

  test.each([
    ['of zeros', new Uint8Array(32)],
    ['of small order', Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))],
    ['cut off', new Uint8Array(31)],
  ])('is refused for a public key %s', async (_, publicKey) => {
    expect(await sharedSecret(await newOnceKeys(), publicKey)).toBeUndefined();
  });
});

function answerOf(of: (typeof vectors.once.answers)[number]): Answer {
  const { kind, at, total = 0 } = of;
  if (kind === 'key') return { kind, contentKey: fromHex(of.contentKey ?? ''), at };
  return kind === 'spent' ? { kind, at, total } : { kind: 'received', at };
}

function privateKey(keyHex: string) {
  const der = Buffer.from(`302e020100300506032b656e04220420${keyHex}`, 'hex');
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

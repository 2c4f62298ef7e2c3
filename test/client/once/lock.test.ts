import { describe, expect, test } from 'vitest';
import {
  addressOf,
  type Lock,
  makeLock,
  openLock,
  seal,
  sealUnder,
} from '../../../relay/client/index.ts';
import { deriveKey, publicBytes } from '../../../relay/client/once/key-derivation.ts';
import { decodeBase64url } from '../../../relay/protocol/index.ts';
import vectors from '../../protocol/vectors.json' with { type: 'json' };
import { contentKey, fromHex, lockFor } from './once-scene.ts';

test.each(vectors.once.locks)('the lock of the vectors opens', async (vector) => {
  const page = fromHex(vector.page);
  const { type, author, ...rest } = JSON.parse(vector.content) as Record<string, unknown>;
  const lock = await openLock(page, fromHex(vector.capability));
  expect({ mayfly: 'lock', ...(lock as Lock) }).toEqual({
    ...rest,
    mediaType: type,
    author: decodeBase64url(String(author)),
  });
  expect(await addressOf(page)).toBe(vector.address);
});

test('a lock opens with its capability, and says all that a reader needs', async () => {
  const { lockPage, record } = await lockFor({ name: 'letter.md', relays: ['https://b.example'] });
  expect(await openLock(lockPage, record.capability)).toEqual({
    version: 1,
    page: record.page,
    bytes: 284,
    mediaType: 'text/markdown',
    name: 'letter.md',
    author: await publicBytes(record.keys),
    relays: ['https://b.example'],
  });
});

test('each link has a lock, a capability and keys of its own', async () => {
  const [one, other] = [await lockFor(), await lockFor()];
  expect(one.record.lock).not.toBe(other.record.lock);
  expect(one.record.capability).not.toEqual(other.record.capability);
  expect(await openLock(one.lockPage, other.record.capability)).toBe('wrong-capability');
});

test('nobody can read the private key out of a record', async () => {
  const { keys } = (await lockFor()).record;
  await expect(crypto.subtle.exportKey('jwk', keys.privateKey)).rejects.toThrow();
});

test('all locks have one length, whatever the name of the file', async () => {
  const names = ['a', 'letter to anna.md', 'ü'.repeat(127)];
  const locks = await Promise.all(names.map((name) => lockFor({ name })));
  expect(new Set(locks.map(({ lockPage }) => lockPage.length)).size).toBe(1);
});

test('the lock does not show the key of the page', async () => {
  const { lockPage, record } = await lockFor();
  const lock = await openLock(lockPage, record.capability);
  expect(JSON.stringify(lock)).not.toContain(Buffer.from(contentKey).toString('base64url'));
});

test.each([0, -1, 1.5, 1_001, NaN])('a link cannot open %d times', async (total) => {
  await expect(lockFor({ total })).rejects.toThrow('expected 1 to 1000 opens');
});

describe('a page that the capability opens is no lock if it holds', () => {
  const whole = {
    mayfly: 'lock',
    version: 1,
    page: '0'.repeat(64),
    bytes: 284,
    type: 'text/plain',
    author: 'A'.repeat(43),
  };
  const { author: _, ...authorless } = whole;
  test.each<[string, unknown]>([
    ['text', 'hello'],
    ['nothing', null],
    ['a list', []],
    ['something else', { ...whole, mayfly: 'bundle' }],
    ['a later version', { ...whole, version: 2 }],
    ['no address', { ...whole, page: 'x' }],
    ['a broken length', { ...whole, bytes: 1.5 }],
    ['no media type', { ...whole, type: 1 }],
    ['no author', authorless],
    ['a short key of the author', { ...whole, author: 'AAAA' }],
    ['relays that are no texts', { ...whole, relays: [1] }],
  ])('%s', async (_name, content) => {
    const capability = new Uint8Array(32).fill(1);
    const text = new TextEncoder().encode(JSON.stringify(content));
    const page = await sealUnder(text, await deriveKey(capability, 'lock'));
    expect(await openLock(page, capability)).toBe('not-a-lock');
  });

  test('more than any lock needs', async () => {
    const name = 'a'.repeat(65_536);
    const { lockPage, record } = await lockFor({ name });
    expect(await openLock(lockPage, record.capability)).toBe('not-a-lock');
    const text = new TextEncoder().encode(JSON.stringify({ ...whole, name }));
    const { bytes } = await seal(text, await deriveKey(record.capability, 'lock'));
    expect(bytes.length).toBeLessThan(65_536); // it is compressed
    expect(await openLock(bytes, record.capability)).toBe('not-a-lock');
  });

  test('bytes that are no sealed page', async () => {
    expect(await openLock(new Uint8Array(3), new Uint8Array(32))).toBe('not-a-lock');
  });
});

test('malformed hints in a lock are ignored', async () => {
  const { lockPage, record } = await lockFor({
    mediaType: 'text/html\n<b>',
    relays: ['javascript:alert(1)', 'https://b.example/', 'https://B.example', 'b'],
  });
  expect(await openLock(lockPage, record.capability)).toMatchObject({
    mediaType: 'text/plain',
    relays: ['https://b.example'],
  });
});

test('a lock without name and relays opens', async () => {
  const facts = { page: (await lockFor()).record.page, bytes: 1, mediaType: 'text/plain' };
  const made = await makeLock({ ...facts, contentKey, total: 1, createdAt: 0 });
  expect(await openLock(made.lockPage, made.record.capability)).toMatchObject({ relays: [] });
});

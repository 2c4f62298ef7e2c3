import { expect, test } from 'vitest';
import { seal } from '../../relay/client/seal.ts';
import type { Address } from '../../relay/protocol/address.ts';
import type { Link } from '../../relay/protocol/link.ts';
import { opened } from '../../relay/view/opened-page.ts';

const address = 'aa'.repeat(32) as Address;
const link: Link = { relay: 'http://relay.test', address, relays: [] };
const content = new TextEncoder().encode('hello');
const sealed = await seal(content);
/** Of a length that sealed pages have, and no text. */
const noise = Uint8Array.from({ length: 284 }, (_, i) => (i * 157 + 3) % 256);
const blank = new Uint8Array(284).fill(0xff);
/** Begins as PNG does. */
const picture = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, ...noise.slice(8)]);
/** Westerly text in an old encoding. */
const latin = Uint8Array.from({ length: 284 }, (_, i) =>
  'na\u00efve caf\u00e9 '.charCodeAt(i % 11),
);
const text = new Uint8Array(284).fill(0x61);
const DAMAGED = { link, isKeyDamaged: true };

function openedBy(whole: Link, bytes: Uint8Array<ArrayBuffer>) {
  return opened(bytes, { link: whole, isKeyDamaged: false });
}

test('a key opens the page that was sealed with it, under the hints of the link', async () => {
  const keyed = { ...link, key: sealed.key, mediaType: 'image/png', name: 'a.png' };
  const key = new Uint8Array(sealed.key);
  const page = { address, bytes: content, mediaType: 'image/png', name: 'a.png', key };
  expect(await openedBy(keyed, sealed.bytes)).toEqual({ state: 'shown', page });
});

test.each<[string, Partial<Link>, Uint8Array<ArrayBuffer>, string]>([
  ['a sealed page without a key', {}, sealed.bytes, 'no-key'],
  ['noise of such a length that is said to be text', { mediaType: 'text/html' }, noise, 'no-key'],
  [
    'a sealed picture without a key',
    { mediaType: 'image/png', name: 'a.png' },
    sealed.bytes,
    'no-key',
  ],
  ['a sealed file without a key', { mediaType: 'application/zip' }, sealed.bytes, 'no-key'],
  ['a sealed page with another key', { key: new Uint8Array(32) }, sealed.bytes, 'wrong-key'],
  ['a public page with a key', { key: new Uint8Array(32) }, content, 'not-sealed'],
  ['text of such a length with a key', { key: new Uint8Array(32) }, text, 'not-sealed'],
])('%s stays closed', async (_, hints, bytes, lock) => {
  expect(await openedBy({ ...link, ...hints }, bytes)).toEqual({ state: 'locked', lock });
});

test.each<[string, Partial<Link>, Uint8Array<ArrayBuffer>]>([
  ['text', {}, content],
  ['text of such a length', {}, text],
  ['noise of another length', {}, noise.slice(1)],
  ['a picture of such a length', { mediaType: 'image/png' }, picture],
  ['a picture without its type', {}, picture],
  ['a file that is no noise', { mediaType: 'application/x-disk' }, blank],
  ['text in an old encoding', {}, latin],
])('%s without a key is shown as it is', async (_, hints, bytes) => {
  expect(await openedBy({ ...link, ...hints }, bytes)).toMatchObject({ page: { bytes } });
});

test.each([
  ['a sealed page', sealed.bytes, 'bad-key'],
  ['a page of a length that no sealed one has', noise.slice(1), 'not-sealed'],
  ['text', text, 'not-sealed'],
  ['a file that is no noise', blank, 'not-sealed'],
])('of %s with a damaged key the screen says what is the case', async (_, bytes, lock) => {
  expect(await opened(bytes, DAMAGED)).toEqual({ state: 'locked', lock });
});

test('nothing that was sealed is ever taken for a public page', async () => {
  for (let length = 0; length < 3_000; length += 7) {
    const { bytes } = await seal(new Uint8Array(length));
    expect(await opened(bytes, DAMAGED)).toEqual({ state: 'locked', lock: 'bad-key' });
  }
});

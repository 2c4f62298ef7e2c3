import { expect, test } from 'vitest';
import { seal } from '../../relay/client/seal.ts';
import type { Address } from '../../relay/protocol/address.ts';
import type { Link } from '../../relay/protocol/link.ts';
import { lockOfDamagedKey, openPage } from '../../relay/view/open-page.ts';

const address = 'aa'.repeat(32) as Address;
const link: Link = { relay: 'http://relay.test', address, relays: [] };
const content = new TextEncoder().encode('hello');
const sealed = await seal(content);
/** Of a length that sealed pages have, and no text. */
const noise = Uint8Array.from({ length: 284 }, (_, at) => at * 151 + 7);
const text = new Uint8Array(284).fill(0x61);

test('a key opens the page that was sealed with it, under the hints of the link', async () => {
  const keyed = { ...link, key: sealed.key, mediaType: 'image/png', name: 'a.png' };
  const page = { address, bytes: content, mediaType: 'image/png', name: 'a.png' };
  expect(await openPage(keyed, sealed.bytes)).toEqual(page);
});

test.each<[string, Partial<Link>, Uint8Array<ArrayBuffer>, string]>([
  ['a sealed page without a key', {}, sealed.bytes, 'no-key'],
  ['noise of such a length that is said to be text', { mediaType: 'text/html' }, noise, 'no-key'],
  ['a sealed page with another key', { key: new Uint8Array(32) }, sealed.bytes, 'wrong-key'],
  ['a public page with a key', { key: new Uint8Array(32) }, content, 'not-sealed'],
  ['text of such a length with a key', { key: new Uint8Array(32) }, text, 'not-sealed'],
])('%s stays closed', async (_, hints, bytes, lock) => {
  expect(await openPage({ ...link, ...hints }, bytes)).toBe(lock);
});

test.each<[string, Partial<Link>, Uint8Array<ArrayBuffer>]>([
  ['text', {}, content],
  ['text of such a length', {}, text],
  ['noise of another length', {}, noise.slice(1)],
  ['noise that is said to be an image', { mediaType: 'image/png' }, noise],
])('%s without a key is shown as it is', async (_, hints, bytes) => {
  expect(await openPage({ ...link, ...hints }, bytes)).toMatchObject({ bytes });
});

test.each([
  ['a sealed page', sealed.bytes, 'bad-key'],
  ['a page of a length that no sealed one has', noise.slice(1), 'not-sealed'],
  ['text', text, 'not-sealed'],
])('of %s with a damaged key the screen says what is the case', (_, bytes, lock) => {
  expect(lockOfDamagedKey(bytes)).toBe(lock);
});

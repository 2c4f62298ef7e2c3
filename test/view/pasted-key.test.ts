import { expect, test } from 'vitest';
import { seal } from '../../relay/client/seal.ts';
import type { Address } from '../../relay/protocol/address.ts';
import { encodeBase64url } from '../../relay/protocol/base64url.ts';
import type { Link } from '../../relay/protocol/link.ts';
import { OpenedPage } from '../../relay/view/opened-page.ts';

const address = 'aa'.repeat(32) as Address;
const link: Link = { relay: 'http://relay.test', address, mediaType: 'text/html', relays: [] };
const { bytes, key } = await seal(new TextEncoder().encode('hello'));
const k = encodeBase64url(key);
const otherKey = encodeBase64url(new Uint8Array(32));

function lockedPage() {
  return new OpenedPage(bytes, { link, isKeyDamaged: false });
}

test.each([
  ['the key', k],
  ['the key over two lines', `  ${k.slice(0, 20)}\n ${k.slice(20)} `],
  ['the key as it stands in the link', `k=${k}`],
  ['the end of the link', `#k=${k}`],
  ['the whole link', `http://relay.test/${address}#k=${k}`],
  ['the link by another relay', `https://elsewhere.test/${address}#k=${k}`],
  ['a link whose start was lost', `.test/${address}#k=${k}`],
])('%s opens the page', async (_, pasted) => {
  expect(await lockedPage().tryKey(pasted)).toEqual({ link: { ...link, key } });
});

test('hints that come with the key go before those there were', async () => {
  const pasted = `http://relay.test/${address}#k=${k}&t=text/markdown&n=a.md`;
  expect(await lockedPage().tryKey(pasted)).toEqual({
    link: { ...link, key, mediaType: 'text/markdown', name: 'a.md' },
  });
});

test.each([
  ['nothing', ' ', 'There is nothing to try yet'],
  ['half a key', k.slice(1), 'There is no whole key in this'],
  ['a link without key', `http://relay.test/${address}`, 'There is no whole key in this'],
  ['another key', otherKey, 'This key does not fit the page'],
  ['the link of another page', `http://relay.test/${'bb'.repeat(32)}#k=${k}`, 'another page'],
  ['a script', 'javascript:alert(1)', 'There is no whole key in this'],
])('%s opens nothing, and is told why', async (_, pasted, why) => {
  expect(await lockedPage().tryKey(pasted)).toEqual({ problem: expect.stringContaining(why) });
});

test('a page that a pasted key opens is shown, and its link has the key', async () => {
  const page = lockedPage();
  await page.tryKey(k);
  expect(page.reading.value).toMatchObject({ state: 'shown', page: { mediaType: 'text/html' } });
  expect(page.found.value).toEqual({ link: { ...link, key }, isKeyDamaged: false });
});

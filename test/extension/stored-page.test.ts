import { addressOf, seal } from '@mayfly/relay/client';
import { encodeBase64url, type Link } from '@mayfly/relay/protocol';
import { expect, test, vi } from 'vitest';
import { StoredPage } from '../../extension/ui/viewer/stored-page.ts';
import { PassingPages } from '../../extension/store/passing-pages.ts';
import { Pages } from '../../extension/store/pages.ts';
import { bytesOf, HOME } from './scene.ts';

const content = bytesOf('hello');
const { bytes, key } = await seal(content);
const address = await addressOf(bytes);
const hints = { mediaType: 'text/plain' };

/** The viewer of a page that is held, with its key where that is given. */
async function viewer(of: Partial<Link> & { isKeyDamaged?: boolean; heldKey?: Uint8Array } = {}) {
  const { isKeyDamaged = false, heldKey, ...given } = of;
  const pages = new Pages();
  const passing = new PassingPages();
  const known = { title: 'a page', origin: 'viewed' as const, relays: [HOME], addedAt: 1 };
  await pages.put({ address, ...hints, ...known, ...(heldKey && { key: heldKey }) }, bytes);
  const link: Link = { relay: HOME, address, relays: [], ...given };
  const page = new StoredPage({ pages, passing, found: { link, isKeyDamaged } });
  return { page, pages, passing };
}

test('a page is opened with the key of its link', async () => {
  const { page } = await viewer({ key });
  await page.open({ mediaType: 'text/markdown', name: 'a.md' });
  expect(page.reading.value).toEqual({ state: 'opening' });
  expect(await page.opened).toEqual({ as: 'content', title: 'a.md' });
  const shown = { address, bytes: content, mediaType: 'text/markdown', name: 'a.md', key };
  expect(page.reading.value).toEqual({ state: 'shown', page: shown });
});

test.each([
  ['no key', {}, 'no-key'],
  ['a damaged key', { isKeyDamaged: true }, 'bad-key'],
  ['a wrong key', { key: new Uint8Array(32) }, 'wrong-key'],
])('a page by a link with %s is locked until the key is pasted', async (_, of, lock) => {
  const { page } = await viewer(of);
  await page.open(hints);
  await vi.waitFor(() => expect(page.reading.value).toEqual({ state: 'locked', lock }));
  expect(await page.tryKey('no key')).toMatchObject({ problem: expect.any(String) });
  expect(await page.tryKey(encodeBase64url(key))).toMatchObject({ link: { address, key } });
  expect(page.reading.value).toMatchObject({ state: 'shown', page: { bytes: content } });
  expect(await page.opened).toEqual({ as: 'content', title: 'hello' });
});

test('a locked page can be seen as it is', async () => {
  const { page } = await viewer();
  await page.open(hints);
  await vi.waitFor(() => expect(page.reading.value?.state).toBe('locked'));
  page.showAsIs();
  expect(page.reading.value).toMatchObject({ state: 'shown', page: { bytes } });
  expect(await page.opened).toMatchObject({ as: 'bytes' });
});

test.each([false, true])(
  'where the store has the key and the link does not, damaged: %s, the whole link is known',
  async (isKeyDamaged) => {
    const { page } = await viewer({ heldKey: key, isKeyDamaged });
    await page.open(hints);
    const link = { relay: HOME, address, key, ...hints, relays: [] };
    expect(page.found.value).toEqual({ link, isKeyDamaged: false });
    expect(await page.opened).toEqual({ as: 'content', title: 'hello' });
  },
);

test('a page that was let go of a moment ago shows nothing', async () => {
  const { page, pages } = await viewer({ key });
  await pages.remove([address]);
  await page.open(hints);
  expect(page.reading.value).toBeUndefined();
});

test('a page that nobody has seen yet is shown, though it is not held', async () => {
  const { page, pages, passing } = await viewer({ key });
  await pages.remove([address]);
  await passing.put(address, { bytes, relay: HOME });
  await page.open(hints);
  await page.opened;
  expect(page.reading.value).toMatchObject({ state: 'shown', page: { bytes: content } });
});

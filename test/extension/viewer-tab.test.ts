import { addressOf, seal } from '@mayfly/relay/client';
import { encodeBase64url } from '@mayfly/relay/protocol';
import { expect, test, vi } from 'vitest';
import type { PageView } from '../../extension/messages.ts';
import { viewerUrlOf } from '../../extension/browser/viewer-url.ts';
import { Pages } from '../../extension/store/pages.ts';
import { PassingPages } from '../../extension/store/passing-pages.ts';
import { ViewerTab, type ViewerTabDeps } from '../../extension/ui/viewer/viewer-tab.ts';
import { bytesOf, HOME } from './scene.ts';

const content = bytesOf('hello');
const { bytes, key } = await seal(content);
const address = await addressOf(bytes);
const bare = `${HOME}/${address}`;
const whole = `${bare}#k=${encodeBase64url(key)}`;
const held = { state: 'held', upload: 'on', mediaType: 'text/plain' } as const;
const SIGHT: PageView = {
  reading: { state: 'opening' },
  connection: { state: 'idle' },
  activity: [],
  copy: held,
};

/** A viewer at `link`, and the background's end of its port. */
async function viewer(link: string, heldKey?: Uint8Array) {
  const pages = new Pages();
  const known = { mediaType: 'text/plain', title: 'a page', origin: 'viewed' as const };
  const record = {
    address,
    ...known,
    relays: [HOME],
    addedAt: 1,
    ...(heldKey && { key: heldKey }),
  };
  await pages.put(record, bytes);
  const ports: string[] = [];
  const said: unknown[] = [];
  const urls: string[] = [];
  const asked: unknown[] = [];
  const ask = (async (...request: unknown[]) => void asked.push(request)) as ViewerTabDeps['ask'];
  let report: (sight: PageView) => void = () => {};
  const seen = Promise.withResolvers<void>();
  const tab = new ViewerTab({
    url: new URL(viewerUrlOf(link)),
    pages,
    passing: new PassingPages(),
    seen: seen.promise,
    onUrl: (url) => urls.push(url),
    onLeave: (url) => urls.push(`load ${url}`),
    follow: (name, onUpdate, onOpen) => {
      ports.push(name());
      report = onUpdate;
      onOpen?.((message) => said.push(message));
      return () => {};
    },
    followBundle: () => () => {},
    ask,
  });
  return {
    tab,
    pages,
    ports,
    said,
    urls,
    asked,
    seen,
    report: (sight: PageView) => report(sight),
  };
}

test('a page is opened once it is stored, and the background hears its title', async () => {
  const { tab, said, report, seen, ports } = await viewer(whole);
  expect(tab.page?.reading.value).toBeUndefined();
  report(SIGHT);
  await vi.waitFor(() =>
    expect(tab.page?.reading.value).toMatchObject({ state: 'shown', page: { bytes: content } }),
  );
  await vi.waitFor(() => expect(said).toEqual([{ type: 'opened', as: 'content', title: 'hello' }]));
  seen.resolve();
  await vi.waitFor(() => expect(said).toContainEqual({ type: 'seen' }));
  expect(ports).toEqual([`page ${whole}`]);
});

test('a pasted key opens the page here, and the tab and the background get the whole link', async () => {
  const { tab, said, report, ports, urls } = await viewer(bare);
  report(SIGHT);
  await vi.waitFor(() => expect(tab.page?.reading.value?.state).toBe('locked'));
  expect(said).toEqual([]);
  expect(await tab.unlock('no key')).toContain('no whole key');
  expect(await tab.unlock(encodeBase64url(key))).toBeUndefined();
  expect(tab.page?.reading.value).toMatchObject({ state: 'shown' });
  expect(tab.link).toContain(whole);
  expect(urls.at(-1)).toBe(viewerUrlOf(tab.link ?? ''));
  expect(ports.at(-1)).toBe(`page ${tab.link}`);
  await vi.waitFor(() => expect(said).toContainEqual(expect.objectContaining({ as: 'content' })));
});

test('the whole once link, pasted where only its lock came, leaves for its page and keeps no lock', async () => {
  const { tab, report, urls, asked } = await viewer(bare);
  report(SIGHT);
  await vi.waitFor(() => expect(tab.page?.reading.value?.state).toBe('locked'));
  const once = `${bare}#b=${'A'.repeat(43)}`;
  expect(await tab.unlock(`Here: ${once}`)).toBeUndefined();
  expect(asked).toEqual([['deletePages', [address]]]);
  expect(urls.at(-1)).toBe(`load ${viewerUrlOf(once)}`);
});

test('a wrong key in the link makes room for one that fits', async () => {
  const { tab, report, urls } = await viewer(`${bare}#k=${'A'.repeat(43)}`);
  report(SIGHT);
  await vi.waitFor(() => expect(tab.page?.reading.value?.state).toBe('locked'));
  await tab.unlock(encodeBase64url(key));
  expect(urls.at(-1)).toContain(encodeBase64url(key));
});

test('a link without the key that the store has becomes whole', async () => {
  const { tab, report, urls } = await viewer(bare, key);
  report(SIGHT);
  await vi.waitFor(() => expect(tab.page?.reading.value?.state).toBe('shown'));
  expect(urls.at(-1)).toContain(encodeBase64url(key));
});

test('a damaged key leaves the address of the tab as it is, and no link to share', async () => {
  const { tab, report, urls } = await viewer(`${bare}#k=${'A'.repeat(40)}`);
  report(SIGHT);
  await vi.waitFor(() => expect(tab.page?.reading.value).toMatchObject({ lock: 'bad-key' }));
  expect(urls).toEqual([]);
  expect(tab.link).toBeUndefined();
});

test('the code of a keeper is told as such, and no page is looked for', async () => {
  const { tab, ports, urls } = await viewer(`${bare}#h=${encodeBase64url(key)}`);
  expect(tab.isKeeperCode).toBe(true);
  expect(tab.page).toBeUndefined();
  expect([...ports, ...urls]).toEqual([]);
});

test('a page that was deleted while it is on the screen is followed and not fetched again', async () => {
  const { tab, report, ports } = await viewer(whole);
  report({ ...SIGHT, copy: { state: 'deleted' } });
  tab.start();
  expect(ports.at(-1)).toBe(`deleted page ${whole}`);
});

test('a damaged copy sends the background to look for the page', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { tab, pages, report, ports } = await viewer(whole);
  const { DamagedPageError } = await import('../../extension/store/store-error.ts');
  vi.spyOn(pages, 'readWhole').mockRejectedValueOnce(new DamagedPageError(address, 'whole bytes'));
  report(SIGHT);
  await vi.waitFor(() => expect(ports).toEqual([`page ${whole}`, `page ${whole}`]));
  report(SIGHT);
  await vi.waitFor(() => expect(tab.page?.reading.value?.state).toBe('shown'));
});

test('a store that cannot be read is the obstacle', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { tab, pages, report } = await viewer(whole);
  vi.spyOn(pages, 'readWhole').mockRejectedValueOnce(new Error('no'));
  report(SIGHT);
  await vi.waitFor(() =>
    expect(tab.sight.value.obstacle).toEqual({ by: 'store', trouble: 'unreadable' }),
  );
});

test('a deleted copy is brought back by its export', async () => {
  const { tab, report, asked, ports } = await viewer(whole);
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL() {} }),
  );
  report(SIGHT);
  await vi.waitFor(() => expect(tab.page?.reading.value?.state).toBe('shown'));
  expect(tab.canUndo).toBe(false);
  await tab.deleteCopy();
  report({ ...SIGHT, copy: { state: 'deleted' } });
  expect(tab.canUndo).toBe(true);
  expect(tab.page?.reading.value?.state).toBe('shown');
  await tab.undoDelete();
  expect(asked).toEqual([
    ['deletePages', [address]],
    ['restorePages', 'blob:x'],
  ]);
  expect(tab.canUndo).toBe(false);
  expect(ports.at(-1)).toBe(`page ${whole}`);
  vi.unstubAllGlobals();
});

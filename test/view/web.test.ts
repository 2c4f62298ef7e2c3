// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://relay.test/" }
import { assert, beforeEach, expect, test, vi } from 'vitest';
import { addressOf, openSealed, seal } from '../../relay/client/index.ts';
import type { Address } from '../../relay/protocol/address.ts';
import { encodeBase64url } from '../../relay/protocol/base64url.ts';
import { isLinkProblem, parseLink } from '../../relay/protocol/link.ts';
import { EMPTY_DRAFT } from '../../relay/words/draft.ts';
import { HeldPages } from '../../relay/web/held-pages.ts';
import { storeDraft, readDraft } from '../../relay/web/stored-draft.ts';
import { routeOf } from '../../relay/web/route.ts';
import { Tab } from '../../relay/web/tab.ts';
import { TabOnce } from '../../relay/web/tab-once.ts';
import { TabParts } from '../../relay/web/tab-parts.ts';
import { FakeClient, OPEN } from './fake-client.ts';

const a = 'aa'.repeat(32) as Address;
const b = 'bb'.repeat(32) as Address;

test.each([
  ['/', 'compose'],
  ['/#t=text/html', 'compose'],
  [`/${a}`, 'read'],
  [`/${a}#t=text/html&n=x`, 'read'],
  [`/${a}#k=short`, 'read'],
  ['/hello', 'nowhere'],
  [`/${a.toUpperCase()}`, 'read'],
  [`/${a}/more`, 'read'],
  [`/${a.slice(1)}`, 'nowhere'],
  [`/https://elsewhere.test/${a}`, 'nowhere'],
])('%s leads to %s', (path, screen) => {
  expect(routeOf(`http://relay.test${path}`).screen).toBe(screen);
});

const K = 'A'.repeat(43);

test('the code of a keeper is no page', () => {
  const route = { screen: 'nowhere', isKeeperCode: true };
  expect(routeOf(`http://relay.test/${a}#h=${K}`)).toEqual(route);
});

test.each([
  `/${a}%23k=${K}&t=text/html`,
  `/${a}%23k%3D${K}%26t%3Dtext%2Fhtml`,
  `/${a.toUpperCase()}/?fbclid=x#k=${K}&t=text/html`,
  `/${a}).#/k=${K}&t=text/html?utm_source=x`,
])('a link that arrived as %s is mended in the browser', (path) => {
  history.replaceState(null, '', path);
  const { client } = openTab();
  expect(location.href).toBe(`http://relay.test/${a}#k=${K}&t=text/html`);
  expect(client.fetches.map(({ address }) => address)).toEqual([a]);
});

test('a link whose key is damaged stays as it is', () => {
  history.replaceState(null, '', `/${a}/?x#k=short`);
  openTab();
  expect(location.href).toBe(`http://relay.test/${a}/?x#k=short`);
});

test('held pages are announced newest first and read by range', async () => {
  const pages = new HeldPages();
  const bytes = new Uint8Array([1, 2, 3, 4]);
  for (const address of [a, b, a]) await pages.keep(address, bytes);
  expect(await pages.addresses()).toEqual([a, b]);
  expect(await pages.read(a, 1, 2)).toEqual({ total: 4, bytes: new Uint8Array([2, 3]) });
  expect(await pages.read(a, 3, 10)).toEqual({ total: 4, bytes: new Uint8Array([4]) });
  expect(await pages.read('cc'.repeat(32) as Address, 0, 1)).toBeUndefined();
});

beforeEach(() => {
  history.replaceState(null, '', '/');
  sessionStorage.clear();
  localStorage.clear();
});

function openTab(seen = Promise.resolve()) {
  const client = new FakeClient();
  client.connect(OPEN);
  const now = () => 0;
  const parts = new TabParts(now);
  const once = new TabOnce(() => ({ client, now }));
  const pages = new HeldPages([], () => {}, parts, once);
  const deps = { client, pages, parts, once, canHash: true, draft: EMPTY_DRAFT, now, seen };
  return { client, pages, once, tab: new Tab(deps) };
}

const draft = { text: '# Hello', mediaType: 'text/markdown' } as const;
const bytes = new TextEncoder().encode(draft.text);

test('a created public page is held, announced and shown under its address', async () => {
  const { client, pages, tab } = openTab();
  tab.chooseSealed(false);
  const address = await addressOf(bytes);
  tab.draft.value = draft;
  await tab.create(draft);
  expect(location.href).toBe(`http://relay.test/${address}#t=text/markdown`);
  expect(client.haves).toEqual([address]);
  expect(pages.get(address)).toEqual(bytes);
  const place = tab.place.value;
  expect(place.screen === 'read' && place.page.reading.value).toMatchObject({
    state: 'shown',
    page: { address, mediaType: 'text/markdown' },
  });
  expect(client.fetches).toEqual([]);
});

/** The state of the page that the tab shows. */
function readingOf(tab: Tab) {
  const place = tab.place.value;
  return place.screen === 'read' ? place.page.reading.value : undefined;
}

test('a created page is encrypted unless chosen otherwise; its URL alone opens it', async () => {
  const { client, pages, tab } = openTab();
  await tab.create(draft);
  const link = parseLink(location.href);
  assert(!isLinkProblem(link) && link.key);
  expect(link.mediaType).toBe('text/markdown');
  expect(client.haves).toEqual([link.address]);
  const sealed = pages.get(link.address);
  assert(sealed);
  expect(await addressOf(sealed)).toBe(link.address);
  expect(await openSealed(sealed, link.key)).toEqual(bytes);
  await vi.waitFor(() => expect(readingOf(tab)).toMatchObject({ state: 'shown', page: { bytes } }));
  expect(client.fetches).toEqual([]);
});

test('the choice is that of the browser, and outlives the tab', () => {
  expect(openTab().tab.isSealed.value).toBe(true);
  openTab().tab.chooseSealed(false);
  expect(openTab().tab.isSealed.value).toBe(false);
  openTab().tab.chooseSealed(true);
  expect(openTab().tab.isSealed.value).toBe(true);
});

test.each([
  ['', 'no-key'],
  ['#k=damaged', 'bad-key'],
  [`#k=${'A'.repeat(43)}`, 'wrong-key'],
])(
  'a page by a link that ends in %j is uploaded to nobody until its key opens it',
  async (end, lock) => {
    const { bytes: sealed, key } = await seal(bytes);
    const address = await addressOf(sealed);
    history.replaceState(null, '', `/${address}${end}`);
    const { client, tab } = openTab();
    client.fetches[0]?.resolve(sealed);
    await vi.waitFor(() => expect(readingOf(tab)).toEqual({ state: 'locked', lock }));
    expect(client.haves).toEqual([]);
    const place = tab.place.value;
    assert(place.screen === 'read');
    expect(await tab.unlock(place.page, 'not a key')).toContain('no whole key');
    expect(await tab.unlock(place.page, encodeBase64url(key))).toBeUndefined();
    expect(readingOf(tab)).toMatchObject({ page: { bytes } });
    await vi.waitFor(() => expect(client.haves).toEqual([address]));
    expect(location.hash).toBe(`#k=${encodeBase64url(key)}`);
    expect(client.fetches).toHaveLength(1);
  },
);

test('going back finds the draft, going home after creating starts a new one', async () => {
  const { tab } = openTab();
  tab.draft.value = draft;
  await tab.create(draft);
  history.replaceState(null, '', '/');
  dispatchEvent(new PopStateEvent('popstate'));
  expect(tab.place.value.screen).toBe('compose');
  expect(tab.draft.value).toEqual(draft);
  tab.goHome();
  expect(tab.draft.value.text).toBe('');
});

test('a step back within a page reads the same page on', async () => {
  const { tab } = openTab();
  await tab.create(draft);
  await vi.waitFor(() => expect(readingOf(tab)?.state).toBe('shown'));
  const place = tab.place.value;
  history.pushState({ entry: 1 }, '');
  dispatchEvent(new PopStateEvent('popstate'));
  expect(tab.place.value).toBe(place);
});

test('a page that was read is held and announced; leaving it ends the watch', async () => {
  const address = await addressOf(bytes);
  history.replaceState(null, '', `/${address}`);
  const { client, pages, tab } = openTab();
  expect(client.isWatched).toBe(true);
  client.fetches[0]?.resolve(bytes);
  await vi.waitFor(() => expect(client.haves).toEqual([address]));
  expect(pages.get(address)).toEqual(bytes);
  tab.goHome();
  expect(tab.place.value.screen).toBe('compose');
  expect(client.watchers).toBe(1); // whether anybody else holds it
});

test('a tab knows of any page that it alone holds, shown or not', async () => {
  const { client, tab } = openTab();
  expect(tab.holdsLastCopy).toBe(false);
  await tab.create(draft);
  expect(tab.holdsLastCopy).toBe(false);
  client.count(1);
  await vi.waitFor(() => expect(readingOf(tab)?.state).toBe('shown'));
  expect(tab.holdsLastCopy).toBe(true);
  tab.goHome();
  expect(tab.holdsLastCopy).toBe(true);
  client.count(2);
  expect(tab.holdsLastCopy).toBe(false);
  client.count(1);
  client.connect({ state: 'waiting', retryInMs: 1_000, code: 1006, reason: 'gone' });
  expect(tab.holdsLastCopy).toBe(false);
});

test('a draft outlives a reload, and an empty one leaves nothing behind', () => {
  storeDraft(draft);
  expect(readDraft()).toEqual(draft);
  storeDraft(EMPTY_DRAFT);
  expect(sessionStorage).toHaveLength(0);
});

test.each([
  'no JSON',
  '{"text":5,"mediaType":"text/plain"}',
  '{"text":"x","mediaType":"a/b"}',
  '5',
])('a stored draft that is none, %s, is an empty one', (stored) => {
  sessionStorage.setItem('draft', stored);
  expect(readDraft()).toEqual(EMPTY_DRAFT);
});

test('a page that a site opened is shown, and held only once somebody sees it', async () => {
  const address = await addressOf(bytes);
  history.replaceState(null, '', `/${address}`);
  const seen = Promise.withResolvers<void>();
  const { client, pages, tab } = openTab(seen.promise);
  client.fetches[0]?.resolve(bytes);
  await vi.waitFor(() => expect(readingOf(tab)).toMatchObject({ state: 'shown' }));
  expect([client.haves, pages.get(address), tab.isSeen.value]).toEqual([[], undefined, false]);
  seen.resolve();
  await vi.waitFor(() => expect(client.haves).toEqual([address]));
  expect([pages.get(address), tab.isSeen.value]).toEqual([bytes, true]);
});

test('a copy is deleted, taken back, and is no copy of this tab meanwhile', async () => {
  const { client, pages, tab } = openTab();
  await tab.create(draft);
  const [address] = pages.held;
  assert(address);
  client.count(1);
  await vi.waitFor(() => expect(readingOf(tab)?.state).toBe('shown'));
  expect(tab.holdsLastCopy).toBe(true);

  tab.deleteCopy(address);
  expect(tab.isDeleted).toBe(true);
  expect(pages.held).toEqual([]);
  expect(client.drops).toEqual([address]);
  expect(tab.holdsLastCopy).toBe(false);
  expect(readingOf(tab)?.state).toBe('shown');

  tab.undoDelete();
  expect(tab.isDeleted).toBe(false);
  expect(pages.held).toEqual([address]);
  expect(client.haves.at(-1)).toBe(address);
});

test('a deleted copy cannot be taken back once its screen is left', async () => {
  const { pages, tab } = openTab();
  await tab.create(draft);
  const [address] = pages.held;
  assert(address);
  tab.deleteCopy(address);
  tab.goHome();
  expect(tab.isDeleted).toBe(false);
  tab.undoDelete();
  expect(pages.held).toEqual([]);
});

// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://relay.test/" }
/** A tab that shares pages by once links, and what it shows of them. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, assert, beforeEach, expect, test, vi } from 'vitest';
import { answerOpen } from '../../../relay/client/once/lock-record.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { formatLink } from '../../../relay/protocol/link.ts';
import { ONCE_LINKS, ONCE_READING } from '../../../relay/view/index.ts';
import { App } from '../../../relay/web/app.tsx';
import { HeldPages } from '../../../relay/web/held-pages.ts';
import { sharesHere } from '../../../relay/web/once/session-shares.ts';
import { StoredLocks } from '../../../relay/web/once/stored-locks.ts';
import { DELETE_QUESTION, ONCE, SHARED } from '../../../relay/web/screens.ts';
import { restorePages, STORED_MS } from '../../../relay/web/stored-pages.ts';
import { Tab } from '../../../relay/web/tab.ts';
import { inDatabase } from '../../../relay/web/tab-database.ts';
import { TabOnce } from '../../../relay/web/tab-once.ts';
import { TabParts } from '../../../relay/web/tab-parts.ts';
import { TabStore } from '../../../relay/web/tab-store.ts';
import { EMPTY_DRAFT } from '../../../relay/words/draft.ts';
import { FakeLocks } from '../bundle/fake-locks.ts';
import { FakeClient, OPEN } from '../fake-client.ts';
import { FakeChannel } from './fake-channel.ts';

const NOW = 1_000_000;
const draft = { text: 'for your eyes only', mediaType: 'text/plain' } as const;
let locks: FakeLocks;

beforeEach(async () => {
  history.replaceState(null, '', '/');
  sessionStorage.clear();
  locks = new FakeLocks();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  vi.stubGlobal('scrollTo', () => undefined);
  Object.defineProperty(navigator, 'locks', { configurable: true, value: locks });
  const screens = [ONCE, SHARED, ONCE_LINKS, ONCE_READING, DELETE_QUESTION];
  await Promise.all(screens.map((screen) => screen.load()));
});

afterEach(() => render(null, document.body));

/** A tab with the session of this browser tab: the first, or one that was loaded again. */
async function openTab() {
  const now = () => NOW;
  const client = new FakeClient();
  client.connect(OPEN);
  const store = new TabStore(now);
  const once = new TabOnce(() => ({ client, now }));
  const restored = await store.restore();
  const pages = new HeldPages(restored, (...page) => store.store(...page), once);
  const held = { pages, once, store, parts: new TabParts(now) };
  const seen = Promise.resolve();
  const tab = new Tab({ client, ...held, canHash: true, draft: EMPTY_DRAFT, now, seen });
  return { client, pages, once, tab };
}

async function shared() {
  const opened = await openTab();
  await opened.tab.create(draft, { times: 1 });
  const { place } = opened.tab;
  assert(place.value.screen === 'shared');
  const { page } = place.value;
  const [record] = opened.once.opened?.linksOf(page) ?? [];
  assert(record);
  const { lock: address, capability } = record;
  const link = formatLink({ relay: 'http://relay.test', address, capability, relays: [] });
  return { ...opened, page, link, lock: address };
}

/** A duplicate of the tab gives the key to a reader. */
async function release(page: Address, lock: Address): Promise<void> {
  const [share] = sharesHere();
  assert(share);
  const stored = new StoredLocks({ ...share, now: () => NOW });
  await stored.all();
  await stored.change(lock, (record) => answerOpen(record, 'bob', NOW));
  new FakeChannel().postMessage(page);
}

async function show(tab: Tab): Promise<void> {
  await act(() => render(<App tab={tab} />, document.body));
}

const says = () => document.body.textContent ?? '';
const shows = (text: string) => vi.waitFor(() => expect(says()).toContain(text));

async function press(label: string): Promise<void> {
  const found = [...document.querySelectorAll('button')].filter((b) => b.textContent === label);
  await act(() => found.at(-1)?.click());
}

test('a page shared by a once link is announced with its lock, and its address has no key', async () => {
  const { client, page, lock, pages } = await shared();
  expect(location.href).toBe(`http://relay.test/${page}`);
  expect(client.haves).toEqual([lock, page]);
  expect(await pages.addresses()).toEqual([page, lock]);
  expect([lock, page].map((address) => pages.answers(address))).toEqual([true, false]);
});

test('its author sees the link and the page, also when the tab is loaded again', async () => {
  await shared();
  const { tab } = await openTab();
  await show(tab);
  await shows('Not opened yet');
  await shows(draft.text);
  expect(says()).toContain('Keep this tab open until every reader has opened the page');
  expect(says().split('Copy link')).toHaveLength(2); // of the once link alone
});

test('the tab asks before it is closed while its link is open, and not for the copy alone', async () => {
  const { tab, client } = await shared();
  client.count(1);
  expect(tab.isAwaited).toBe(true);
  expect(tab.holdsLastCopy).toBe(false);
});

test('an author who follows the own link sees what became of it, and asks nobody', async () => {
  const { link, page } = await shared();
  history.replaceState(null, '', link);
  const { tab, client } = await openTab();
  await show(tab);
  await vi.waitFor(() => expect(location.href).toBe(`http://relay.test/${page}`));
  await shows('Not opened yet');
  expect(client.notes).toEqual([]);
});

test('an author who looks at another tab is told by the title', async () => {
  const { tab, page, lock } = await shared();
  await show(tab);
  await shows('Not opened yet');
  const title = document.title;
  const sight = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  await release(page, lock);
  await vi.waitFor(() => expect(document.title).toBe('The page was opened – Mayfly'));
  sight.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(document.title).toBe(title);
});

test('a deleted page goes with its links', async () => {
  const { tab, client, page, lock } = await shared();
  await show(tab);
  await shows(draft.text);
  await press('Delete my copy');
  await shows('its links stop working');
  await press('Delete my copy');
  await vi.waitFor(() => expect(tab.place.value.screen).toBe('compose'));
  expect(client.drops).toEqual([lock, page]);
  await vi.waitFor(async () => {
    expect(sessionStorage).toHaveLength(0);
    expect(await inDatabase((database) => database.count('locks'))).toBe(0);
  });
});

test('a tab whose links a duplicate deletes says that they open nothing any more', async () => {
  const { tab, page } = await shared();
  await show(tab);
  await shows('Not opened yet');
  const duplicate = await openTab();
  await (await duplicate.tab.openOnce()).delete(page);
  await shows('This tab no longer has the links of this page');
  expect(tab.isAwaited).toBe(false);
});

test('a page whose links cannot be made is not kept', async () => {
  const { tab, pages } = await openTab();
  const once = await tab.openOnce();
  vi.spyOn(once, 'create').mockRejectedValue(new Error('no'));
  await expect(tab.create(draft, { times: 1 })).rejects.toThrow('no');
  expect(await pages.addresses()).toEqual([]);
  expect(tab.place.value.screen).toBe('compose');
});

test.each(['', '&n=a.txt'])(
  'a once link whose end is cut off%s asks for the rest, and its relay for nothing else',
  async (hints) => {
    history.replaceState(null, '', `/${'aa'.repeat(32)}#b=short${hints}`);
    const { tab, client } = await openTab();
    await show(tab);
    await shows('This link is damaged');
    expect(client.notes).toEqual([]);
  },
);

test('what an open tab shared stays, and what no tab came back for goes', async () => {
  await shared();
  const later = new TabStore(() => NOW + STORED_MS + 1);
  await later.makeRoom();
  expect(await restorePages()).toHaveLength(1);
  expect(await inDatabase((database) => database.count('locks'))).toBe(1);
  locks.end();
  await later.makeRoom();
  expect(await restorePages()).toEqual([]);
  expect(await inDatabase((database) => database.count('locks'))).toBe(0);
});

// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://relay.test/" }
/** An author's tab and readers' tabs, with their stores and a relay in memory. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, assert, beforeEach, expect, test, vi } from 'vitest';
import { addressOf, seal } from '../../../relay/client/index.ts';
import type { Link } from '../../../relay/protocol/link.ts';
import { HeldPages } from '../../../relay/web/held-pages.ts';
import { OnceShares } from '../../../relay/web/once/once-shares.ts';
import { TabOpening } from '../../../relay/web/once/tab-opening.ts';
import { inDatabase } from '../../../relay/web/tab-database.ts';
import type { Opens } from '../../../relay/words/once-link.ts';
import { FakeLocks } from '../bundle/fake-locks.ts';
import { DEFAULT_LIMITS } from '../../../relay/protocol/limits.ts';
import { OPEN } from '../fake-client.ts';
import { FakeChannel } from './fake-channel.ts';
import { type LineClient, NoteLine } from './note-line.ts';

const relay = 'http://relay.test';
const text = 'for your eyes only';
const now = () => 1_000;
let line: NoteLine;
let openings: TabOpening[];

beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  Object.defineProperty(navigator, 'locks', { configurable: true, value: new FakeLocks() });
  line = new NoteLine();
  openings = [];
});

afterEach(() => {
  for (const opening of openings) opening.stop();
});

/** A tab with the session of its author: the first, one that was loaded again, or a duplicate. */
async function authorTab(client = line.join()) {
  const shares = await OnceShares.restore({ client, now });
  client.pages = new HeldPages([], () => {}, shares);
  return { client, shares };
}

async function sharedPage(opens: Opens = { times: 1 }) {
  const author = await authorTab();
  const page = await seal(new TextEncoder().encode(text));
  const address = await addressOf(page.bytes);
  author.client.pages = new HeldPages([[address, page.bytes]], () => {}, author.shares);
  await author.shares.create(address, page, { hints: { mediaType: 'text/plain' }, opens });
  const records = () => author.shares.linksOf(address) ?? [];
  const links = records().map(({ lock, capability }) => linkTo(lock, capability));
  const [link] = links;
  assert(link);
  return { ...author, address, records, links, link };
}

function linkTo(address: Link['address'], capability: Uint8Array): Link {
  return { relay, address, capability, relays: [] };
}

/** Another tab that has the link. */
function readerTab(link: Link, client: LineClient = line.join()) {
  const lockPage = client.fetch(link.address);
  const opening = new TabOpening({ client, link, lockPage, visible: async () => {}, now });
  openings.push(opening);
  const state = () => opening.state.value;
  // A reader asks again after a second at the earliest.
  const becomes = (expected: object) =>
    vi.waitFor(() => expect(state()).toMatchObject(expected), { timeout: 5_000 });
  return { client, opening, state, becomes };
}

/** A reader in another browser, ready to press Open: it finds none of the keys that are stored here. */
async function otherBrowser(link: Link) {
  await inDatabase((database) => database.clear('onceReads'));
  const reader = readerTab(link);
  await reader.becomes({ state: 'ready' });
  return reader;
}

async function readAll(link: Link): Promise<string> {
  const reader = readerTab(link);
  await reader.becomes({ state: 'ready' });
  await reader.opening.open();
  await reader.becomes({ state: 'opened' });
  const shown = reader.state();
  assert(shown.state === 'opened');
  await reader.opening.received();
  return new TextDecoder().decode(shown.page.bytes);
}

test('a page is opened once, its author is told, and a second person gets nothing', async () => {
  const { link, records, shares } = await sharedPage();
  expect(shares.isAwaited).toBe(true);
  expect(await readAll(link)).toBe(text);
  await vi.waitFor(() => expect(records()[0]?.releases[0]?.receivedAt).toBe(1_000));
  expect(shares.isAwaited).toBe(false);
  expect(records()[0]?.contentKey).toBeUndefined();

  const carol = await otherBrowser(link);
  await carol.opening.open();
  await carol.becomes({ state: 'spent', at: 1_000 });
  await vi.waitFor(() => expect(records()[0]?.refused.spent.count).toBe(1));
});

test('nothing is asked for before a person presses Open', async () => {
  const { link } = await sharedPage();
  const reader = readerTab(link);
  await reader.becomes({ state: 'ready' });
  expect(line.bodies).toEqual([]);
});

test('a tab that shows the page has announced nothing, and its browser stores no key of it', async () => {
  const { link } = await sharedPage();
  const reader = readerTab(link);
  await reader.becomes({ state: 'ready' });
  await reader.opening.open();
  await reader.becomes({ state: 'opened', page: { mediaType: 'text/plain' } });
  expect(reader.client.haves).toEqual([]);
  expect(reader.state()).not.toHaveProperty('page.key');
});

test('a reader who loads the tab again before the receipt opens the same page', async () => {
  const { link, records } = await sharedPage();
  const first = readerTab(link);
  await first.becomes({ state: 'ready' });
  await first.opening.open();
  await first.becomes({ state: 'opened' });
  first.opening.stop();
  await readerTab(link).becomes({ state: 'opened' });
  expect(records()[0]?.releases).toHaveLength(1);
});

test('a reader who comes back after the receipt is told that the page was here', async () => {
  const { link, records } = await sharedPage();
  await readAll(link);
  await vi.waitFor(() => expect(records()[0]?.releases[0]?.receivedAt).toBe(1_000));
  const back = readerTab(link);
  await back.becomes({ state: 'left', at: 1_000 });
  await back.opening.open();
  await back.becomes({ state: 'spent', at: 1_000 });
});

test('a reader who opens a page again before its receipt is in gets it once the receipt is', async () => {
  const { link, records, client } = await sharedPage({ times: 2 });
  const first = readerTab(link);
  await first.becomes({ state: 'ready' });
  await first.opening.open();
  await first.becomes({ state: 'opened' });
  const { pages } = client;
  client.pages = pages && {
    addresses: () => pages.addresses(),
    read: (...at) => pages.read(...at),
  };
  await first.opening.received();
  first.opening.stop();
  const back = readerTab(link);
  await back.becomes({ state: 'left' });
  await back.opening.open();
  await back.becomes({ state: 'asking' });
  client.pages = pages;
  back.client.connect(OPEN);
  await back.becomes({ state: 'opened' });
  expect(records()).toMatchObject([{ releases: [{ receivedAt: 1_000 }, {}] }]);
});

test('a tab and its duplicate answer two readers of one link once', async () => {
  const { link, records, address } = await sharedPage();
  const duplicate = await authorTab();
  const readers = [await otherBrowser(link), await otherBrowser(link)];
  await Promise.all(readers.map(({ opening }) => opening.open()));
  const states = () => readers.map(({ state }) => state().state).toSorted();
  await vi.waitFor(() => expect(states()).toEqual(['opened', 'spent']));
  await vi.waitFor(() => expect(duplicate.shares.linksOf(address)).toEqual(records()));
});

test('an author who loads the tab again answers on; while it is away, nobody is refused', async () => {
  const { link, client } = await sharedPage();
  const reader = readerTab(link);
  await reader.becomes({ state: 'ready' });
  line.leave(client);
  await reader.opening.open();
  await reader.becomes({ state: 'away' });
  await authorTab();
  reader.client.count(1);
  await reader.becomes({ state: 'opened' });
});

test('each person has a link, which opens as often as the author said', async () => {
  const { links, records } = await sharedPage({ times: 2, people: ['Anna', 'Ben'] });
  expect(records().map(({ person, total }) => [person, total])).toEqual([
    ['Anna', 2],
    ['Ben', 2],
  ]);
  for (const link of links) expect(await readAll(link)).toBe(text);
  expect(records().every(({ contentKey }) => contentKey)).toBe(true);
});

test('the links of a deleted page open nothing, in a duplicate of its tab neither', async () => {
  const { shares, address, link, client } = await sharedPage();
  const duplicate = await authorTab();
  await shares.delete(address);
  expect(client.drops).toEqual([link.address]);
  await vi.waitFor(() => expect(duplicate.shares.linksOf(address)).toBeUndefined());
  expect(shares.answers(link.address)).toBe(false);
  expect(sessionStorage).toHaveLength(0);
});

test('a link whose end is damaged is told apart before anybody is asked', async () => {
  const { link } = await sharedPage();
  const { capability: _, ...cut } = link;
  await readerTab(cut).becomes({ state: 'failed', problem: { reason: 'bad-capability' } });
  const other = { ...link, capability: new Uint8Array(32) };
  await readerTab(other).becomes({ state: 'failed', problem: { reason: 'wrong-capability' } });
  expect(line.bodies).toEqual([]);
});

test('a link whose time is over says so, and asks nobody', async () => {
  const { link } = await sharedPage();
  await readerTab({ ...link, expires: 1 }).becomes({
    state: 'failed',
    problem: { reason: 'expired' },
  });
  expect(line.bodies).toEqual([]);
});

test('a browser that stores nothing makes no such link, and reads none', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const { link } = await sharedPage();
  vi.stubGlobal('indexedDB', undefined);
  await readerTab(link).becomes({ state: 'failed', problem: { reason: 'no-store' } });
  await expect(sharedPage()).rejects.toMatchObject({
    name: 'SharingProblem',
    message: expect.stringContaining('store nothing here'),
  });
});

test('a relay that takes no notes is named before anybody presses Open', async () => {
  const { link } = await sharedPage();
  const client = line.join();
  client.connect({ state: 'open', limits: DEFAULT_LIMITS, takesNotes: false });
  await readerTab(link, client).becomes({ state: 'failed', problem: { reason: 'old-relay' } });
});

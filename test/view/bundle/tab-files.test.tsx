// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://relay.test/" }
/** Several files in a tab of the relay's page: from the choice to the link, and what is left after a deletion. */
import 'fake-indexeddb/auto';
import { Blob as NodeBlob } from 'node:buffer';
import { IDBFactory } from 'fake-indexeddb';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, assert, beforeEach, expect, test, vi } from 'vitest';
import { BUNDLE_TYPE, sealBundle } from '../../../relay/client/bundle/index.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { isLinkProblem, parseLink } from '../../../relay/protocol/link.ts';
import { App } from '../../../relay/web/app.tsx';
import { HeldPages } from '../../../relay/web/held-pages.ts';
import {
  COMPOSE,
  DELETE_QUESTION,
  MADE_LINK,
  READ,
  READ_FILES,
} from '../../../relay/web/screens.ts';
import { Tab } from '../../../relay/web/tab.ts';
import { TabOnce } from '../../../relay/web/tab-once.ts';
import { TabParts } from '../../../relay/web/tab-parts.ts';
import { TabShares } from '../../../relay/web/tab-shares.ts';
import { EMPTY_DRAFT } from '../../../relay/words/draft.ts';
import { FakeClient, OPEN } from '../fake-client.ts';
import { FakeLocks } from './fake-locks.ts';

let client: FakeClient;
let pages: HeldPages;
let parts: TabParts;

beforeEach(async () => {
  vi.unstubAllGlobals();
  history.replaceState(null, '', '/');
  sessionStorage.clear();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('Blob', NodeBlob);
  vi.stubGlobal('scrollTo', () => undefined);
  Object.defineProperty(navigator, 'locks', { configurable: true, value: new FakeLocks() });
  await Promise.all([COMPOSE, READ, READ_FILES, MADE_LINK, DELETE_QUESTION].map((it) => it.load()));
});

afterEach(() => render(null, document.body));

function openTab(): Tab {
  client = new FakeClient();
  client.connect(OPEN);
  parts = new TabParts(() => 0);
  pages = new HeldPages([], () => undefined, parts);
  const now = () => 0;
  const once = new TabOnce(() => ({ client, now }));
  const held = { pages, parts, once };
  const seen = Promise.resolve();
  return new Tab({ client, ...held, canHash: true, draft: EMPTY_DRAFT, now, seen });
}

async function show(tab: Tab): Promise<void> {
  await act(() => render(<App tab={tab} />, document.body));
}

const says = () => document.body.textContent ?? '';

async function untilSaid(words: string): Promise<void> {
  await vi.waitFor(() => expect(says()).toContain(words));
}

function press(name: string, within: ParentNode = document): void {
  const found = [...within.querySelectorAll('button')].find((it) => it.textContent === name);
  assert(found, `expected a button called ${name}`);
  found.click();
}

/** Two files whose parts a tab has sealed and stored, as `TabShares` does with a worker. */
async function share(tab: Tab) {
  const files = ['one', 'two'].map((name) => ({
    path: `${name}.txt`,
    type: 'text/plain',
    content: new Blob([name]),
  }));
  const held = await tab.openParts();
  const id = await held.begin({ share: new Uint8Array([1]) });
  const { manifest, page, address, key } = await sealBundle(files, {
    onPart: (index, part, bytes) => held.put(id, index, part, new Blob([bytes])),
  });
  await tab.keep(address, page);
  await held.finish(id, address);
  return { page, address, key, parts: manifest.parts, entries: 2, bytes: 6 };
}

test('shared files are announced with their list, and shown under their link', async () => {
  const tab = openTab();
  await show(tab);
  const bundle = await share(tab);
  await act(() => tab.showShared(bundle, '2 files'));
  await untilSaid('The files are ready');
  const link = parseLink(location.href);
  assert(!isLinkProblem(link));
  expect([link.mediaType, link.name, link.key]).toEqual([BUNDLE_TYPE, '2 files', bundle.key]);
  expect(client.haves).toEqual([bundle.address, ...bundle.parts]);
  await untilSaid('one.txt');
  client.count(1);
  await untilSaid('Only this tab has the files');
  expect(client.fetches).toEqual([]);
});

test('deleted files leave nothing behind, and no relay believes that they are here', async () => {
  const tab = openTab();
  await show(tab);
  const bundle = await share(tab);
  await act(() => tab.showShared(bundle, '2 files'));
  await untilSaid('one.txt');
  await act(() => press('Delete my copy'));
  await untilSaid('Delete your copy of these files?');
  const question = document.querySelector('dialog');
  assert(question);
  await act(() => press('Delete my copy', question));
  await untilSaid('Your copy is deleted.');
  await vi.waitFor(() => expect(client.drops).toEqual([bundle.address, ...bundle.parts]));
  expect([pages.held, await parts.addresses(), Object.keys(sessionStorage)]).toEqual([[], [], []]);
  expect(await read(bundle.parts[0])).toBeUndefined();
});

async function read(address: Address | undefined) {
  assert(address);
  return await pages.read(address, 0, 1);
}

test('files that somebody else holds are fetched once the tab was seen, and held then', async () => {
  const bundle = await share(openTab());
  const stored = await (await parts.open()).page(await onlyId(), 0);
  sessionStorage.clear();
  const link = `/${bundle.address}#t=${encodeURIComponent(BUNDLE_TYPE)}&k=${keyOf(bundle)}`;
  history.replaceState(null, '', link);
  const tab = openTab();
  await show(tab);
  client.fetches[0]?.resolve(bundle.page);
  await untilSaid('one.txt');
  await vi.waitFor(() => expect(client.fetches).toHaveLength(2)); // so little is wanted whole
  assert(stored);
  client.fetches[1]?.resolve(new Uint8Array(await stored.arrayBuffer()));
  await vi.waitFor(() => expect(client.haves).toEqual([bundle.address, ...bundle.parts]));
  expect((await parts.addresses()).length).toBe(1);
});

async function onlyId(): Promise<string> {
  const name = Object.keys(sessionStorage).find((it) => it.startsWith('bundle '));
  return name?.slice('bundle '.length) ?? '';
}

function keyOf({ key }: { readonly key: Uint8Array }): string {
  return Buffer.from(key).toString('base64url');
}

test('an interrupted share is offered to its author, and gone once discarded', async () => {
  const facts = {
    name: 'Holiday',
    isSealed: true,
    files: [{ path: 'a', bytes: 9, modifiedAt: 1 }],
  };
  const begun = new TextEncoder().encode(JSON.stringify(facts));
  await (await openTab().openParts()).begin({ share: begun });
  await show(openTab());
  await untilSaid('This share was interrupted.');
  expect(says()).toContain('Holiday');
  await act(() => press('Discard'));
  await vi.waitFor(() => expect(says()).not.toContain('Holiday'));
  expect(sessionStorage).toHaveLength(0);
});

test('other files than those of the interrupted share are named as such', async () => {
  const tab = openTab();
  const shares = new TabShares(tab);
  const file = new File(['x'], 'b');
  const known = { id: 'x', name: 'a', isSealed: true, ready: 0, total: 9, isWhole: false };
  await shares.goOn({ ...known, files: [] }, [{ path: 'b', file }]);
  expect(shares.problem.value).toContain('These are not the same files');
  expect(tab.files.value).toHaveLength(1);
  shares.forgive();
  expect(shares.problem.value).toBeUndefined();
});

// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { addressOf } from '../../relay/client/index.ts';
import { STORED_MS, storePage, makeRoom, restorePages } from '../../relay/web/stored-pages.ts';
import { TabStore } from '../../relay/web/tab-store.ts';

const NOW = 1_000_000;
const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal('indexedDB', new IDBFactory());
});

async function keep(page: Uint8Array<ArrayBuffer>, now = NOW): Promise<void> {
  await storePage(await addressOf(page), page, now);
}

async function textsBack(): Promise<readonly string[]> {
  return (await restorePages()).map(([, page]) => new TextDecoder().decode(page));
}

/** The whole content of the database, as bytes of text. */
async function stored(): Promise<string> {
  const opening = indexedDB.open('tabs');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const asking = opening.result.transaction('pages').objectStore('pages').getAll();
  await new Promise((resolve) => asking.addEventListener('success', resolve));
  opening.result.close();
  return (asking.result as Uint8Array[])
    .map((page) => Buffer.from(page).toString('latin1'))
    .join('');
}

test('what a tab held is there when it comes back, each time, the most recent last', async () => {
  await keep(bytes('two'), NOW + 1);
  await keep(bytes('one'));
  for (let time = 0; time < 2; time++) expect(await textsBack()).toEqual(['one', 'two']);
  expect((await restorePages())[0]?.[0]).toBe(await addressOf(bytes('one')));
});

test('a page larger than the room of a session is there, too', async () => {
  const large = crypto.getRandomValues(new Uint8Array(65_536));
  const page = new Uint8Array(6 * 1024 * 1024);
  for (let at = 0; at < page.length; at += large.length) page.set(large, at);
  await keep(page);
  const [taken] = await restorePages();
  expect(await addressOf(taken?.[1] ?? bytes(''))).toBe(await addressOf(page));
});

test('nobody reads it without the session of the tab', async () => {
  await keep(bytes('a secret of mine'));
  expect(await stored()).not.toBe('');
  expect(await stored()).not.toContain('secret');
  sessionStorage.clear();
  expect(await restorePages()).toEqual([]);
});

test('what is old is deleted, and a tab that comes back for it goes on', async () => {
  await keep(bytes('old'));
  await keep(bytes('new'), NOW + STORED_MS);
  sessionStorage.setItem('draft', 'mine');
  await makeRoom(NOW + STORED_MS + 1);
  expect(await textsBack()).toEqual(['new']);
  expect(sessionStorage).toHaveLength(2);
});

test('the oldest makes room where all is too much', async () => {
  await keep(bytes('oldest'));
  for (let at = 1; at < 3; at++) await keep(bytes(`page ${at}`), NOW + at);
  const each = (await stored()).length / 3;
  await makeRoom(NOW + 10, 2 * each);
  expect(await textsBack()).toEqual(['page 1', 'page 2']);
});

test('a tab that may keep nothing goes on', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  vi.stubGlobal('indexedDB', undefined);
  await keep(bytes('one'));
  expect(await restorePages()).toEqual([]);
  await makeRoom(NOW);
  vi.stubGlobal('sessionStorage', undefined);
  expect(await restorePages()).toEqual([]);
  vi.unstubAllGlobals();
});

test('a tab says which of its pages are stored, also after a reload', async () => {
  const address = await addressOf(bytes('one'));
  const tab = new TabStore(() => NOW);
  expect(await tab.restore()).toEqual([]);
  await tab.store(address, bytes('one'));
  expect([...tab.stored.value]).toEqual([address]);
  const reloaded = new TabStore(() => NOW);
  expect(await reloaded.restore()).toEqual([[address, bytes('one')]]);
  expect([...reloaded.stored.value]).toEqual([address]);
});

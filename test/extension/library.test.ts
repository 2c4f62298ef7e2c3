import { addressOf } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { describe, expect, test, vi } from 'vitest';
import { LibraryReporter } from '../../extension/background/watch/library-view.ts';
import { Listing } from '../../extension/ui/library/listing.ts';
import { importedWords } from '../../extension/ui/library/notices.tsx';
import { spanAt } from '../../extension/ui/library/visible-rows.ts';
import type { LibraryPage, LibraryUpdate } from '../../extension/messages.ts';
import { remaining } from '../../extension/ui/lifetime-names.ts';
import { consequence, isWorthAsking } from '../../extension/ui/delete-dialog.tsx';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

function library(background = scene()) {
  const said: LibraryUpdate[] = [];
  const viewing = new LibraryReporter(background.deps, (update) => said.push(update));
  const says = (update: unknown) =>
    vi.waitFor(() => expect(said.at(-1)).toMatchObject(update as LibraryUpdate));
  return { ...background, viewing, said, says };
}

test('all pages come first, the latest at the head, and then what changes', async () => {
  const before = scene();
  const first = await keep(before.pages, bytesOf('1'), [HOME], 1);
  const second = await keep(before.pages, bytesOf('2'), [HOME], 2);
  const { said, says, pages } = library(before);
  await says({ type: 'pages', pages: [{ address: second }, { address: first }] });
  expect(said[0]).toEqual({ type: 'start', count: 2 });
  said.length = 0;
  await pages.addServed(new Map([[first, { bytes: 3, times: 1, at: 5 }]]));
  await vi.waitFor(() => {
    expect(said).toContainEqual({
      type: 'pages',
      pages: [expect.objectContaining({ address: first, servedBytes: 3, servedTimes: 1 })],
    });
  });
  await pages.remove([second]);
  await vi.waitFor(() => expect(said).toContainEqual({ type: 'gone', addresses: [second] }));
});

test('holders are counted of the pages on the screen, and of no other', async () => {
  const before = scene();
  const first = await keep(before.pages, bytesOf('1'));
  const second = await keep(before.pages, bytesOf('2'));
  await before.seeding.refresh();
  before.clientOf().open();
  const { viewing, says, clientOf } = library(before);
  await viewing.show([first]);
  clientOf().count(first, 3);
  clientOf().count(second, 4);
  await says({ type: 'holders', holders: { [first]: 3 } });
  clientOf().fail('gone');
  await says({ type: 'holders', holders: {} });
});

test('no relay is asked about a page that is not handed on, and the library says that it is not', async () => {
  const before = scene({ uploads: 'published' });
  const mine = await keep(before.pages, bytesOf('mine'), [HOME]);
  const read = await addressOf(bytesOf('read'));
  const hints = { mediaType: 'text/plain', title: 'read', origin: 'viewed' as const };
  await before.pages.put(
    { address: read, ...hints, relays: [ELSEWHERE], addedAt: 1 },
    bytesOf('read'),
  );
  const { viewing, says, clients } = library(before);
  await viewing.show([mine, read]);
  await says({ type: 'holders', holders: {}, uploads: { pages: 'published' } });
  expect(clients.map(({ relay }) => relay)).toEqual([HOME]);
});

test('a key never leaves the store but in a link', async () => {
  const { pages, said } = library();
  const address = await keep(pages, bytesOf('1'));
  const sealed = { key: new Uint8Array(32), mediaType: 'text/plain', title: 'secret' };
  await pages.describe(address, sealed);
  await vi.waitFor(() => {
    expect(said).toContainEqual({
      type: 'pages',
      pages: [expect.objectContaining({ isSealed: true, link: expect.stringContaining('#k=') })],
    });
  });
});

/** A page as the background tells of it; `n` is when it was added. */
function page(n: number, more: Partial<LibraryPage> = {}): LibraryPage {
  const address = n.toString(16).padStart(64, '0') as Address;
  return {
    address,
    title: `page ${n}`,
    mediaType: 'text/plain',
    length: n,
    origin: 'published',
    relays: [HOME],
    addedAt: n,
    servedBytes: 0,
    servedTimes: 0,
    lifetime: { until: 'stopped' },
    isSealed: false,
    link: `${HOME}/${address}`,
    ...more,
  };
}

function listingOf(...pages: readonly LibraryPage[]): Listing {
  const listing = new Listing();
  listing.apply({ type: 'start', count: pages.length });
  listing.apply({ type: 'pages', pages });
  return listing;
}

const titles = (listing: Listing) => listing.rows.value.map(({ title }) => title);

describe('the list', () => {
  test.each([
    ['tea', ['Tea time']],
    ['TIME tea', ['Tea time']],
    ['notes.md', ['Minutes']],
    ['0002', ['Minutes']],
    ['sound', ['A song']],
    ['localhost', ['A song', 'Minutes', 'Tea time']],
    ['coffee', []],
  ])('is searched for %j by title, name, address, kind and relay', (text, found) => {
    const listing = listingOf(
      page(1, { title: 'Tea time' }),
      page(2, { title: 'Minutes', name: 'notes.md' }),
      page(3, { title: 'A song', mediaType: 'audio/ogg' }),
    );
    listing.ask({ text });
    expect(titles(listing)).toEqual(found);
  });

  test.each([
    ['newest', ['c', 'b', 'a']],
    ['oldest', ['a', 'b', 'c']],
    ['title', ['a', 'b', 'c']],
    ['largest', ['c', 'b', 'a']],
    ['most-served', ['b', 'c', 'a']],
    ['ending', ['c', 'a', 'b']],
  ] as const)('is put in the order %s', (sort, order) => {
    const listing = listingOf(
      page(1, { title: 'a', lifetime: { until: 'time', at: 5 } }),
      page(2, { title: 'b', servedBytes: 9 }),
      page(3, { title: 'c', lifetime: { until: 'session', session: 'this' } }),
    );
    listing.ask({ sort });
    expect(titles(listing)).toEqual(order);
  });

  test('shows only copies as soon as they are counted', () => {
    const [first, second] = [page(1), page(2, { origin: 'viewed' })];
    const listing = listingOf(first, second);
    listing.ask({ filter: 'only-copy' });
    expect(listing.toCount([])).toEqual([second.address, first.address]);
    listing.apply({
      type: 'holders',
      holders: { [first.address]: 1, [second.address]: 2 },
      uploads: { pages: 'all' },
    });
    expect(titles(listing)).toEqual(['page 1']);
    listing.ask({ filter: 'viewed' });
    expect(titles(listing)).toEqual(['page 2']);
  });

  test('a range is selected from the row before, and what cannot be seen is not acted on', () => {
    const pages = [1, 2, 3, 4, 5].map((n) => page(n));
    const listing = listingOf(...pages);
    listing.select(pages[3]!.address, true, false);
    listing.select(pages[1]!.address, true, true);
    expect(listing.selection.value.map(({ title }) => title)).toEqual([
      'page 4',
      'page 3',
      'page 2',
    ]);
    listing.ask({ text: '3' });
    expect(listing.selection.value.map(({ title }) => title)).toEqual(['page 3']);
    listing.apply({ type: 'gone', addresses: [pages[2]!.address] });
    expect(listing.selection.value).toEqual([]);
  });

  test.each([
    ['resume', 'Résumé.pdf'],
    ['RÉSUMÉ', 're\u0301sume\u0301.pdf'],
    ['straße', 'STRASSE.txt'],
    ['οδος', 'ΟΔΟΣ'],
    ['ａｂｃ', 'abc.zip'],
    ['paypal', 'pay\u200bpal.html'],
    ['が', 'か\u3099.txt'],
    ['gz river', 'river.tar.gz'],
  ])('a search for %j finds the page called %j', (text, name) => {
    const found = { ...page(1), name, title: 'x' };
    const listing = listingOf(found, page(2));
    listing.ask({ text });
    expect(listing.rows.value.map((one) => one.name)).toEqual([name]);
  });

  test('a worker that comes back tells everything anew, and the list stands until it has', () => {
    const listing = listingOf(page(1), page(2), page(3));
    listing.selectAll(true);
    listing.apply({ type: 'start', count: 2 });
    listing.apply({ type: 'pages', pages: [page(2)] });
    expect(titles(listing)).toEqual(['page 3', 'page 2', 'page 1']);
    listing.apply({ type: 'pages', pages: [page(1)] });
    expect(titles(listing)).toEqual(['page 2', 'page 1']);
    expect([...listing.selected.value]).toEqual([page(2).address, page(1).address]);
  });

  test('is empty once the worker has said so', () => {
    const listing = new Listing();
    expect(listing.isLoaded.value).toBe(false);
    listing.apply({ type: 'start', count: 0 });
    expect(listing.isLoaded.value).toBe(true);
    const filled = listingOf(page(1));
    filled.apply({ type: 'start', count: 0 });
    expect(titles(filled)).toEqual([]);
  });

  test.each([
    [0, { first: 0, end: 18 }],
    [-200, { first: 0, end: 15 }],
    [6_400, { first: 92, end: 118 }],
  ])('scrolled by %i pixels it draws the rows on the screen and some around', (scrolled, span) => {
    expect(spanAt(scrolled, 640, 64)).toEqual(span);
  });
});

describe('words', () => {
  const hour = 3_600_000;

  test.each([
    [{ until: 'stopped' }, 'until you delete it'],
    [{ until: 'session', session: 'this' }, 'until the browser closes'],
    [
      { until: 'session', session: 'this', at: 1.6 * hour },
      'until the browser closes (2 hours left)',
    ],
    [{ until: 'time', at: 1.6 * hour }, '2 hours left'],
    [{ until: 'time', at: 26 * hour }, '1 day left'],
    [{ until: 'time', at: 59_000 }, 'less than a minute left'],
    [{ until: 'time', at: -5 }, 'less than a minute left'],
  ] as const)('%j reads %j', (lifetime, words) => {
    expect(remaining(lifetime, 0)).toBe(words);
  });

  test.each([
    [{ count: 1, onlyCopies: 0, uncounted: 0 }, undefined],
    [{ count: 1, onlyCopies: 1, uncounted: 0 }, /You have the only copy.*this page/],
    [{ count: 1, onlyCopies: 0, uncounted: 1 }, /Yours may be the only copy/],
    [{ count: 3, onlyCopies: 3, uncounted: 0 }, /You have the only copies/],
    [
      { count: 3, onlyCopies: 1, uncounted: 0 },
      /the only copy of one of these pages.*read that page/,
    ],
    [{ count: 3, onlyCopies: 0, uncounted: 2 }, /Nobody can say now who else has 2 of these pages/],
    [{ count: 3, onlyCopies: 0, uncounted: 0 }, /Other people have copies too/],
  ])('before deleting %j', (deletion, words) => {
    expect(isWorthAsking(deletion)).toBe(words !== undefined);
    if (words) expect(consequence(deletion)).toMatch(words);
  });

  test.each([
    [{ added: 2, held: 1 }, '2 pages imported. You had one page already.'],
    [{}, 'Nothing new in this file.'],
    [{ over: 1 }, 'Nothing new in this file. One page left out: its time is over.'],
    [
      { added: 1, problem: 'cut-off' },
      'The file ends too early: part of it is missing. One page imported. Your pages are all still there.',
    ],
  ] as const)('an import of %j', (imported, words) => {
    const none = { added: 0, shared: 0, moved: 0, held: 0, over: 0, damaged: 0, incomplete: 0 };
    expect(importedWords({ ...none, ...imported })).toBe(words);
  });
});

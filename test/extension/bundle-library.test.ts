/** A bundle in the lists: one row, of its whole size, with its files to be looked at. */
import { BUNDLE_TYPE } from '@mayfly/relay/client';
import { describe, expect, test, vi } from 'vitest';
import { LibraryReporter } from '../../extension/background/watch/library-view.ts';
import type { LibraryPage, LibraryUpdate } from '../../extension/messages.ts';
import { entriesOf } from '../../extension/store/bundle-entries.ts';
import { openDatabase } from '../../extension/store/database.ts';
import { recentPage } from '../../extension/store/recent-page.ts';
import { Listing } from '../../extension/ui/library/listing.ts';
import { kindWords, partWords, wholeBytes } from '../../extension/ui/library/page-facts.ts';
import { keepBundle, madeBundle } from './made-bundle.ts';
import { bytesOf, keep, scene } from './scene.ts';

const MB = 1_000_000;

function bundleOf(entries: number, heldParts: number, parts: number, bytes = parts * 10 * MB) {
  return { id: 'one', entries, bytes, parts, heldParts, heldBytes: heldParts * 10 * MB };
}

test.each([
  ['text/html', undefined, 'HTML'],
  [BUNDLE_TYPE, undefined, 'Files'],
  [BUNDLE_TYPE, bundleOf(1, 1, 1), 'One file'],
  [BUNDLE_TYPE, bundleOf(1_200, 1, 1), '1,200 files'],
  ['text/plain', bundleOf(0, 1, 1), 'Files'],
])('a page of %s is called by what it is', (mediaType, bundle, words) => {
  expect(kindWords({ mediaType, ...(bundle && { bundle }) })).toBe(words);
});

test.each([
  [undefined, 2, ''],
  [bundleOf(3, 30, 30), 300, ''],
  [bundleOf(3, 5, 30), 300, '50 MB here'],
  [bundleOf(3, 0, 30), 300, '0 bytes here'],
  [bundleOf(3, 0, 0), 0, ''],
])('the size of %j says what is here', (bundle, megabytes, words) => {
  const page = { length: 2 * MB, ...(bundle && { bundle }) };
  expect(wholeBytes(page)).toBe(megabytes * MB);
  expect(partWords(page)).toBe(words);
});

test('the library gets one page for a bundle, and again as its parts come', async () => {
  const { deps, pages } = scene();
  const bundle = await madeBundle();
  await keepBundle(pages, bundle, [0]);
  const said: LibraryUpdate[] = [];
  const viewing = new LibraryReporter(deps, (update) => said.push(update));
  const latest = () => said.flatMap((one) => (one.type === 'pages' ? one.pages : [])).at(-1);
  await vi.waitFor(() => expect(latest()).toMatchObject({ bundle: { heldParts: 1 } }));
  const { id } = (await pages.get(bundle.address))!.bundle!;
  await pages.parts.put(id, 1, bundle.parts[1]!.address, new Blob([bundle.parts[1]!.page]));
  await vi.waitFor(() => expect(latest()).toMatchObject({ bundle: { heldParts: 2 } }));
  expect(said[0]).toEqual({ type: 'start', count: 1 });
  viewing.stop();
});

test('sizes in the list are those on the disk', () => {
  const listing = new Listing();
  const page = { address: '1', origin: 'viewed', length: 5, servedBytes: 0, title: '', relays: [] };
  const bundle = { ...page, address: '2', bundle: bundleOf(3, 2, 30) };
  listing.apply({ type: 'start', count: 2 });
  listing.apply({ type: 'pages', pages: [page, bundle] as unknown as LibraryPage[] });
  expect(listing.totals.value).toMatchObject({ count: 2, bytes: 10 + 20 * MB });
  listing.ask({ sort: 'largest' });
  expect(listing.rows.value.map(({ address }) => address)).toEqual(['2', '1']);
});

test('among the recent pages it has the size of its whole content', async () => {
  const { pages } = scene();
  const bundle = await madeBundle();
  await keepBundle(pages, bundle, [0]);
  const page = (await pages.get(bundle.address))!;
  expect(recentPage(page, { pages: 'all' })).toMatchObject({ title: 'Trip', length: 20 });
});

describe('the files of a bundle', () => {
  test.each([
    ['encrypted', true],
    ['public', false],
  ])('that is %s are read from its manifest', async (_, isSealed) => {
    const { pages } = scene();
    const bundle = await madeBundle({ isSealed });
    await keepBundle(pages, bundle, []);
    expect(await entriesOf(pages, bundle.address)).toMatchObject([
      { path: 'a.txt', bytes: 14 },
      { path: 'b/c.txt', bytes: 6 },
    ]);
  });

  test('cannot be read without its key, of another page, or of a damaged copy', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { pages } = scene();
    const { key: _, ...locked } = await madeBundle();
    await keepBundle(pages, locked);
    const text = await keep(pages, bytesOf('no manifest'));
    expect(await entriesOf(pages, locked.address)).toBeUndefined();
    expect(await entriesOf(pages, text)).toBeUndefined();
    const bundle = await madeBundle();
    expect(await entriesOf(pages, bundle.address)).toBeUndefined();
    await keepBundle(pages, bundle);
    const database = await openDatabase();
    await database.delete('chunks', [bundle.address, 0]);
    database.close();
    expect(await entriesOf(pages, bundle.address)).toBeUndefined();
  });
});

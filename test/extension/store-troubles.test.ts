/** A store that cannot be used: every screen says so, nobody waits for ever, and nothing is deleted. */
import { addressOf } from '@mayfly/relay/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LibraryReporter } from '../../extension/background/watch/library-view.ts';
import { importPages } from '../../extension/background/hold/archive-import.ts';
import { settle } from '../../extension/background/share/publication.ts';
import { shareText } from '../../extension/background/share/share-draft.ts';
import { viewStore } from '../../extension/background/watch/store-condition.ts';
import { viewPage } from '../../extension/background/read/page-view.ts';
import type { LibraryUpdate, PageView, StoreView } from '../../extension/messages.ts';
import { OPEN_MS, openDatabase, UPGRADE_STEPS } from '../../extension/store/database.ts';
import { Pages } from '../../extension/store/pages.ts';
import { StoreError, type StoreTrouble } from '../../extension/store/store-error.ts';
import { writeArchive } from '../../extension/store/write-archive.ts';
import { storeSentence } from '../../extension/sentences.ts';
import { bytesOf, HOME, keep, scene, SEEN } from './scene.ts';

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A later version of the extension was here. */
async function writeNewer(): Promise<void> {
  const later = [...UPGRADE_STEPS, () => undefined];
  (await openDatabase(undefined, later)).close();
}

function failToOpen(error: DOMException): void {
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw error;
  });
}

/** A request that is never answered. */
class EndlessRequest extends IDBOpenDBRequest {}

/** The browser never answers. */
function neverOpen(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => new EndlessRequest());
}

const TROUBLES: [StoreTrouble, () => unknown][] = [
  ['newer', writeNewer],
  ['unreadable', () => failToOpen(new DOMException('Internal error opening', 'UnknownError'))],
  ['blocked', neverOpen],
];

/** Lets what waits for the store wait as long as it may. */
async function outwait<Result>(result: Promise<Result>): Promise<Result> {
  let isOver = false;
  const over = result.finally(() => (isOver = true));
  while (vi.isFakeTimers()) {
    await vi.advanceTimersByTimeAsync(OPEN_MS);
    if (isOver) break;
    await new Promise((resolve) => setImmediate(resolve)); // sealing, hashing and files take turns of their own
  }
  return over;
}

describe.each(TROUBLES)('a store that is %s', (trouble, cause) => {
  test('is told by an error that says what was expected and what to do', async () => {
    await cause();
    const failed = new Pages().count().catch((error: unknown) => error);
    const error = await outwait(failed);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ trouble, message: expect.stringMatching(/expected .*; \w+/) });
  });

  test('is told to whoever shows a screen', async () => {
    await cause();
    const seen: StoreView[] = [];
    const stop = viewStore(scene().pages, (sight) => seen.push(sight));
    await outwait(Promise.resolve());
    await vi.waitFor(() => expect(seen.at(-1)).toEqual({ condition: trouble }));
    stop();
  });

  test('refuses to share, with the sentence', async () => {
    await cause();
    const { deps } = scene();
    const text = { text: 'hello', mediaType: 'text/plain', isSealed: true } as const;
    expect(await outwait(settle(shareText(deps, text)))).toEqual({
      outcome: 'refused',
      message: expect.stringContaining(storeSentence(trouble)),
    });
  });

  test('ends the reading of a page', async () => {
    await cause();
    const sights: PageView[] = [];
    const address = await addressOf(bytesOf('hello'));
    const link = `${HOME}/${address}`;
    viewPage(scene().deps, link, (sight) => sights.push(sight), SEEN);
    await outwait(Promise.resolve());
    await vi.waitFor(() => expect(sights.at(-1)?.obstacle).toEqual({ by: 'store', trouble }));
  });

  test('takes in no file, and says why', async () => {
    const file = await fileOfOne();
    globalThis.indexedDB = new IDBFactory();
    await cause();
    const importing = importPages(scene().deps, URL.createObjectURL(file));
    expect(await outwait(importing)).toMatchObject({ problem: `store-${trouble}`, added: 0 });
  });
});

async function fileOfOne(): Promise<Blob> {
  const pages = new Pages();
  const { file } = await writeArchive(pages, [await keep(pages, bytesOf('hello'))], {
    hasKeys: true,
    isChecked: true,
  });
  return file;
}

test('a store that a newer version has written is left as it was', async () => {
  const address = await keep(new Pages(), bytesOf('hello'));
  await writeNewer();
  await expect(new Pages().get(address)).rejects.toBeInstanceOf(StoreError);
  const newer = await openDatabase(undefined, [...UPGRADE_STEPS, () => undefined]);
  expect(await newer.get('pages', address)).toMatchObject({ length: 5 });
  newer.close();
});

test('a store that opens at last is well again, and the library lists what is in it', async () => {
  const { deps, pages } = scene();
  const address = await keep(new Pages(), bytesOf('hello'));
  const opening = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('Internal error opening', 'UnknownError');
  });
  const updates: LibraryUpdate[] = [];
  const seen: StoreView[] = [];
  const viewing = new LibraryReporter(deps, (update) => updates.push(update));
  const stop = viewStore(pages, (sight) => seen.push(sight));
  await vi.waitFor(() => expect(seen.at(-1)).toEqual({ condition: 'unreadable' }));
  expect(updates).toEqual([]);
  opening.mockRestore();
  await pages.count();
  await vi.waitFor(() => expect(seen.at(-1)).toEqual({}));
  await vi.waitFor(() => expect(updates).toContainEqual({ type: 'start', count: 1 }));
  await vi.waitFor(() =>
    expect(updates).toContainEqual({
      type: 'pages',
      pages: [expect.objectContaining({ address })],
    }),
  );
  viewing.stop();
  stop();
});

test('a store that is deleted while it is open is said to be, and the library is empty', async () => {
  const { deps, pages } = scene();
  await keep(pages, bytesOf('hello'));
  const updates: LibraryUpdate[] = [];
  const seen: StoreView[] = [];
  const viewing = new LibraryReporter(deps, (update) => updates.push(update));
  const stop = viewStore(pages, (sight) => seen.push(sight));
  await vi.waitFor(() => expect(seen.at(-1)).toEqual({}));
  indexedDB.deleteDatabase('mayfly');
  await vi.waitFor(() => expect(seen.at(-1)).toEqual({ condition: 'deleted' }));
  await vi.waitFor(() => expect(updates).toContainEqual({ type: 'start', count: 0 }));
  await keep(pages, bytesOf('again'));
  expect(await pages.count()).toBe(1);
  viewing.stop();
  stop();
});

test('where another context keeps the old version open, waiting has an end, and what comes too late is closed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const next = [...UPGRADE_STEPS, () => undefined];
  const other = await openStubborn();
  const opening = openDatabase(undefined, next).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(OPEN_MS);
  expect(await opening).toMatchObject({ name: 'StoreError', trouble: 'blocked' });
  other.close();
  // It would wait for ever on a connection that nobody closes.
  const later = await openDatabase(undefined, [...next, () => undefined]);
  expect(later.version).toBe(next.length + 1);
  later.close();
});

/** A connection that does not close to let an upgrade pass. */
async function openStubborn(): Promise<IDBDatabase> {
  (await openDatabase()).close();
  const { promise, resolve } = Promise.withResolvers<IDBDatabase>();
  const request = indexedDB.open('mayfly');
  request.addEventListener('success', () => resolve(request.result));
  return promise;
}

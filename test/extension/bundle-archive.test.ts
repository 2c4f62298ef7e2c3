/** Bundles in the file of exported pages: they come back with their parts, and nothing else comes with them. */
import type { Address } from '@mayfly/relay/protocol';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { importPages } from '../../extension/background/hold/archive-import.ts';
import { openHeld } from '../../extension/background/read/held-manifest.ts';
import type { Imported } from '../../extension/messages.ts';
import { ARCHIVE_HEAD, BUNDLE_ARCHIVE_HEAD } from '../../extension/store/archive.ts';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import type { Pages } from '../../extension/store/pages.ts';
import { writeArchive } from '../../extension/store/write-archive.ts';
import { importedWords } from '../../extension/ui/library/notices.tsx';
import { keepBundle, type MadeBundle, madeBundle } from './made-bundle.ts';
import { bytesOf, keep, scene } from './scene.ts';

const WITH_KEYS = { hasKeys: true, isChecked: true };
const WITHOUT_KEYS = { hasKeys: false, isChecked: true };
const NONE: Imported = {
  ...{ added: 0, shared: 0, moved: 0 },
  ...{ held: 0, over: 0, damaged: 0, incomplete: 0 },
};
const SHARED = { ...NONE, added: 1, shared: 1 };

const urls: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
});

function urlOf(file: Blob): string {
  const url = URL.createObjectURL(file);
  urls.push(url);
  return url;
}

/** A browser with this bundle, and its export. */
async function exported(
  bundle: MadeBundle,
  { held, ...options }: { held?: readonly number[]; hasKeys?: boolean } = {},
): Promise<Blob> {
  const { pages } = scene();
  await keepBundle(pages, bundle, held);
  return (await writeArchive(pages, [bundle.address], { ...WITH_KEYS, ...options })).file;
}

/** Another browser, which imports the file. */
async function imported(file: Blob, prepare: (pages: Pages) => Promise<unknown> = async () => {}) {
  globalThis.indexedDB = new IDBFactory();
  const bob = scene();
  await prepare(bob.pages);
  return { ...bob, result: await importPages(bob.deps, urlOf(file)) };
}

/** The parts of a bundle that are here, each as it is read. */
async function partsOf(pages: Pages, address: Address) {
  const { bundle } = (await pages.get(address))!;
  const indexes = await pages.parts.heldOf(bundle!.id);
  return Promise.all(
    indexes.map(async (index) => {
      const page = await pages.parts.page(bundle!.id, index);
      return { index, page: new Uint8Array(await page!.arrayBuffer()) };
    }),
  );
}

function partsIn({ parts }: MadeBundle, ...indexes: readonly number[]) {
  return indexes.map((index) => ({ index, page: parts[index]!.page }));
}

describe.each([
  ['an encrypted', true],
  ['a public', false],
] as const)('%s bundle', (_, isSealed) => {
  test('comes back whole, as one page', async () => {
    const bundle = await madeBundle({ isSealed });
    const { pages, result } = await imported(await exported(bundle));
    expect(result).toEqual(SHARED);
    const heldBytes = bundle.parts.reduce((sum, { page }) => sum + page.length, 0);
    expect(await pages.get(bundle.address)).toMatchObject({
      title: 'Trip',
      bundle: { ...bundle.facts, heldParts: 3, heldBytes },
    });
    expect(await pages.total('published')).toEqual({
      pages: 1,
      bytes: bundle.page.length + heldBytes,
    });
    expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 0, 1, 2));
  });

  test('of which only some is here comes back with that, and says so', async () => {
    const bundle = await madeBundle({ isSealed });
    const { pages, result } = await imported(await exported(bundle, { held: [0, 2] }));
    expect(result).toEqual({ ...SHARED, incomplete: 1 });
    expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 0, 2));
    expect(importedWords(result)).toContain('not whole');
  });

  test('that is held gains the parts that it lacks', async () => {
    const bundle = await madeBundle({ isSealed });
    const file = await exported(bundle);
    const { pages, result } = await imported(file, (bobs) => keepBundle(bobs, bundle, [1]));
    expect(result).toEqual({ ...NONE, held: 1 });
    expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 0, 1, 2));
  });
});

test('other pages stand before and after a bundle', async () => {
  const { pages } = scene();
  const bundle = await madeBundle();
  const [first, last] = [await keep(pages, bytesOf('first')), await keep(pages, bytesOf('last'))];
  await keepBundle(pages, bundle);
  const { file } = await writeArchive(pages, [first, bundle.address, last], WITH_KEYS);
  const bob = await imported(file);
  expect(bob.result).toMatchObject({ added: 3, damaged: 0 });
  expect(await bob.pages.count()).toBe(3);
});

test('without keys, a bundle stays unreadable, and nothing tells what is in it', async () => {
  const bundle = await madeBundle();
  const file = await exported(bundle, { hasKeys: false });
  expect(await file.slice(0, 2_000).text()).not.toMatch(/Trip|bundle\+json|"entries":2/);
  const { pages, result } = await imported(file);
  expect(result).toEqual(SHARED);
  expect(await pages.get(bundle.address)).toMatchObject({
    title: 'Encrypted page',
    mediaType: 'text/plain',
    bundle: { entries: 0, parts: 3, heldParts: 3 },
  });
  expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 0, 1, 2));
});

test('a bundle that came without its key is known in full once somebody opens it with the key', async () => {
  const bundle = await madeBundle();
  const { pages, deps } = await imported(await exported(bundle, { hasKeys: false }));
  const { id } = (await pages.get(bundle.address))!.bundle!;
  expect(await openHeld(deps, bundle.address, [bundle.key!])).toMatchObject({ id });
  expect(await pages.get(bundle.address)).toMatchObject({
    bundle: { id, ...bundle.facts, heldParts: 3 },
  });
});

test('only a file with bundles is of the newer version', async () => {
  const { pages } = scene();
  const address = await keep(pages, bytesOf('hello'));
  const { file } = await writeArchive(pages, [address], WITHOUT_KEYS);
  expect(await file.text()).toContain(ARCHIVE_HEAD);
  expect(await (await exported(await madeBundle())).text()).toContain(BUNDLE_ARCHIVE_HEAD);
});

test('a part that is damaged here is left out of the export, and no longer counts', async () => {
  const { pages } = scene();
  const bundle = await madeBundle();
  await keepBundle(pages, bundle, [0, 1]);
  const { id } = (await pages.get(bundle.address))!.bundle!;
  await pages.parts.put(id, 2, bundle.parts[2]!.address, new Blob(['damaged']));
  const { file, ...missing } = await writeArchive(pages, [bundle.address], WITH_KEYS);
  expect(missing).toEqual({ damaged: 0, inPart: 1 });
  expect(await pages.parts.heldOf(id)).toEqual([0, 1]);
  const bob = await imported(file);
  expect(await partsOf(bob.pages, bundle.address)).toEqual(partsIn(bundle, 0, 1));
});

describe('a file that lies', () => {
  test('about a part’s bytes does not bring that part', async () => {
    const bundle = await madeBundle({ isSealed: false });
    const file = new Blob([
      (await (await exported(bundle)).text()).replace('the firs', 'the last'),
    ]);
    const { pages, result } = await imported(file);
    expect(result).toEqual({ ...SHARED, incomplete: 1 });
    expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 1, 2));
  });

  test('about the parts of a bundle that can be opened brings none of them', async () => {
    const [bundle, other] = [await madeBundle(), await madeBundle()];
    const file = await exported({ ...bundle, parts: other.parts });
    const { pages, result } = await imported(file);
    expect(result).toEqual({ ...SHARED, incomplete: 1 });
    expect(await partsOf(pages, bundle.address)).toEqual([]);
  });

  test('about a page that is no bundle brings the page alone', async () => {
    const bundle = { ...(await madeBundle()), page: bytesOf('no manifest') };
    const { addressOf } = await import('@mayfly/relay/client');
    const address = await addressOf(bundle.page);
    const { pages, result } = await imported(await exported({ ...bundle, address }));
    expect(result).toEqual(SHARED);
    expect(await pages.get(address)).not.toHaveProperty('bundle');
  });

  test('with a part that belongs to no bundle is read up to there', async () => {
    const bundle = await madeBundle();
    const text = new TextDecoder('latin1').decode(await (await exported(bundle)).arrayBuffer());
    const part = text.slice(text.indexOf('{"part"'));
    const bytes = Uint8Array.from(`${BUNDLE_ARCHIVE_HEAD}${part}`, (sign) => sign.charCodeAt(0));
    const { result } = await imported(new Blob([bytes]));
    expect(result).toEqual({ ...NONE, problem: 'malformed' });
  });
});

test('a file that is cut off in a part brings the parts before it', async () => {
  const bundle = await madeBundle();
  const file = await exported(bundle);
  const { pages, result } = await imported(file.slice(0, file.size - 1));
  expect(result).toEqual({ ...SHARED, incomplete: 1, problem: 'cut-off' });
  expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 0, 1));
});

test('a full disk ends the import with the parts that fitted', async () => {
  const bundle = await madeBundle();
  const file = await exported(bundle);
  const { result, pages } = await imported(file, async (bobs) => {
    const put = bobs.parts.put.bind(bobs.parts);
    vi.spyOn(bobs.parts, 'put').mockImplementation(async (id, index, ...rest) => {
      if (index === 1) throw new DiskFullError('cannot store part');
      await put(id, index, ...rest);
    });
  });
  expect(result).toEqual({ ...SHARED, problem: 'disk-full' });
  expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 0));
});

test('a deleted bundle comes back as it was', async () => {
  const { pages, deps, seeding } = scene();
  const bundle = await madeBundle();
  await keepBundle(pages, bundle);
  const before = (await pages.get(bundle.address))!;
  const unchecked = { hasKeys: true, isChecked: false };
  const { file } = await writeArchive(pages, [bundle.address], unchecked);
  await seeding.deletePages(bundle.address);
  expect(await importPages(deps, urlOf(file), { isRestored: true })).toEqual(SHARED);
  const id: string = expect.any(String);
  const after = { ...before, bundle: { ...before.bundle, id } };
  expect(await pages.get(bundle.address)).toEqual(after);
  expect(await partsOf(pages, bundle.address)).toEqual(partsIn(bundle, 0, 1, 2));
});

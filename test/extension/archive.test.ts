import { addressOf } from '@mayfly/relay/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { importPages } from '../../extension/background/hold/archive-import.ts';
import { importedWords } from '../../extension/ui/library/notices.tsx';
import type { Imported } from '../../extension/messages.ts';
import { ARCHIVE_HEAD, parseEntry } from '../../extension/store/archive.ts';
import { CHUNK_BYTES } from '../../extension/store/chunks.ts';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import { type Pages } from '../../extension/store/pages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { writeArchive } from '../../extension/store/write-archive.ts';
import { bytesOf, ELSEWHERE, HOME, keep, longPage, scene } from './scene.ts';

const OTHER = 'https://other.example';
const WITH_KEYS = { hasKeys: true, isChecked: true };
const WITHOUT_KEYS = { hasKeys: false, isChecked: true };
const NONE: Imported = {
  ...{ added: 0, shared: 0, moved: 0 },
  ...{ held: 0, over: 0, damaged: 0, incomplete: 0 },
};
const ALL_ADDED = { ...NONE, added: 3, shared: 2 };

const urls: string[] = [];
afterEach(() => urls.splice(0).forEach((url) => URL.revokeObjectURL(url)));

function urlOf(file: Blob): string {
  const url = URL.createObjectURL(file);
  urls.push(url);
  return url;
}

/** Alice's pages: a short one, a long one, and an encrypted one whose key she has. */
async function alicesPages() {
  const alice = scene();
  const short = await keep(alice.pages, bytesOf('short\n{"address":"no"}\n'), [HOME, ELSEWHERE], 5);
  const long = await keep(alice.pages, longPage(CHUNK_BYTES + 10), [HOME], 6);
  const sealed = await addressOf(bytesOf('unreadable'));
  const key = new Uint8Array(32).fill(7);
  const inside = { key, mediaType: 'text/html', name: 'diary.html', title: 'Dear diary' };
  const lifetime = { until: 'time', at: 9_000 } as const;
  await alice.pages.put(
    { address: sealed, ...inside, origin: 'viewed', relays: [HOME], addedAt: 7, lifetime },
    bytesOf('unreadable'),
  );
  return { ...alice, short, long, sealed, all: [short, long, sealed] };
}

/** Bob starts with an empty store of his own. */
async function bobsBrowser() {
  const { IDBFactory } = await import('fake-indexeddb');
  globalThis.indexedDB = new IDBFactory();
  return scene();
}

async function textOf(pages: Pages, address: Parameters<Pages['get']>[0]): Promise<string> {
  const range = await pages.read(address, 0, 1_000);
  return new TextDecoder().decode(range?.bytes);
}

test('with keys, everything comes back as it was and is announced where it was', async () => {
  const { pages, short, long, sealed, all } = await alicesPages();
  const file = (await writeArchive(pages, all, WITH_KEYS)).file;
  const before = await pages.getAll(all);
  const bob = await bobsBrowser();
  await writeSettings({ relays: [ELSEWHERE, HOME] });
  expect(await importPages(bob.deps, urlOf(file))).toEqual(ALL_ADDED);
  const after = await bob.pages.getAll(all);
  expect(after).toEqual(before.map((page) => ({ ...page, usedAt: page.addedAt })));
  expect(await textOf(bob.pages, short)).toContain('"address":"no"');
  expect(bob.clientOf(HOME).said).toEqual([short, long, sealed].map((one) => `have ${one}`));
  expect(bob.clientOf(ELSEWHERE).said).toEqual([`have ${short}`]);
});

test('a page that no key has opened stays uploaded to nobody', async () => {
  const alice = scene();
  const address = await addressOf(bytesOf('locked'));
  const known = { mediaType: 'text/plain', title: '', origin: 'viewed', isLocked: true } as const;
  await alice.pages.put({ address, ...known, relays: [HOME], addedAt: 1 }, bytesOf('locked'));
  const file = (await writeArchive(alice.pages, [address], WITH_KEYS)).file;
  const bob = await bobsBrowser();
  expect(await importPages(bob.deps, urlOf(file))).toMatchObject({ added: 1 });
  expect(await bob.pages.get(address)).toMatchObject({ isLocked: true });
  expect(bob.clients.flatMap(({ said }) => said)).toEqual([]);
});

test('a page that was deleted a moment ago goes back to where it was announced', async () => {
  const { pages, deps, clientOf, seeding } = scene();
  const address = await keep(pages, bytesOf('back again'), [ELSEWHERE]);
  const before = await pages.get(address);
  const { file } = await writeArchive(pages, [address], WITH_KEYS);
  await seeding.deletePages(address);
  await importPages(deps, urlOf(file), { isRestored: true });
  expect(await pages.get(address)).toEqual(before);
  expect(clientOf(ELSEWHERE).said).toContain(`have ${address}`);
});

test('no relay is told of a page, or of its importer, that is not one of the user’s own', async () => {
  const { pages, short } = await alicesPages();
  const elsewhere = await keep(pages, bytesOf('elsewhere'), [ELSEWHERE]);
  const file = (await writeArchive(pages, [short, elsewhere], WITH_KEYS)).file;
  const bob = await bobsBrowser();
  await writeSettings({ relays: [HOME, OTHER], announceAt: 'all', knownRelays: [ELSEWHERE] });
  const imported = await importPages(bob.deps, urlOf(file));
  expect(imported).toEqual({ ...NONE, added: 2, shared: 2, moved: 1 });
  expect(await bob.pages.getAll([short, elsewhere])).toMatchObject([
    { relays: [HOME] },
    { relays: [HOME, OTHER] },
  ]);
  expect(bob.clients.map(({ relay }) => relay)).not.toContain(ELSEWHERE);
  expect(bob.clientOf(OTHER).said).toEqual([`have ${elsewhere}`]);
  expect(importedWords(imported)).toBe(
    '2 pages imported. 2 pages had been shared: they count as shared by you and are uploaded to readers. One page comes from a relay that is not one of yours: readers find it at yours instead.',
  );
});

test('a page whose time is over stays out, as it would be gone had it stayed where it was', async () => {
  const { pages, short, sealed } = await alicesPages();
  await pages.holdFor([short], { until: 'time', at: 10_000 });
  const expired = await addressOf(bytesOf('expired'));
  const viewed = { mediaType: 'text/plain', title: 'expired', origin: 'viewed' as const };
  await pages.put(
    { address: expired, ...viewed, relays: [HOME], addedAt: 8, expires: 10 },
    bytesOf('expired'),
  );
  const file = (await writeArchive(pages, [short, sealed, expired], WITH_KEYS)).file;
  const bob = await bobsBrowser();
  bob.now.mockReturnValue(9_500);
  const sealedIsOver = await importPages(bob.deps, urlOf(file));
  expect(sealedIsOver).toEqual({ ...NONE, added: 2, shared: 1, over: 1 });
  await bob.seeding.deletePages(short, expired);
  bob.now.mockReturnValue(10_000);
  const allAreOver = await importPages(bob.deps, urlOf(file));
  expect(allAreOver).toEqual({ ...NONE, over: 3 });
  expect(await bob.pages.count()).toBe(0);
  expect(importedWords(allAreOver)).toBe(
    'Nothing new in this file. 3 pages left out: their time is over.',
  );
});

test('what was shared comes back as shared by the user, asked or not, and what was viewed as viewed', async () => {
  const { pages, short, sealed } = await alicesPages();
  const file = (await writeArchive(pages, [short, sealed], WITH_KEYS)).file;
  await bobsBrowser();
  const bob = scene({ uploads: 'unasked' });
  const imported = await importPages(bob.deps, urlOf(file));
  expect(imported).toEqual({ ...NONE, added: 2, shared: 1 });
  expect(bob.clientOf().said).toEqual([`have ${short}`]);
  expect((await bob.pages.viewed()).map(({ address }) => address)).toEqual([sealed]);
  expect(importedWords(imported)).toBe(
    '2 pages imported. One page had been shared: it counts as shared by you and is uploaded to readers.',
  );
});

test('a page that was published here ends when its publisher said, whatever its line says of links', async () => {
  const bytes = bytesOf('mine');
  const line = { address: await addressOf(bytes), length: 4, origin: 'published', expires: 1 };
  const bob = scene();
  const file = new Blob([ARCHIVE_HEAD, JSON.stringify(line), '\n', bytes]);
  expect(await importPages(bob.deps, urlOf(file))).toEqual({ ...NONE, added: 1, shared: 1 });
  expect((await bob.pages.recent(1))[0]).not.toHaveProperty('expires');
});

test('without keys, nothing tells what is in an encrypted page', async () => {
  const { pages, sealed } = await alicesPages();
  const file = (await writeArchive(pages, [sealed], WITHOUT_KEYS)).file;
  expect(await file.text()).not.toMatch(/diary|html|BwcH/);
  const bob = await bobsBrowser();
  await importPages(bob.deps, urlOf(file));
  const page = await bob.pages.get(sealed);
  expect(page).toMatchObject({ title: 'Encrypted page', mediaType: 'text/plain' });
  expect(page).not.toHaveProperty('key');
});

test('a page that is held stays as it is, and gains a key that it lacked', async () => {
  const { pages, short, sealed } = await alicesPages();
  const file = (await writeArchive(pages, [short, sealed], WITH_KEYS)).file;
  const bob = await bobsBrowser();
  await importPages(bob.deps, urlOf((await writeArchive(pages, [], WITHOUT_KEYS)).file));
  await keep(bob.pages, bytesOf('unreadable'));
  expect(await importPages(bob.deps, urlOf(file))).toMatchObject({ added: 1, held: 1 });
  expect(await importPages(bob.deps, urlOf(file))).toMatchObject({ added: 0, held: 2 });
  expect(await bob.pages.get(sealed)).toMatchObject({
    origin: 'published',
    title: 'Dear diary',
    key: new Uint8Array(32).fill(7),
  });
});

test('what cannot be exported any more is left out', async () => {
  const { pages, short, long } = await alicesPages();
  await pages.remove([short]);
  const file = (await writeArchive(pages, [short, long], WITH_KEYS)).file;
  const bob = await bobsBrowser();
  expect(await importPages(bob.deps, urlOf(file))).toMatchObject({ added: 1 });
});

describe('bad files', () => {
  const line = (record: object): string => `${JSON.stringify(record)}\n`;
  const good = async (): Promise<string> => {
    const bytes = bytesOf('good');
    return `${line({ address: await addressOf(bytes), length: 4 })}good`;
  };
  const wrong = async (): Promise<string> => (await good()).replace(/good$/, 'evil');

  const just = (text: string) => async (): Promise<string> => text;

  test.each([
    ['a picture', just('\u0089PNG\r\n\u001a\n'), 'not-an-export', 0],
    ['nothing', just(''), 'not-an-export', 0],
    ['other JSON', just('{"mayfly":1}\n'), 'not-an-export', 0],
    [
      'a newer version',
      async () => `${line({ mayfly: 'pages', version: 3 })}${await good()}`,
      'newer-version',
      0,
    ],
    [
      'one cut off in a page',
      async () => `${ARCHIVE_HEAD}${await good()}${(await wrong()).slice(0, -1)}`,
      'cut-off',
      1,
    ],
    ['one cut off in a line', async () => `${ARCHIVE_HEAD}${await good()}{"address`, 'cut-off', 1],
    ['one with rubbish', async () => `${ARCHIVE_HEAD}${await good()}rubbish\n`, 'malformed', 1],
    [
      'one with an endless line',
      async () => `${ARCHIVE_HEAD}${await good()}${'x'.repeat(70_000)}`,
      'malformed',
      1,
    ],
    [
      'a length that lies',
      async () => `${ARCHIVE_HEAD}${(await good()).replace(':4}', ':4e9}')}`,
      'cut-off',
      0,
    ],
  ] as const)('%s is told apart, and what came before is kept', async (_, text, problem, added) => {
    const { deps, pages } = scene();
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const mine = await keep(pages, bytesOf('mine'));
    const file = new Blob([await text()]);
    expect(await importPages(deps, urlOf(file))).toEqual({ ...NONE, added, problem });
    expect(await pages.count()).toBe(1 + added);
    expect(await textOf(pages, mine)).toBe('mine');
  });

  test('a page that does not match its address is left out, and the others come in', async () => {
    const { deps, pages } = scene();
    const file = new Blob([ARCHIVE_HEAD, await wrong(), await good()]);
    expect(await importPages(deps, urlOf(file))).toEqual({ ...NONE, added: 1, damaged: 1 });
    expect(await pages.recent(9)).toMatchObject([
      { length: 4, relays: [HOME], title: 'Encrypted page' },
    ]);
  });

  test('a disk that is full in the middle is said, and what fitted is kept', async () => {
    const { deps, pages } = scene();
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(pages, 'put').mockRejectedValue(new DiskFullError('cannot store page'));
    const file = new Blob([ARCHIVE_HEAD, await good()]);
    expect(await importPages(deps, urlOf(file))).toMatchObject({ added: 0, problem: 'disk-full' });
  });

  test('hints that are none are left out', async () => {
    const address = await addressOf(bytesOf('x'));
    const hints = { key: 'AA', mediaType: 3, name: '', relays: ['javascript:1', HOME, HOME] };
    const rest = { title: 'x'.repeat(2_000), lifetime: { until: 'time', at: '5' }, addedAt: -1 };
    expect(parseEntry(JSON.stringify({ address, length: 1, ...hints, ...rest }))).toEqual({
      address,
      length: 1,
      mediaType: 'text/plain',
      title: `${'x'.repeat(79)}…`,
      origin: 'viewed',
      relays: [HOME],
      addedAt: 0,
      lifetime: { until: 'stopped' },
    });
  });
});

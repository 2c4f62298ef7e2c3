/** From one terminal to another: files, folders and streams arrive byte for byte. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  addressOf,
  BUNDLE_TYPE,
  createClient,
  formatManifest,
  PART_BYTES,
  relayUrl,
} from '../../relay/client/index.ts';
import { type Address, findLink, formatLink } from '../../relay/protocol/index.ts';
import { until } from '../backplane/until.ts';
import { bytesOf, Shelf } from '../client/scene.ts';
import { emptyFolder, eventsIn, Mayfly, mayfly } from './mayfly-process.ts';
import { localRelay } from './local-relay.ts';

const relay = localRelay();
const large = bytesOf(PART_BYTES + 1_000);

function share(args: readonly string[], input?: Uint8Array | string, cwd?: string): Mayfly {
  return new Mayfly(['share', '--relay', relay.url, '--readers', '1', ...args], {
    ...(input !== undefined && { input }),
    ...(cwd !== undefined && { cwd }),
  });
}

function shareFiles(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = emptyFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

test.each([
  ['nothing', Buffer.of()],
  ['a text', Buffer.from('hello')],
  ['a megabyte', Buffer.from(bytesOf(1_000_000))],
])('%s goes through two pipes', async (_, content) => {
  const alice = share(['-'], content);
  const bob = await mayfly(['get', await alice.link(), '-o', '-']);
  expect(bob.out.equals(content)).toBe(true);
  expect((await alice.end()).code).toBe(0);
});

test('a file gets its name and its type', async () => {
  const cwd = shareFiles({ 'notes.md': '# hello' });
  const alice = share(['notes.md'], undefined, cwd);
  const link = await alice.link();
  expect(findLink(link)?.link).toMatchObject({ mediaType: 'text/markdown', name: 'notes.md' });
  const here = emptyFolder();
  expect((await mayfly(['get', link], { cwd: here })).code).toBe(0);
  expect(readdirSync(here)).toEqual(['notes.md']);
  expect(readFileSync(join(here, 'notes.md'), 'utf8')).toBe('# hello');
});

test('the link is taken from a pipe, where nobody else sees it', async () => {
  const alice = share(['-'], 'hello');
  const input = `Look: ${await alice.link()}\n`;
  expect((await mayfly(['get', '-', '-o', '-'], { input })).out).toEqual(Buffer.from('hello'));
});

test('a public page is read without a key, and says its end', async () => {
  const alice = share(
    ['--public', '--for', '2h', '--name', 'greeting', '--type', 'text/html', '-'],
    'hi',
  );
  const { link } = findLink(await alice.link()) ?? {};
  expect(link).toMatchObject({ name: 'greeting', mediaType: 'text/html' });
  expect(link?.key).toBeUndefined();
  const hours = (link?.expires ?? 0) / 3600 - Date.now() / 3_600_000;
  expect(hours).toBeGreaterThan(1.9);
  const bob = await mayfly(['get', await alice.link(), '-o', '-']);
  expect(String(bob.out)).toBe('hi');
});

test('folders and files arrive as they were, without what links lead to', async () => {
  const cwd = shareFiles({ 'photos/a/one': large, 'photos/two': 'two', 'photos/none': '' });
  symlinkSync('/etc/passwd', join(cwd, 'photos/passwd'));
  const alice = share(['photos'], undefined, cwd);
  const here = emptyFolder();
  expect((await mayfly(['get', await alice.link()], { cwd: here })).code).toBe(0);
  expect(readdirSync(here)).toEqual(['photos']);
  expect(readdirSync(join(here, 'photos')).toSorted()).toEqual(['a', 'none', 'two']);
  expect(readFileSync(join(here, 'photos/a/one')).equals(large)).toBe(true);
  expect((await alice.end()).err).toContain('Left out: 1 link');
});

test('several files go into the folder that is named', async () => {
  const cwd = shareFiles({ one: '1', two: '2' });
  const alice = share(['one', 'two'], undefined, cwd);
  const here = emptyFolder();
  const { code } = await mayfly(['get', await alice.link(), '-o', 'both'], { cwd: here });
  expect(code).toBe(0);
  expect(readdirSync(join(here, 'both')).toSorted()).toEqual(['one', 'two']);
});

test('a stream beyond a page arrives in order, as a file too', async () => {
  const content = Buffer.concat(Array.from({ length: 9 }, () => large));
  const alice = new Mayfly(['share', '--relay', relay.url, '--readers', '2'], { input: content });
  const link = await alice.link();
  expect(findLink(link)?.link.mediaType).toBe(BUNDLE_TYPE);
  const bob = await mayfly(['get', link, '-o', '-']);
  expect(bob.out.equals(content)).toBe(true);
  const here = emptyFolder();
  expect((await mayfly(['get', link, '-o', 'all'], { cwd: here })).code).toBe(0);
  expect(readFileSync(join(here, 'all')).equals(content)).toBe(true);
  expect(readdirSync(here)).toEqual(['all']);
  expect((await alice.end()).code).toBe(0);
});

test('with --json each ends with one done, and the link alone is the result', async () => {
  const alice = share(['--json', '-'], 'hello');
  const link = await alice.link();
  const bob = await mayfly(['get', link, '-o', '-', '--json']);
  const { out, err } = await alice.end();
  expect(String(out)).toBe(`${link}\n`);
  for (const events of [eventsIn(err), eventsIn(bob.err)]) {
    expect(events.every(({ v }) => v === 1)).toBe(true);
    const ends = events.filter(({ type }) => type === 'done' || type === 'failed');
    expect(ends).toEqual([events.at(-1)]);
  }
  expect(eventsIn(err).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['connected', 'shared', 'held', 'served', 'done']),
  );
  expect(err).not.toContain('k=');
});

test('a wrong use is one failed event', async () => {
  const { err } = await mayfly(['share', '--json', '--readers', 'none']);
  expect(eventsIn(err)).toMatchObject([{ type: 'failed', code: 2, reason: 'usage' }]);
});

test('a killed get goes on where it was', async () => {
  const content = Buffer.concat(Array.from({ length: 12 }, () => large));
  const alice = new Mayfly(['share', '--relay', relay.url], { input: content });
  const link = await alice.link();
  const here = emptyFolder();
  const bob = new Mayfly(['get', link, '-o', 'all'], { cwd: here });
  const journal = join(here, `.mayfly-${findLink(link)?.link.address.slice(0, 16)}.parts/journal`);
  await until(() => linesOf(journal) > 1);
  bob.kill('SIGKILL');
  await bob.end();
  const before = linesOf(journal);
  const bobAgain = await mayfly(['get', link, '-o', 'all', '--json'], { cwd: here });
  const [first] = eventsIn(bobAgain.err).filter(({ type }) => type === 'progress');
  expect(first).toMatchObject({ bytes: expect.any(Number) });
  expect(first && 'bytes' in first && first.bytes).toBeGreaterThanOrEqual(
    Math.min(before, 1) * PART_BYTES,
  );
  expect(readFileSync(join(here, 'all')).equals(content)).toBe(true);
  expect(readdirSync(here)).toEqual(['all']);
});

test('a killed get of one page goes on where it was', async () => {
  const content = Buffer.from(bytesOf(30_000_000));
  const alice = new Mayfly(['share', '--public', '--relay', relay.url], { input: content });
  const link = await alice.link();
  const here = emptyFolder();
  const bob = new Mayfly(['get', link, '-o', 'page'], { cwd: here });
  await until(() => readdirSync(here).length > 0);
  bob.kill('SIGKILL');
  await bob.end();
  expect((await mayfly(['get', link, '-o', 'page'], { cwd: here })).code).toBe(0);
  expect(readFileSync(join(here, 'page')).equals(content)).toBe(true);
  expect(readdirSync(here)).toEqual(['page']);
});

test.each([undefined, BUNDLE_TYPE])(
  'two gets do not write to one place, and a killed one is not in the way (%s)',
  async (mediaType) => {
    const page = bytesOf(100);
    const shelf = await Shelf.of(mediaType ? await manifestOf(page) : new Uint8Array());
    const alice = createClient({ url: relayUrl(relay.url), pages: shelf });
    const address = mediaType ? await addressOf(await manifestOf(page)) : await addressOf(page);
    const link = formatLink({
      relay: relay.url,
      address,
      ...(mediaType && { mediaType }),
      relays: [],
    });
    const here = emptyFolder();
    const args = ['get', link, '-o', 'page', '--wait'];
    const bob = new Mayfly([...args, '10m'], { cwd: here });
    await until(() => readdirSync(here).length > 0);
    const bobAgain = await mayfly([...args, '1s'], { cwd: here });
    expect(bobAgain.err).toContain('Another mayfly');
    expect(bobAgain.code).toBe(1);
    bob.kill('SIGKILL');
    await bob.end();
    expect(await mayfly([...args, '1s'], { cwd: here })).toMatchObject({ code: 3 });
    alice.close();
  },
);

test('--force replaces files in a folder, and leaves the others there', async () => {
  const cwd = shareFiles({ 'photos/one': 'new', 'photos/two': '2' });
  const here = shareFiles({ 'photos/one': 'old', 'photos/mine': 'mine' });
  const alice = new Mayfly(['share', '--relay', relay.url, 'photos'], { cwd });
  const link = await alice.link();
  expect((await mayfly(['get', link], { cwd: here })).code).toBe(1);
  expect(readFileSync(join(here, 'photos/one'), 'utf8')).toBe('old');
  expect((await mayfly(['get', link, '--force'], { cwd: here })).code).toBe(0);
  expect(readdirSync(join(here, 'photos')).toSorted()).toEqual(['mine', 'one', 'two']);
  expect(readFileSync(join(here, 'photos/one'), 'utf8')).toBe('new');
});

test('no name of a stranger leads out of the folder or hides in it', async () => {
  const page = bytesOf(10);
  const shelf = await Shelf.of(page);
  const alice = createClient({ url: relayUrl(relay.url), pages: shelf });
  await until(() => alice.connection.state === 'open');
  const address = await addressOf(page);
  const name = '../../.bashrc';
  const link = formatLink({ relay: relay.url, address, name, relays: [] });
  const here = emptyFolder();
  expect((await mayfly(['get', link], { cwd: here })).code).toBe(0);
  expect(readdirSync(here)).toEqual(['bashrc']);
  alice.close();
});

test('a manifest with such a name is refused', async () => {
  const part = bytesOf(10);
  const parts = [await addressOf(part)];
  const entries = [{ path: 'fine', bytes: 10, type: 'text/plain', at: 0 }];
  const manifest = formatManifest({ partBytes: PART_BYTES, parts, entries });
  const hostile = new TextEncoder().encode(
    new TextDecoder().decode(manifest).replace('"fine"', '"../up"'),
  );
  const shelf = await Shelf.of(part, hostile);
  const alice = createClient({ url: relayUrl(relay.url), pages: shelf });
  const address: Address = await addressOf(hostile);
  const link = formatLink({ relay: relay.url, address, mediaType: BUNDLE_TYPE, relays: [] });
  const { code, err } = await mayfly(['get', link]);
  expect(err).toContain('safe path');
  expect(code).toBe(1);
  alice.close();
});

test('a relay that is gone is left out, and another one is asked', async () => {
  const alice = new Mayfly(
    ['share', '--relay', 'http://127.0.0.1:9', '--relay', relay.url, '--readers', '1'],
    { input: 'hello' },
  );
  const link = await alice.link();
  expect(link.startsWith(relay.url)).toBe(true);
  const elsewhere = link.replace(relay.url, 'http://127.0.0.1:9');
  const both = `${elsewhere}&r=${encodeURIComponent(relay.url)}`;
  expect(String((await mayfly(['get', both, '-o', '-'])).out)).toBe('hello');
});

/** A bundle of one part. */
async function manifestOf(part: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const entries = [{ path: 'page', bytes: part.length, type: 'text/plain', at: 0 }];
  const parts = [await addressOf(part)];
  return formatManifest({ partBytes: PART_BYTES, parts, entries });
}

function linesOf(file: string): number {
  try {
    return readFileSync(file, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

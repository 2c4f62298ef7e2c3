/** A keeper in a process of its own: it holds what a share hands to it, and says what it holds. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KeeperClient, parsePairingCode } from '../../../relay/client/index.ts';
import { scheduleTimeout } from '../../../relay/client/socket.ts';
import { type Address, findLink } from '../../../relay/protocol/index.ts';
import { until } from '../../backplane/until.ts';
import { bytesOf } from '../../client/scene.ts';
import { connectSeeder, randomPage } from '../../support/wire.ts';
import { localRelay } from '../local-relay.ts';
import { emptyFolder, eventsIn, Mayfly, mayfly } from '../mayfly-process.ts';

const relay = localRelay();
/** The name that alice's device gave itself. */
const DEVICE = new Uint8Array(16).fill(7);
const large = randomBytes(5_000_000);

async function keeperIn(dir: string, ...more: string[]): Promise<Mayfly> {
  const keeper = new Mayfly(['keep', '--dir', dir, '--relay', relay.url, ...more]);
  await keeper.says('Connected to');
  return keeper;
}

async function shareTo(dir: string, content: string | Uint8Array, ...more: string[]) {
  const args = ['share', '--keep', '--dir', dir, '--relay', relay.url, ...more];
  const { code, out, err } = await mayfly(args, { input: content });
  const link = String(out).trim();
  return { code, err, link, address: findLink(link)?.link?.address as Address };
}

function pagePath(dir: string, address: Address): string {
  return join(dir, 'pages', address.slice(0, 2), address);
}

function hasText(path: string, text: string): boolean {
  return readFileSync(path, 'utf8') === text;
}

async function get(link: string): Promise<Buffer> {
  return (await mayfly(['get', link, '-o', '-'])).out;
}

test('a page is read from the keeper after its author has gone', async () => {
  const dir = emptyFolder();
  const keeper = await keeperIn(dir);
  const { code, link } = await shareTo(dir, 'hello');
  expect(code).toBe(0);
  expect(String(await get(link))).toBe('hello');
  keeper.kill('SIGTERM');
  expect((await keeper.end()).code).toBe(0);
});

test('a bundle is read from the keeper after its author has gone', async () => {
  const dir = emptyFolder();
  await keeperIn(dir);
  const cwd = emptyFolder();
  for (const name of ['one', 'two']) writeFileSync(join(cwd, name), large);
  const args = ['share', '--keep', '--dir', dir, '--relay', relay.url, 'one', 'two'];
  const { out } = await mayfly(args, { cwd });
  const here = emptyFolder();
  expect((await mayfly(['get', String(out).trim(), '-o', 'all'], { cwd: here })).code).toBe(0);
  expect(readFileSync(join(here, 'all/two')).equals(large)).toBe(true);
});

test('a keeper that was killed serves again after its start', async () => {
  const dir = emptyFolder();
  const first = await keeperIn(dir);
  const { link, address } = await shareTo(dir, 'hello');
  first.kill('SIGKILL');
  await first.end();
  const second = await keeperIn(dir);
  expect(String(await get(link))).toBe('hello');
  writeFileSync(pagePath(dir, address), 'jello');
  expect(String(await get(link))).toBe('');
  second.kill('SIGTERM');
});

test('killed in the middle of a page, it goes on where it was', async () => {
  const dir = emptyFolder();
  const first = await keeperIn(dir);
  const alice = new Mayfly(['share', '--public', '--keep', '--dir', dir, '--relay', relay.url], {
    input: Buffer.from(bytesOf(30_000_000)),
  });
  const bytesHere = () =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name.endsWith('.part'))
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  await until(() => bytesHere() > 0);
  first.kill('SIGKILL');
  await first.end();
  expect((await alice.end()).err).toContain('The keeper has stopped.');
  const bytes = bytesHere();
  await keeperIn(dir);
  expect(bytesHere()).toBe(bytes);
});

test('the folder contains no key of a page', async () => {
  const dir = emptyFolder();
  await keeperIn(dir);
  const { link } = await shareTo(dir, 'hello');
  const key = Buffer.from(findLink(link)?.link?.key ?? []);
  expect(key).toHaveLength(32);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of files.filter((one) => one.isFile())) {
    const bytes = readFileSync(join(parentPath, name));
    for (const form of [key, key.toString('base64url'), key.toString('hex')]) {
      expect(bytes.includes(form)).toBe(false);
    }
  }
});

test('ls lists what is kept, and rm deletes it, while the keeper runs and after', async () => {
  const dir = emptyFolder();
  const keeper = await keeperIn(dir);
  const one = await shareTo(dir, 'one', '--for', '2h');
  const two = await shareTo(dir, 'two');
  const listed = await mayfly(['keep', 'ls', '--dir', dir]);
  expect(String(listed.out)).toMatch(/^[0-9a-f]{16} {2}kept .*until \d{4}-/);
  expect(listed.err).toContain('Keeps 2 pages');
  expect((await mayfly(['keep', 'rm', one.address.slice(0, 16), '--dir', dir])).code).toBe(0);
  expect(existsSync(pagePath(dir, one.address))).toBe(false);
  keeper.kill('SIGTERM');
  await keeper.end();
  expect((await mayfly(['keep', 'rm', 'ffffffff', '--dir', dir])).code).toBe(1);
  expect((await mayfly(['keep', 'rm', two.address, '--dir', dir])).code).toBe(0);
  const { err } = await mayfly(['keep', 'ls', '--dir', dir, '--json']);
  expect(eventsIn(err)).toMatchObject([{ type: 'done', bytes: 0 }]);
});

test('the code of a keeper stays the same, and only its owner can read it', async () => {
  const dir = emptyFolder();
  const before = await mayfly(['keep', 'pair', '--dir', dir, '--relay', relay.url]);
  await keeperIn(dir);
  const { out, err } = await mayfly(['keep', 'pair', '--dir', dir]);
  expect(out.equals(before.out)).toBe(true);
  expect(err).toContain('█');
  expect(parsePairingCode(String(out))).toMatchObject({ relay: relay.url });
  expect(statSync(join(dir, 'pairing.json')).mode & 0o777).toBe(0o600);
});

test('a paired device has a page kept through the relay, and released', async () => {
  const dir = emptyFolder();
  const keeper = await keeperIn(dir);
  const code = parsePairingCode(String((await mayfly(['keep', 'pair', '--dir', dir])).out));
  if (typeof code === 'string') throw new Error(`expected a code, got ${code}`);
  const { address, bytes } = randomPage(100_000);
  const client = await connectSeeder(relay, { address, bytes });
  let count = 0;
  const alice = new KeeperClient({
    code,
    client,
    turns: {
      next: async (least) => ({ client: DEVICE, count: (count = Math.max(count, least) + 1) }),
    },
    schedule: scheduleTimeout,
    random: Math.random,
  });
  expect(await alice.ask({ type: 'hello', name: 'laptop' })).toMatchObject({ name: hostname() });
  const asked = await alice.ask({ type: 'keep', address, bytes: 100_000 });
  expect(['coming', 'kept']).toContain(asked.states.get(address));
  const stateNow = async () =>
    (await alice.ask({ type: 'state', addresses: [address] })).states.get(address);
  await until(async () => (await stateNow()) === 'kept');
  expect(readFileSync(pagePath(dir, address)).equals(bytes)).toBe(true);
  const { err } = await mayfly(['keep', 'ls', '--dir', dir, '--json']);
  expect(eventsIn(err)[0]).toMatchObject({ type: 'listed', order: { by: ['laptop'] } });
  keeper.kill('SIGKILL');
  await keeper.end();
  await keeperIn(dir);
  // The relay hears a moment after the start that the keeper answers; until then it says that nobody does.
  await until(async () => (await stateNow().catch(() => 'away')) === 'kept');
  expect((await alice.ask({ type: 'release', addresses: [address] })).pages).toBe(0);
  expect(existsSync(pagePath(dir, address))).toBe(false);
  alice.close();
  client.close();
});

test('two keepers do not share a folder', async () => {
  const dir = emptyFolder();
  await keeperIn(dir);
  const { code, err } = await mayfly(['keep', '--dir', dir, '--relay', relay.url]);
  expect(code).toBe(1);
  expect(err).toContain('A keeper already runs with the folder');
});

test('8: the keeper has no room', async () => {
  const dir = emptyFolder();
  await keeperIn(dir, '--max', '1MB');
  expect(await shareTo(dir, large)).toMatchObject({ code: 8, link: '' });
});

test('1: no keeper runs', async () => {
  const { code, err } = await shareTo(emptyFolder(), 'hello');
  expect(code).toBe(1);
  expect(err).toContain('No keeper runs');
});

test('1: the keeper uses another relay', async () => {
  const dir = emptyFolder();
  const keeper = new Mayfly(['keep', '--dir', dir, '--relay', 'http://127.0.0.1:1']);
  await keeper.says('No relay answers');
  const { code, err } = await shareTo(dir, 'hello');
  expect(code).toBe(1);
  expect(err).toContain('uses other relays: http://127.0.0.1:1');
});

test('a page that is damaged on the disk is fetched again from another holder', async () => {
  const dir = emptyFolder();
  const keeper = await keeperIn(dir);
  const { link, address } = await shareTo(dir, 'hello', '--public');
  keeper.kill('SIGKILL');
  await keeper.end();
  writeFileSync(pagePath(dir, address), 'jello');
  await keeperIn(dir);
  const alice = new Mayfly(['share', '--public', '--relay', relay.url], { input: 'hello' });
  await alice.link();
  expect(String(await get(link))).toBe('hello');
  await until(() => existsSync(pagePath(dir, address)) && hasText(pagePath(dir, address), 'hello'));
});

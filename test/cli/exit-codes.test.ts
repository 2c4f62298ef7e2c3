/** Each way in which a command can end, by its exit code. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addressOf } from '../../relay/client/index.ts';
import { DEFAULT_LIMITS } from '../../relay/protocol/index.ts';
import { emptyFolder, Mayfly, mayfly } from './mayfly-process.ts';
import { localRelay } from './local-relay.ts';

const blocked = new TextEncoder().encode('a page that this relay blocks');
const blockedAddress = await addressOf(blocked);
const blockList = join(emptyFolderForAll(), 'blocked');
writeFileSync(blockList, `${blockedAddress}\n`);

const relay = localRelay();
const smallRelay = localRelay({ limits: { ...DEFAULT_LIMITS, pageBytes: 64 * 1024 }, blockList });
const nowhere = 'http://127.0.0.1:9';
const nobodysLink = () => `${relay.url}/${'ab'.repeat(32)}`;

/** A share that is held, and its link. */
async function shared(text: string): Promise<{ readonly alice: Mayfly; readonly link: string }> {
  const alice = new Mayfly(['share', '--relay', relay.url], { input: text });
  return { alice, link: await alice.link() };
}

test('0: a share is read, and both are done', async () => {
  const alice = new Mayfly(['share', '--relay', relay.url, '--readers', '1'], { input: 'hello' });
  const bob = await mayfly(['get', await alice.link(), '-o', '-']);
  expect(bob).toMatchObject({ code: 0, out: Buffer.from('hello') });
  expect((await alice.end()).code).toBe(0);
});

test('0: whoever asks for help gets it', async () => {
  const { code, out } = await mayfly(['get', '--help']);
  expect(code).toBe(0);
  expect(String(out)).toContain('Example:');
});

test('1: a file that is there stays as it is', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'mine'), 'mine');
  const { code, err } = await mayfly(['get', nobodysLink(), '-o', 'mine'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('mine is there already');
});

test.each([[['get']], [['get', 'no link']], [['share', '--sealed']], [['fly']], [[]]])(
  '2: %j is no use of the program',
  async (args) => {
    expect((await mayfly(args)).code).toBe(2);
  },
);

test('2: without a command it says which there are', async () => {
  expect((await mayfly([])).err).toContain('share, get or relay');
});

test('3: nobody has it', async () => {
  expect(await mayfly(['get', nobodysLink(), '--wait', '1s'])).toMatchObject({ code: 3 });
});

test('4: the only copy is let go', async () => {
  const { alice } = await shared('only here');
  alice.kill('SIGINT');
  const { code, err } = await alice.end();
  expect(err).toContain('the only copy');
  expect(code).toBe(4);
});

test('5: the key of the link is missing, cut off, or another one', async () => {
  const { link } = await shared('secret '.repeat(100));
  const missing = link.replace(/k=[\w-]+&?/, '');
  const cut = link.replace(/(k=[\w-]{20})[\w-]+/, '$1');
  const other = link.replace(/k=../, 'k=AA');
  for (const wrong of [missing, cut, other]) {
    expect(await mayfly(['get', wrong, '-o', '-']), wrong).toMatchObject({
      code: 5,
      out: Buffer.of(),
    });
  }
});

test('6: the relay blocks the page', async () => {
  const link = `${smallRelay.url}/${blockedAddress}`;
  expect(await mayfly(['get', link, '-o', '-'])).toMatchObject({ code: 6 });
});

test('6: the relay does not pass on a page that it blocks', async () => {
  const alice = await mayfly(['share', '--public', '--relay', smallRelay.url], { input: blocked });
  expect(alice).toMatchObject({ code: 6, out: Buffer.of() });
});

test('6: the files are too large for the relay', async () => {
  const input = new Uint8Array(1024 * 1024);
  expect(await mayfly(['share', '--relay', smallRelay.url], { input })).toMatchObject({ code: 6 });
});

test('7: no relay is there', async () => {
  expect(await mayfly(['share', '--relay', nowhere])).toMatchObject({ code: 7 });
  expect(await mayfly(['get', `${nowhere}/${'ab'.repeat(32)}`])).toMatchObject({ code: 7 });
});

test.runIf(process.platform === 'linux')('8: the disk is full', async () => {
  const { link } = await shared('hello');
  const { code, err } = await mayfly(['get', link, '-o', '-'], { redirect: '> /dev/full' });
  expect(err).toContain('The disk is full');
  expect(code).toBe(8);
});

test('130: Ctrl+C ends whoever waits', async () => {
  const bob = new Mayfly(['get', nobodysLink(), '--wait', '10m', '--json']);
  await bob.says('connected');
  bob.kill('SIGINT');
  expect((await bob.end()).code).toBe(130);
});

test('130: Ctrl+C ends whoever reads a pipe that says nothing', async () => {
  const alice = new Mayfly(['share', '--relay', relay.url, '--json']);
  await alice.says('connected');
  alice.kill('SIGTERM');
  expect((await alice.end()).code).toBe(130);
});

function emptyFolderForAll(): string {
  const folder = join(emptyFolder(), 'lasting');
  mkdirSync(folder);
  return folder;
}

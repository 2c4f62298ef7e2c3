/** `mayfly share --once` and `--opens`: the program counts who gets the key, and the link dies with it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLink } from '../../relay/protocol/index.ts';
import { onceLinkIn, readOnce } from '../support/once-peers.ts';
import { emptyFolder, eventsIn, Mayfly, mayfly } from './mayfly-process.ts';
import { localRelay } from './local-relay.ts';

const relay = localRelay();

function share(...args: readonly string[]): Mayfly {
  return new Mayfly(['share', '--relay', relay.url, ...args], { input: 'hello' });
}

test('a link that opens once gives its key once, and then the share is done', async () => {
  const alice = share('--once', '--name', 'notes.md');
  const url = await alice.link();
  const { link } = findLink(url) ?? {};
  expect(link?.capability).toHaveLength(32);
  expect(link?.key).toBeUndefined();
  expect(link?.name).toBeUndefined();
  expect(await readOnce(relay.url, onceLinkIn(url))).toMatchObject({ text: 'hello' });
  const { code, err } = await alice.end();
  expect(err).toMatch(/Opened at .*opens for nobody else/);
  expect(code).toBe(0);
});

test('a link that opens twice counts its readers in events', async () => {
  const alice = share('--opens', '2', '--json');
  const link = onceLinkIn(await alice.link());
  await readOnce(relay.url, link);
  await alice.says('"opens":1');
  await readOnce(relay.url, link);
  const { code, err } = await alice.end();
  expect(code).toBe(0);
  const opened = eventsIn(err).filter(({ type }) => type === 'opened');
  expect(opened).toMatchObject([
    { opens: 1, total: 2 },
    { opens: 2, total: 2 },
  ]);
  expect(err).not.toContain('b=');
});

test('whoever comes after the last open gets nothing, and the sender is told', async () => {
  const alice = share('--once');
  const link = onceLinkIn(await alice.link());
  const receipt = Promise.withResolvers<void>();
  const shown = Promise.withResolvers<void>();
  const bob = readOnce(relay.url, link, async () => {
    shown.resolve();
    await receipt.promise;
  });
  await shown.promise;
  expect(await readOnce(relay.url, link)).toHaveProperty('spentAt');
  await alice.says('Somebody else tried to open it');
  receipt.resolve();
  await bob;
  expect((await alice.end()).code).toBe(0);
});

test('a share that is stopped before anybody opened it ends its link, with code 4', async () => {
  const alice = share('--once');
  await alice.link();
  await alice.says('while this runs');
  alice.kill('SIGINT');
  const { code, err } = await alice.end();
  expect(err).toContain('Not opened yet. From now on nobody can open it.');
  expect(code).toBe(4);
});

test('a share that is killed takes its link with it', async () => {
  const alice = share('--once');
  const url = await alice.link();
  alice.kill('SIGKILL');
  await alice.end();
  const bob = await mayfly(['get', url, '--yes', '--wait', '1s', '-o', '-']);
  expect(bob).toMatchObject({ code: 3, out: Buffer.of() });
});

test('a share that is stopped after some have opened it is done', async () => {
  const alice = share('--opens', '3');
  const link = onceLinkIn(await alice.link());
  await readOnce(relay.url, link);
  await alice.says('Opened: 1 of 3');
  alice.kill('SIGINT');
  expect((await alice.end()).code).toBe(0);
});

test.each([
  [['--once', '--public']],
  [['--once', '--opens', '2']],
  [['--once', '--keep']],
  [['--opens', '0']],
  [['--opens', '1001']],
])('2: %j is no use of the program', async (args) => {
  expect((await mayfly(['share', ...args])).code).toBe(2);
});

test('several files get no link that opens once', async () => {
  const cwd = emptyFolder();
  for (const name of ['one', 'two']) writeFileSync(join(cwd, name), name);
  const args = ['share', '--once', '--relay', relay.url, 'one', 'two'];
  const { code, err } = await mayfly(args, { cwd });
  expect(err).toContain('one file of at most');
  expect(code).toBe(6);
});

test('a stream beyond one page gets no link that opens once', async () => {
  const input = new Uint8Array(33 * 1024 * 1024);
  const { code, err, out } = await mayfly(['share', '--once', '--relay', relay.url], { input });
  expect(err).toContain('one file of at most');
  expect(code).toBe(6);
  expect(out).toHaveLength(0);
});

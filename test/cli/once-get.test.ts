/** `mayfly get` of a link that opens once: nothing is used up but by the key, and nothing stays but the output. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agreed } from '../../relay/cli/question.ts';
import { OnceWriter } from '../support/once-peers.ts';
import { emptyFolder, type Ended, eventsIn, Mayfly } from './mayfly-process.ts';
import { localRelay } from './local-relay.ts';

const relay = localRelay();

let alice: OnceWriter;
/** The working folder of bob. */
let cwd: string;
/** What bob's programs remember. */
let state: string;

beforeEach(() => {
  alice = new OnceWriter(relay.url);
  cwd = join(emptyFolder(), 'here');
  state = join(cwd, '../state');
  mkdirSync(cwd);
});

afterEach(() => alice.close());

function begin(url: string, ...args: readonly string[]): Mayfly {
  const env = { XDG_STATE_HOME: state };
  return new Mayfly(['get', '-', ...args], { input: `${url}\n`, cwd, env });
}

async function get(url: string, ...args: readonly string[]): Promise<Ended> {
  return await begin(url, ...args).end();
}

/** What is left besides the output. */
function remembered(): readonly string[] {
  return readdirSync(join(state, 'mayfly'));
}

test('the page is saved, the sender gets the receipt, and nothing else is left', async () => {
  const { url } = await alice.write('once');
  expect(await get(url, '--yes', '-o', 'page')).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, 'page'), 'utf8')).toBe('once');
  expect(alice.changes.map(({ type }) => type)).toEqual(['released', 'received']);
  expect(readdirSync(cwd)).toEqual(['page']);
  expect(remembered()).toEqual([]);
});

test('the page goes through a pipe, and one event says that it is done', async () => {
  const { url } = await alice.write('once');
  const { code, out, err } = await get(url, '--yes', '-o', '-', '--json');
  expect(String(out)).toBe('once');
  expect(code).toBe(0);
  expect(eventsIn(err).at(-1)).toMatchObject({ type: 'done', bytes: 4 });
  expect(alice.changes.map(({ type }) => type)).toEqual(['released', 'received']);
});

test('2: where nobody can be asked, nothing opens it but --yes', async () => {
  const { url } = await alice.write('once');
  const { code, err } = await get(url, '-o', '-');
  expect(err).toContain('--yes');
  expect(code).toBe(2);
  expect(alice.changes).toEqual([]);
});

test('a file in the way is found before the key is asked for', async () => {
  const { url } = await alice.write('once');
  writeFileSync(join(cwd, 'page'), 'mine');
  expect(await get(url, '--yes', '-o', 'page')).toMatchObject({ code: 1 });
  expect(alice.changes).toEqual([]);
  expect(await get(url, '--yes', '-o', 'page', '--force')).toMatchObject({ code: 0 });
});

test('5: a link that is used up says when, and leaves nothing', async () => {
  const { url } = await alice.write('once');
  await get(url, '--yes', '-o', '-');
  const { code, err } = await get(url, '--yes', '-o', 'late');
  expect(err).toContain('used up');
  expect(code).toBe(5);
  expect(readdirSync(cwd)).toEqual([]);
  expect(remembered()).toEqual([]);
});

test('5: a link that was cut off is not used up', async () => {
  const { url } = await alice.write('once');
  const other = url.endsWith('AAAA') ? 'BBBA' : 'AAAA';
  for (const wrong of [url.slice(0, -4), url.slice(0, -4) + other]) {
    expect(await get(wrong, '--yes', '-o', '-'), wrong).toMatchObject({ code: 5 });
  }
  expect(alice.changes).toEqual([]);
});

test('a get that is killed after it asked gets the same answer later, elsewhere too', async () => {
  const { url } = await alice.write('once');
  const waiting = alice.keepNextWaiting();
  const bob = begin(url, '--yes', '-o', 'page');
  await waiting.asked;
  bob.kill('SIGKILL');
  await bob.end();
  const reading = remembered().find((name) => name.startsWith('once-')) ?? '';
  expect(statSync(join(state, 'mayfly', reading)).mode & 0o777).toBe(0o600);
  waiting.answer();
  expect(String((await get(url, '--yes', '-o', '-')).out)).toBe('once');
  expect(alice.changes.map(({ type }) => type)).toEqual(['released', 'received']);
});

test('3: while the sender is away nothing is used up, and the same command goes on', async () => {
  const { url } = await alice.write('once');
  alice.isSilent = true;
  const { code, err } = await get(url, '--yes', '-o', 'page', '--wait', '1s');
  expect(err).toContain('does not answer');
  expect(code).toBe(3);
  alice.isSilent = false;
  expect(await get(url, '--yes', '-o', 'page')).toMatchObject({ code: 0 });
  expect(readdirSync(cwd)).toEqual(['page']);
});

test('a get that is killed before its receipt was confirmed sends it later', async () => {
  const { url } = await alice.write('once');
  await killBeforeReceipt(url);
  alice.keepNextWaiting().answer();
  const { code, err } = await get(url, '--yes', '-o', 'page');
  expect(err).toContain('You opened it here');
  expect(code).toBe(5);
  expect(alice.changes.map(({ type }) => type)).toEqual(['released', 'received']);
  expect(remembered()).toEqual([]);
  expect(readFileSync(join(cwd, 'page'), 'utf8')).toBe('once');
});

test('two gets do not open one link at a time, in whatever folders', async () => {
  const { url } = await alice.write('once');
  const waiting = alice.keepNextWaiting();
  const bob = begin(url, '--yes', '-o', 'page');
  await waiting.asked;
  const { code, err } = await get(url, '--yes', '-o', '-');
  expect(err).toContain('Another mayfly');
  expect(code).toBe(1);
  waiting.answer();
  expect((await bob.end()).code).toBe(0);
});

test('a relay that is gone does not keep the sender from answering at another one', async () => {
  const { url } = await alice.write('once');
  const nowhere = 'http://127.0.0.1:9';
  const both = `${url.replace(relay.url, nowhere)}&r=${encodeURIComponent(relay.url)}`;
  expect(String((await get(both, '--yes', '-o', '-')).out)).toBe('once');
  expect(alice.changes.map(({ type }) => type)).toEqual(['released', 'received']);
});

test('130: Ctrl+C ends the waiting for the sender, and the same command goes on', async () => {
  const { url } = await alice.write('once');
  const waiting = alice.keepNextWaiting();
  const bob = begin(url, '--yes', '-o', 'page', '--wait', '10m');
  await waiting.asked;
  bob.kill('SIGINT');
  expect((await bob.end()).code).toBe(130);
  waiting.answer();
  expect(await get(url, '--yes', '-o', 'page')).toMatchObject({ code: 0 });
  expect(alice.changes.map(({ type }) => type)).toEqual(['released', 'received']);
});

/** The first receipt never arrives. */
async function killBeforeReceipt(url: string): Promise<void> {
  const key = alice.keepNextWaiting();
  const bob = begin(url, '--yes', '-o', 'page');
  await key.asked;
  const receipt = alice.keepNextWaiting();
  key.answer();
  await receipt.asked;
  bob.kill('SIGKILL');
  await bob.end();
}

test.each([
  ['y', true],
  ['yes', true],
  ['', false],
  ['no', false],
])('the answer %j to the question means %s', async (answer, means) => {
  const input = new PassThrough();
  const asked = agreed('Open it now?', { input, output: new PassThrough() }, NEVER);
  input.write(`${answer}\n`);
  expect(await asked).toBe(means);
});

test('a person who goes away without an answer has not agreed', async () => {
  const input = new PassThrough();
  const asked = agreed('Open it now?', { input, output: new PassThrough() }, NEVER);
  input.end();
  expect(await asked).toBe(false);
});

const NEVER = new AbortController().signal;

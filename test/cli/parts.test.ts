/** The small parts of the command line: times, the bar, completions, unfinished files. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import { expect, test, vi } from 'vitest';
import { commandLine } from '../../relay/cli/command-line.ts';
import { completionScript } from '../../relay/cli/completion-command.ts';
import { parseDuration } from '../../relay/cli/duration.ts';
import { PageFile } from '../../relay/cli/page-file.ts';
import { ProgressBar } from '../../relay/cli/progress-bar.ts';
import { Spool } from '../../relay/cli/spool.ts';
import { UnfinishedBundle } from '../../relay/cli/unfinished-bundle.ts';
import { addressOf, layOut } from '../../relay/client/index.ts';
import { bytesOf } from '../client/scene.ts';
import { emptyFolder } from './mayfly-process.ts';

const nothing = async () => {};
const program = commandLine(
  {
    share: nothing,
    get: nothing,
    keep: nothing,
    keepList: nothing,
    keepRemove: nothing,
    keepPair: nothing,
    completion: nothing,
  },
  '1.2.3',
);

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
  ['0s', 0],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '2', 'h', '2 h', '-2h', '2w', '1.5h', '9999999s'])('%j is no time', (text) => {
  expect(() => parseDuration(text)).toThrow('expected a time');
});

test('each help fits on a screen', () => {
  for (const command of [program, ...program.commands]) {
    let text = '';
    command.configureOutput({ writeOut: (part) => (text += part) });
    command.outputHelp();
    const lines = text.split('\n');
    expect(lines.length, command.name()).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map(({ length }) => length)), command.name()).toBeLessThanOrEqual(80);
  }
});

test('a bar says how much is here, and makes room for a sentence', () => {
  let shown = '';
  const terminal = { columns: 80, write: (text: string) => void (shown += text) };
  const bar = new ProgressBar(terminal as unknown as WriteStream); // the two that it uses
  bar.draw({ received: 1_000_000, total: 4_000_000 }, 0);
  bar.draw({ received: 1_000_001, total: 4_000_000 }, 1);
  expect(shown).toBe('\r██████░░░░░░░░░░░░░░░░░░ 25 %  1 MB of 4 MB  \u001B[K');
  bar.clear();
  expect(shown.endsWith('\r\u001B[K')).toBe(true);
});

test('bash completes commands and options', () => {
  const ask = (words: string) => {
    const script = `${completionScript('bash', program)}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _mayfly; echo "\${COMPREPLY[*]}"`;
    return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim();
  };
  expect(ask('mayfly sh')).toBe('share');
  expect(ask('mayfly get --w')).toBe('--wait');
  expect(ask('mayfly share notes')).toBe('');
});

test('each shell has a script that names every command', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = completionScript(shell, program);
    for (const name of ['share', 'get', 'relay', 'completion']) expect(script).toContain(name);
  }
});

test('a page file goes on after the bytes that are there', async () => {
  const path = join(emptyFolder(), 'page');
  const page = bytesOf(3_000_000);
  const first = PageFile.open(path);
  first.write(page.subarray(0, 2_000_000));
  first.close();
  const second = PageFile.open(path);
  expect(second.received).toBe(2_000_000);
  second.write(page.subarray(2_000_000));
  expect(await second.address()).toBe(await addressOf(page));
  expect(second.read()).toEqual(page);
  second.reset();
  expect(readFileSync(path)).toHaveLength(0);
  second.close();
});

test('a page file is no link to another one', () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'theirs'), 'theirs');
  symlinkSync(join(folder, 'theirs'), join(folder, 'page'));
  expect(() => PageFile.open(join(folder, 'page'))).toThrow();
  expect(readFileSync(join(folder, 'theirs'), 'utf8')).toBe('theirs');
});

const entries = layOut([
  { path: 'a/one', bytes: 15, type: 'text/plain' },
  { path: 'a/none', bytes: 0, type: 'text/plain' },
  { path: 'two', bytes: 10, type: 'text/plain' },
]);
const content = bytesOf(25);
const part = (index: number) => content.slice(index * 10, index * 10 + 10);
const parts = await Promise.all([0, 1, 2].map((index) => addressOf(part(index))));
const manifest = { partBytes: 10, parts, entries };

test('the parts of a bundle become files in any order', () => {
  const bundle = UnfinishedBundle.open(join(emptyFolder(), 'parts'), manifest);
  for (const index of [2, 0, 1]) bundle.write(index, part(index));
  bundle.finish();
  const read = (path: string) => Uint8Array.from(readFileSync(join(bundle.files, path)));
  expect(read('a/one')).toEqual(content.subarray(0, 15));
  expect(read('two')).toEqual(content.subarray(15));
  expect(read('a/none')).toHaveLength(0);
});

test('only parts that are really there count for a later program', () => {
  const folder = join(emptyFolder(), 'parts');
  const first = UnfinishedBundle.open(folder, manifest);
  for (const index of [0, 1, 2]) first.write(index, part(index));
  writeFileSync(join(first.files, 'two'), 'otherbytes');
  expect([...UnfinishedBundle.open(folder, manifest).written]).toEqual([0]);
});

test('the spool leaves no file behind, whatever becomes of the program', async () => {
  const cache = emptyFolder();
  vi.stubEnv('XDG_CACHE_HOME', cache);
  const spool = await Spool.open();
  vi.unstubAllEnvs();
  const page = bytesOf(1_000);
  const address = await addressOf(page);
  await spool.put(address, page);
  expect(readdirSync(join(cache, 'mayfly'))).toEqual([]);
  expect(await spool.read(address, 990, 100)).toEqual({ total: 1_000, bytes: page.subarray(990) });
  await spool.close();
});

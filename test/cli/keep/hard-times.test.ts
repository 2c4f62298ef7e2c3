/** Keeper and relay are killed while pages come: what was begun is finished after their start, to the byte. */
import { randomBytes } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../backplane/until.ts';
import { RelayProcess } from '../../journeys/relay.ts';
import { emptyFolder, Mayfly, mayfly } from '../mayfly-process.ts';

const MIB = 1024 * 1024;
const TRIP: Readonly<Record<string, Buffer>> = {
  'film.mkv': randomBytes(12 * MIB),
  'empty.txt': Buffer.of(),
  'one.txt': Buffer.from('1'),
};
/** A manifest, and parts of 4 MiB each. */
const PAGES = 1 + 4;

let relay: RelayProcess;

beforeAll(async () => {
  relay = await RelayProcess.start();
});

afterAll(async () => await relay?.stop());

function keeperIn(dir: string): Mayfly {
  return new Mayfly(['keep', '--dir', dir, '--relay', relay.origin]);
}

/** Public, so that each share of the same folder has the same addresses. */
function shareTo(dir: string, cwd: string): Mayfly {
  const to = ['--keep', '--dir', dir, '--relay', relay.origin];
  return new Mayfly(['share', 'trip', '--public', ...to], { cwd, input: '' });
}

function folderToShare(): string {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'trip'));
  for (const [name, bytes] of Object.entries(TRIP)) writeFileSync(join(cwd, 'trip', name), bytes);
  return cwd;
}

/** The pages that a keeper has whole. */
function pagesIn(dir: string): number {
  return globSync('pages/*/*', { cwd: dir }).filter((path) => /[0-9a-f]{64}$/.test(path)).length;
}

function expectTrip(folder: string): void {
  for (const [name, bytes] of Object.entries(TRIP)) {
    expect(readFileSync(join(folder, name)).equals(bytes), name).toBe(true);
  }
}

/** Resolves when the first bytes are on the disk. */
async function whileComing(dir: string): Promise<void> {
  await until(() => globSync('pages/*/*.part', { cwd: dir }).length > 0);
}

async function kill(mayfly: Mayfly): Promise<void> {
  mayfly.kill('SIGKILL');
  await mayfly.end();
}

test('a keeper that is killed while a folder comes has all of it when it is asked again', async () => {
  const [dir, cwd, here] = [emptyFolder(), folderToShare(), emptyFolder()];
  const first = keeperIn(dir);
  await first.says('Connected to');
  const refused = shareTo(dir, cwd);
  await whileComing(dir);
  await kill(first);
  expect(await refused.end()).toMatchObject({ code: 1, out: Buffer.of() });
  await keeperIn(dir).says('Connected to');
  const { code, out } = await shareTo(dir, cwd).end();
  expect(code).toBe(0);
  expect(pagesIn(dir)).toBe(PAGES);
  expect((await mayfly(['get', '-', '-o', 'trip'], { input: out, cwd: here })).code).toBe(0);
  expectTrip(join(here, 'trip'));
});

test('the relay is killed under author and keeper, and under keeper and reader', async () => {
  const [dir, cwd, here] = [emptyFolder(), folderToShare(), emptyFolder()];
  await keeperIn(dir).says('Connected to');
  const share = shareTo(dir, cwd);
  await whileComing(dir);
  await relay.crash();
  await relay.start();
  const { code, out } = await share.end();
  expect(code).toBe(0);
  const reader = new Mayfly(['get', '-', '-o', 'trip'], { input: out, cwd: here });
  await until(() => globSync('**', { cwd: here }).length > 1);
  await relay.crash();
  await relay.start();
  expect((await reader.end()).code).toBe(0);
  expectTrip(join(here, 'trip'));
});

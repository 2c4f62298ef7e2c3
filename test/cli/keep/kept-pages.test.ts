/** The disk of a keeper: what was acknowledged survives, and bad bytes are found. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type Disk, DISK } from '../../../relay/cli/keep/disk.ts';
import { KeepFolder } from '../../../relay/cli/keep/keep-folder.ts';
import type { KeepOrder } from '../../../relay/client/index.ts';
import { KeptPages, type KeptPagesDeps } from '../../../relay/cli/keep/kept-pages.ts';
import { PageFile } from '../../../relay/cli/page-file.ts';
import type { Address } from '../../../relay/protocol/index.ts';
import { bytesOf } from '../../client/scene.ts';
import { emptyFolder } from '../mayfly-process.ts';

const hello = bytesOf(1_000, 1);
const world = bytesOf(2_000, 2);

function addressOf(page: Uint8Array): Address {
  return createHash('sha256').update(page).digest('hex') as Address;
}

function orderOf(page: Uint8Array, more: Partial<KeepOrder> = {}): KeepOrder {
  return { address: addressOf(page), parts: [], bytes: page.length, by: ['alice'], ...more };
}

async function keptIn(path: string, more: Partial<KeptPagesDeps> = {}, disk?: Disk) {
  const folder = await KeepFolder.open(path, disk);
  const kept = await KeptPages.open({ folder, maxBytes: 10_000, now: () => 0, ...more });
  const arrive = async (page: Uint8Array) => {
    const file = PageFile.open(folder.partPath(addressOf(page)));
    file.write(page);
    await kept.place(addressOf(page), page.length);
    file.close();
  };
  return { folder, kept, arrive };
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

test('a page is coming until it is here, and kept after a new start', async () => {
  const path = emptyFolder();
  const first = await keptIn(path);
  expect(await first.kept.keep(orderOf(hello))).toBe('coming');
  await first.arrive(hello);
  expect(first.kept.state(addressOf(hello))).toBe('kept');
  const { kept } = await keptIn(path);
  expect(kept.state(addressOf(hello))).toBe('kept');
  expect(await kept.read(addressOf(hello), 990, 100)).toEqual({
    total: 1_000,
    bytes: hello.subarray(990),
  });
  expect(kept).toMatchObject({ pages: 1, usedBytes: 1_000 });
});

test('a page counts as kept only after its bytes, then its name are safe', async () => {
  const steps: string[] = [];
  const log =
    <Args extends [string, ...unknown[]]>(name: string, act: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      await act(...args);
      steps.push(`${name} ${basename(args[0]).replace(/^[0-9a-f]{64}/, 'page')}`);
    };
  const disk: Disk = {
    write: log('write', DISK.write),
    sync: log('sync', DISK.sync),
    rename: log('rename', DISK.rename),
    remove: log('remove', DISK.remove),
  };
  const { kept, arrive } = await keptIn(emptyFolder(), {}, disk);
  const folder = addressOf(hello).slice(0, 2);
  steps.length = 0;
  await kept.keep(orderOf(hello));
  expect(steps.splice(0)).toEqual([
    'write page.json.new',
    'sync page.json.new',
    'rename page.json.new',
    `sync ${folder}`,
  ]);
  await arrive(hello);
  expect(steps.splice(0)).toEqual(['sync page.part', 'rename page.part', `sync ${folder}`]);
  await kept.release([addressOf(hello)]);
  expect(steps).toEqual(['remove page.json', `sync ${folder}`, 'remove page.part', 'remove page']);
});

/** Runs a keeper that kills itself before a step. The last thing that it said; `isKilled` unless it came to its end. */
async function killedBefore(step: number, path: string) {
  const program = join(import.meta.dirname, 'killed-keeper.ts');
  const child = spawn(process.execPath, [program, path, String(step)]);
  child.stdin.on('error', () => {}); // it was killed before it read
  child.stdin.end(world);
  const out = await text(child.stdout);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { told: out.trim().split('\n').at(-1), isKilled: child.signalCode === 'SIGKILL' };
}

test.for([1, 2, 3])(
  'killed before each of its steps, a keeper has what it acknowledged, and no rest (%d of 3)',
  { timeout: 60_000 },
  async (third) => {
    for (let step = third, isKilled = true; isKilled; step += 3) {
      const path = emptyFolder();
      const end = await killedBefore(step, path);
      ({ isKilled } = end);
      const { kept } = await keptIn(path);
      const state = kept.state(addressOf(world));
      const isHere = (await kept.read(addressOf(world), 0, 2_000)) !== undefined;
      expect(isHere).toBe(state === 'kept');
      // The release comes after `kept`.
      const allowed = { coming: ['coming', 'kept'], kept: ['kept', 'none'], released: ['none'] };
      if (end.told) expect(allowed[end.told as keyof typeof allowed]).toContain(state);
      const rest = filesBelow(path).filter((name) => !/^[0-9a-f]{64}(?:\.json)?$/.test(name));
      expect(rest.filter((name) => !(state === 'coming' && name.endsWith('.part')))).toEqual([]);
      if (!isKilled) expect(step).toBeGreaterThan(15);
    }
  },
);

test('a part that was interrupted is still there after a new start, and others go', async () => {
  const path = emptyFolder();
  const { kept, folder } = await keptIn(path);
  await kept.keep(orderOf(hello));
  for (const page of [hello, world]) {
    writeFileSync(folder.partPath(addressOf(page)), page.subarray(0, 500));
  }
  await keptIn(path);
  expect(existsSync(folder.partPath(addressOf(hello)))).toBe(true);
  expect(existsSync(folder.partPath(addressOf(world)))).toBe(false);
});

test.each([
  ['changed', (path: string) => writeFileSync(path, bytesOf(1_000, 9))],
  ['longer', (path: string) => appendFileSync(path, 'x')],
  ['gone', (path: string) => unlinkSync(path)],
])('bytes that are %s are found when they are asked for, and fetched again', async (_, harm) => {
  const path = emptyFolder();
  const first = await keptIn(path);
  await first.kept.keep(orderOf(hello));
  await first.arrive(hello);
  const missing: Address[] = [];
  const { kept, folder, arrive } = await keptIn(path, { onMissing: (one) => missing.push(...one) });
  harm(folder.pagePath(addressOf(hello)));
  expect(await kept.read(addressOf(hello), 0, 1_000)).toBeUndefined();
  expect(missing).toEqual([addressOf(hello)]);
  expect(kept.state(addressOf(hello))).toBe('coming');
  await arrive(hello);
  expect(kept.state(addressOf(hello))).toBe('kept');
});

test('bad bytes that nobody asks for are found by the round', async () => {
  const path = emptyFolder();
  const { kept, folder, arrive } = await keptIn(path);
  await kept.keep(orderOf(hello));
  await arrive(hello);
  expect(kept.doubtful()).toBeUndefined(); // it was verified when it came
  writeFileSync(folder.pagePath(addressOf(hello)), world);
  kept.doubt();
  expect(kept.doubtful()).toBe(addressOf(hello));
  expect(await kept.isSound(addressOf(hello))).toBe(false);
  expect(kept.state(addressOf(hello))).toBe('coming');
});

test.each([
  ['damaged', '{"version":1,"by":7}'],
  ['of a newer version', '{"version":2,"by":["alice"],"parts":[],"bytes":1000}'],
])('an order that is %s is none, and costs no page on the disk', async (_, text) => {
  const path = emptyFolder();
  const { kept, folder, arrive } = await keptIn(path);
  await kept.keep(orderOf(hello));
  await arrive(hello);
  await kept.keep(orderOf(world));
  await arrive(world);
  const file = `${folder.pagePath(addressOf(hello))}.json`;
  writeFileSync(file, text);
  const before = filesBelow(path);
  const second = await keptIn(path);
  expect(second.kept.state(addressOf(hello))).toBe('none');
  expect(second.kept.state(addressOf(world))).toBe('kept');
  expect(second.kept.damaged).toBe(1);
  expect(filesBelow(path)).toEqual(before);
  expect(await second.kept.keep(orderOf(hello))).toBe('coming'); // whoever asks again gets it kept
});

test('what two devices asked for goes when both released it', async () => {
  const path = emptyFolder();
  const { kept, folder, arrive } = await keptIn(path);
  await kept.keep(orderOf(hello));
  await kept.keep(orderOf(hello, { by: ['bob'] }));
  await arrive(hello);
  await kept.release([addressOf(hello)], 'alice');
  expect(kept.state(addressOf(hello))).toBe('kept');
  await kept.release([addressOf(hello)], 'alice');
  expect(kept.state(addressOf(hello))).toBe('kept');
  await kept.release([addressOf(hello)], 'bob');
  expect(kept.state(addressOf(hello))).toBe('none');
  expect(existsSync(folder.pagePath(addressOf(hello)))).toBe(false);
  expect(kept).toMatchObject({ pages: 0, usedBytes: 0 });
});

test('a bundle is kept when all its pages are, and a part of two bundles stays for the other', async () => {
  const { kept, folder, arrive } = await keptIn(emptyFolder());
  const part = bytesOf(500, 3);
  const parts = [addressOf(part)];
  await kept.keep(orderOf(hello, { parts, bytes: 1_500 }));
  await kept.keep(orderOf(world, { parts, bytes: 2_500 }));
  await arrive(hello);
  expect(kept.state(addressOf(hello))).toBe('coming');
  await arrive(part);
  expect(kept.state(addressOf(hello))).toBe('kept');
  await kept.release([addressOf(hello)]);
  expect(existsSync(folder.pagePath(addressOf(part)))).toBe(true);
  await kept.release([addressOf(world)]);
  expect(filesBelow(folder.path)).toEqual([]);
});

test('the end of life is honoured: the later of two, and never if one has none', async () => {
  let now = 0;
  const { kept, folder, arrive } = await keptIn(emptyFolder(), { now: () => now });
  await kept.keep(orderOf(hello, { until: 10 }));
  await kept.keep(orderOf(hello, { until: 20, by: ['bob'] }));
  await kept.keep(orderOf(world, { until: 10 }));
  await kept.keep(orderOf(world, { by: ['bob'] }));
  await arrive(hello);
  now = 15_000;
  await kept.expire();
  expect(kept.state(addressOf(hello))).toBe('kept');
  now = 20_000;
  expect(kept.state(addressOf(hello))).toBe('none');
  await kept.expire();
  expect(existsSync(folder.pagePath(addressOf(hello)))).toBe(false);
  expect(kept.state(addressOf(world))).toBe('coming');
  expect(await kept.keep(orderOf(hello, { until: 19 }))).toBe('none');
});

test('there is no room beyond the limit, and a promise takes room', async () => {
  const { kept, arrive } = await keptIn(emptyFolder(), { maxBytes: 5_000 });
  expect(await kept.keep(orderOf(hello, { bytes: 4_000 }))).toBe('coming');
  expect(await kept.keep(orderOf(world))).toBe('no-room');
  expect(kept.state(addressOf(world))).toBe('none');
  expect(kept.roomFor(addressOf(hello))).toBe(4_000);
  await arrive(hello); // it is smaller than promised
  expect(kept.usedBytes).toBe(1_000);
  expect(await kept.keep(orderOf(world))).toBe('coming');
});

test('only the owner of the folder can read it', async () => {
  const path = join(emptyFolder(), 'keeper');
  const { kept } = await keptIn(path);
  await kept.keep(orderOf(hello));
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('a page that the disk does not give now is not given up, and is served once the disk does', async () => {
  const { folder, kept, arrive } = await keptIn(emptyFolder());
  await kept.keep(orderOf(hello));
  await arrive(hello);
  kept.doubt();
  const path = folder.pagePath(addressOf(hello));
  renameSync(path, `${path}.away`);
  symlinkSync(path, path); // whoever opens it gets an error that says nothing about the bytes
  await expect(kept.isSound(addressOf(hello))).rejects.toThrow('ELOOP');
  await expect(kept.read(addressOf(hello), 0, 9)).rejects.toThrow('ELOOP');
  expect(kept.state(addressOf(hello))).toBe('kept');
  renameSync(`${path}.away`, path);
  expect((await kept.read(addressOf(hello), 0, 9))?.bytes).toEqual(hello.subarray(0, 9));
});

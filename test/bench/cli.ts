/** The program `mayfly`, as it is packed, beside `cat`: from the start of each process to its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS, buildStale, ROOT } from '../../relay/build.ts';
import { MIB } from './pages.ts';
import type { Server } from './servers.ts';
import { noMoreThan, type Workload } from './workload.ts';

const PROGRAM = join(ROOT, 'relay/bin/mayfly.js');
const PAGE_BYTES = 16 * MIB;
const LARGE_BYTES = 512 * MIB;

const besideCat = { beside: '`cat` into a file' } as const;

export const cli: Workload = {
  name: 'cli',
  measures: {
    linkMs: { title: '`share` of 16 MiB, until its link', unit: 'ms', ...besideCat },
    getMs: { title: '`get` of 16 MiB', unit: 'ms', ...besideCat },
    bothMs: { title: '`share` to the end of `get`', unit: 'ms', ...besideCat },
    startMs: { title: '`mayfly --version`', unit: 'ms', beside: '`node --version`' },
    shareMib: {
      title: 'most memory of `share` of 512 MiB',
      unit: 'MiB',
      reach: noMoreThan(256),
      beside: '16 MiB',
    },
  },
  connections: 2,
  run: async (turn) => {
    buildStale([COMMANDS]);
    const folder = await mkdtemp(join(tmpdir(), 'mayfly-bench-'));
    try {
      const [page, large] = [join(folder, 'page'), join(folder, 'large')];
      await writeFile(page, randomFillSync(new Uint8Array(PAGE_BYTES)));
      for (let i = 0; i < LARGE_BYTES / PAGE_BYTES; i += 1) {
        await writeFile(large, randomFillSync(new Uint8Array(PAGE_BYTES)), { flag: 'a' });
      }
      const catMs = await timeOf(() => run('sh', ['-c', 'cat page > copy'], folder));
      const passed = await turn.on('relay', (server) => pass(server, folder));
      const most = await turn.on('relay', (server) => sharedMib(server, large));
      return {
        linkMs: { floor: catMs, relay: passed.linkMs },
        getMs: { floor: catMs, relay: passed.getMs },
        bothMs: { floor: catMs, relay: passed.linkMs + passed.getMs },
        startMs: {
          floor: await timeOf(() => run(process.execPath, ['--version'], folder)),
          relay: await timeOf(() => run(process.execPath, [PROGRAM, '--version'], folder)),
        },
        shareMib: { floor: passed.mib, relay: most },
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

interface Passed {
  readonly linkMs: number;
  readonly getMs: number;
  readonly mib: number;
}

async function pass(server: Server, folder: string): Promise<Passed> {
  const start = performance.now();
  const sharing = share(server, join(folder, 'page'));
  const link = await linkOf(sharing);
  const linkMs = performance.now() - start;
  const mib = mostMib(sharing);
  const getMs = await timeOf(() =>
    run(process.execPath, [PROGRAM, 'get', link, '-o', 'got'], folder),
  );
  await end(sharing);
  return { linkMs, getMs, mib };
}

async function sharedMib(server: Server, file: string): Promise<number> {
  const sharing = share(server, file);
  await linkOf(sharing);
  const mib = mostMib(sharing);
  await end(sharing);
  return mib;
}

function share(server: Server, file: string): ChildProcess {
  const relay = new URL(server.url.replace(/^ws/, 'http')).origin;
  const args = [PROGRAM, 'share', file, '--relay', relay];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
}

async function linkOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const part of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(part);
    if (said.includes('\n')) return said.trim();
  }
  throw new Error('expected a link');
}

async function end(sharing: ChildProcess): Promise<void> {
  sharing.kill('SIGINT');
  await once(sharing, 'exit');
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const [code] = await once(spawn(program, args, { cwd, stdio: 'ignore' }), 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
}

/** The most memory that a process has used so far, in MiB. Linux alone tells it. */
function mostMib({ pid }: ChildProcess): number {
  const [, kib = Number.NaN] =
    /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

async function timeOf(act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

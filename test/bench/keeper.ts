/**
 * A reader who comes at the moment when the author of a page is killed, and gets the page from a keeper; beside the same
 * reader while the author is there and no keeper is. All of them are processes on this machine.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildStale, COMMANDS, ROOT } from '../../relay/build.ts';
import { askKeeper } from '../../relay/cli/keep/control-socket.ts';
import { formatOrder } from '../../relay/cli/keep/keep-order.ts';
import { createClient } from '../../relay/client/index.ts';
import { type Address, findLink } from '../../relay/protocol/index.ts';
import { MemoryPages } from '../support/wire.ts';
import { MIB } from './pages.ts';
import type { Server } from './servers.ts';
import { median } from './statistics.ts';
import { type Figures, noMoreThan, pairsOf, type Workload } from './workload.ts';

const PROGRAM = join(ROOT, 'relay/bin/mayfly.js');
const PAGE_BYTES = 16 * MIB;
const READINGS = 5;

const besideAuthor = { beside: 'from its author' } as const;

export const keeper: Workload = {
  name: 'keeper',
  measures: {
    first: {
      title: '16 MiB page whose author was just killed, from a keeper, first byte',
      unit: 'ms',
      reach: noMoreThan(2_000),
      ...besideAuthor,
    },
    whole: { title: '— all of it, verified', unit: 'ms', ...besideAuthor },
  },
  connections: 3,
  run: async (turn) => {
    buildStale([COMMANDS]);
    const floor = await turn.on('relay', (server) => readings(server, readFromAuthor));
    const relay = await turn.on('relay', (server) => readings(server, readFromKeeper));
    return pairsOf({ floor, relay });
  },
};

interface Scene {
  readonly folder: string;
  /** The origin of the relay. */
  readonly relay: string;
}

type Reading = (scene: Scene) => Promise<Times>;
type Times = Readonly<Record<'first' | 'whole', number>>;

async function readings({ url }: Server, read: Reading): Promise<Figures> {
  const times: Times[] = [];
  for (let i = 0; i < READINGS; i += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'mayfly-bench-'));
    try {
      await writeFile(join(folder, 'page'), randomFillSync(new Uint8Array(PAGE_BYTES)));
      times.push(await read({ folder, relay: new URL(url.replace(/^ws/, 'http')).origin }));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  return {
    first: median(times.map(({ first }) => first)),
    whole: median(times.map(({ whole }) => whole)),
  };
}

async function readFromAuthor(scene: Scene): Promise<Times> {
  const author = start('share', join(scene.folder, 'page'), '--relay', scene.relay);
  const times = await timesOf(await addressFrom(author), scene);
  await kill(author);
  return times;
}

async function readFromKeeper(scene: Scene): Promise<Times> {
  const dir = join(scene.folder, 'keeper');
  const program = start('keep', '--dir', dir, '--relay', scene.relay);
  const author = start('share', join(scene.folder, 'page'), '--relay', scene.relay);
  const address = await addressFrom(author);
  const order = { address, parts: [], bytes: 2 * PAGE_BYTES, by: ['bench'] };
  const request = { type: 'keep', address, order: formatOrder(order) };
  // It may still be starting, and then the page may still be coming.
  while (!isKept(await askKeeper(dir, request))) await pause(20);
  author.kill('SIGKILL');
  const times = await timesOf(address, scene);
  await kill(program);
  return times;
}

function isKept(answer: unknown): boolean {
  return (answer as { state: string } | undefined)?.state === 'kept';
}

/** From the moment when a reader with an open connection asks for the page. */
async function timesOf(address: Address, { relay }: Scene): Promise<Times> {
  const url = `${relay.replace(/^http/, 'ws')}/ws`;
  const client = createClient({ url, pages: new MemoryPages() });
  await client.settled();
  const start = performance.now();
  let first: number | undefined;
  await client.fetch(address, { onProgress: () => (first ??= performance.now() - start) });
  const whole = performance.now() - start;
  client.close();
  return { first: first ?? whole, whole };
}

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
}

async function addressFrom({ stdout }: ChildProcess): Promise<Address> {
  let said = '';
  for await (const part of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(part);
    const address = said.includes('\n') && findLink(said)?.link?.address;
    if (address) return address;
  }
  throw new Error('expected a link');
}

async function kill(program: ChildProcess): Promise<void> {
  program.kill('SIGKILL');
  await once(program, 'exit');
}

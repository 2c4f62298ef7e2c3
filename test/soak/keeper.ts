/**
 * A keeper with many pages: its start, all its pages announced, and readers at random, while it verifies what it serves. The
 * pages are sparse files, zeros but for their last bytes: the disk needs little room for them, and the keeper reads and
 * verifies every byte.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatOrder } from '../../relay/cli/keep/keep-order.ts';
import { KeepFolder } from '../../relay/cli/keep/keep-folder.ts';
import { buildStale, COMMANDS, ROOT } from '../../relay/build.ts';
import { type Client, createClient, relayUrl } from '../../relay/client/index.ts';
import type { Address } from '../../relay/protocol/index.ts';
import { RelayProcess } from '../journeys/relay.ts';

export interface KeeperSoak {
  readonly pages: number;
  /** All pages together, in bytes. */
  readonly bytes: number;
  /** The number of pages that are read. */
  readonly reads: number;
}

const MIB = 1024 * 1024;
const MEMORY_MIB = 200;
const READERS = 8;
const PROGRAM = join(ROOT, 'relay/bin/mayfly.js');

export async function soakKeeper({ pages, bytes, reads }: KeeperSoak): Promise<void> {
  buildStale([COMMANDS]);
  const path = mkdtempSync(join(tmpdir(), 'mayfly-keeper-'));
  const relay = await RelayProcess.start();
  const { client, announced } = countingClient(relay.origin);
  try {
    const addresses = await fill(path, pages, Math.floor(bytes / pages));
    const startedAt = performance.now();
    const keeper = start(path, relay.origin);
    keeper.on('exit', (code) => {
      if (code) throw new Error(`the keeper ended with ${code}`);
    });
    await announced(addresses.at(0));
    await announced(addresses.at(-1));
    const startMs = performance.now() - startedAt;
    const startMib = mostMib(keeper);
    const readAt = performance.now();
    await readSome(client, addresses, reads);
    const readMs = performance.now() - readAt;
    const mib = mostMib(keeper);
    keeper.kill('SIGTERM');
    await once(keeper, 'exit');
    console.table({
      'pages kept': pages,
      'bytes kept, GB': bytes / 1e9,
      'start until announced, s': (startMs / 1000).toFixed(1),
      'most memory after the start, MiB': startMib.toFixed(0),
      [`${reads} pages read, s`]: (readMs / 1000).toFixed(1),
      [`most memory, MiB (at most ${MEMORY_MIB})`]: mib.toFixed(0),
    });
    if (mib > MEMORY_MIB) process.exitCode = 1;
  } finally {
    client.close();
    await relay.crash();
    rmSync(path, { recursive: true });
  }
}

/** Writes pages as a keeper leaves them. */
async function fill(path: string, pages: number, bytes: number): Promise<readonly Address[]> {
  const folder = await KeepFolder.open(path);
  const zeros = createHash('sha256');
  const end = Buffer.alloc(8);
  for (let left = bytes - end.length; left > 0; left -= MIB) {
    zeros.update(new Uint8Array(Math.min(MIB, left)));
  }
  const addresses: Address[] = [];
  for (let i = 0; i < pages; i++) {
    end.writeUInt32LE(i);
    const address = zeros.copy().update(end).digest('hex') as Address;
    const file = openSync(folder.pagePath(address), 'w');
    ftruncateSync(file, bytes);
    writeSync(file, end, 0, end.length, bytes - end.length);
    closeSync(file);
    const order = formatOrder({ address, parts: [], bytes, by: ['soak'] });
    writeFileSync(`${folder.pagePath(address)}.json`, order);
    addresses.push(address);
  }
  return addresses;
}

function start(path: string, relay: string): ChildProcess {
  const args = [PROGRAM, 'keep', '--dir', path, '--max', '100GB', '--relay', relay];
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function countingClient(url: string) {
  const pages = { addresses: async () => [], read: async () => undefined };
  const client = createClient({ url: relayUrl(url), pages });
  const announced = async (address: Address | undefined) => {
    if (!address) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = client.watch(address, (count) => count > 0 && resolve());
    await promise;
    stop();
  };
  return { client, announced };
}

/** Several readers, each of the next page that is left. */
async function readSome(client: Client, addresses: readonly Address[], reads: number) {
  const step = Math.max(1, Math.floor(addresses.length / reads));
  const left = addresses.filter((_, i) => i % step === 0).slice(0, reads);
  const readNext = async () => {
    for (let address = left.pop(); address; address = left.pop()) await client.fetch(address);
  };
  await Promise.all(Array.from({ length: READERS }, readNext));
}

/** The most memory that a process has used so far, in MiB. Linux alone tells it. */
function mostMib({ pid }: ChildProcess): number {
  const [, kib = Number.NaN] =
    /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

/**
 * The effect on an honest reader of one client that sends very many messages, and of a crowd that takes hardly any
 * bytes.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectSwarm, cut, settled } from './crowd.ts';
import { freshPage, MIB } from './pages.ts';
import type { Peer } from './peers.ts';
import type { PingReport } from './pinger.ts';
import type { Server } from './servers.ts';
import { SlowReader } from './slow-reader.ts';
import { median } from './statistics.ts';
import { atLeast, atMost, noMoreThan, type Workload } from './workload.ts';

const PAGE_BYTES = 16 * MIB;
const PAGES = 9;

export const flood: Workload = {
  name: 'flood',
  measures: {
    rate: {
      title: '16 MiB page beside one client with 100 connections at 2 % of their pings',
      unit: 'MB/s',
      reach: atLeast(0.8),
      beside: 'relay, without that client',
    },
    pings: { title: '— its pings that are answered meanwhile', unit: '/s' },
    cpuMs: {
      title: '— server CPU a page, its pings among it',
      unit: 'ms',
      beside: 'relay, without that client',
    },
  },
  connections: 102,
  run: async (turn) =>
    await turn.on('relay', async (server) => {
      await fetchRate(server); // to warm up
      const alone = await fetchRate(server);
      const child = startLoud(server);
      await once(child, 'message');
      await answered(child); // from here on
      const beside = await fetchRate(server);
      const { pings, ms } = await answered(child);
      await stopLoud(child);
      return {
        rate: { floor: alone.rate, relay: beside.rate },
        pings: { relay: pings / (ms / 1_000) },
        cpuMs: { floor: alone.cpuMs, relay: beside.cpuMs },
      };
    }),
};

async function answered(pinger: ChildProcess): Promise<PingReport> {
  const reported = once(pinger, 'message');
  pinger.send('report');
  const [report] = (await reported) as [PingReport];
  return report;
}

/** The median of nine pages, in MB a second. */
async function fetchRate(server: Server): Promise<{ rate: number; cpuMs: number }> {
  const [seeder, reader] = await connectSwarm(server.url, 1);
  const before = server.cpuMs();
  if (!reader) throw new Error('expected a reader');
  const wallsMs: number[] = [];
  for (let i = 0; i < PAGES; i++) {
    const page = freshPage(PAGE_BYTES);
    seeder.have([page]);
    await settled([seeder]);
    const started = performance.now();
    await reader.fetch(page);
    wallsMs.push(performance.now() - started);
  }
  const cpuMs = (server.cpuMs() - before) / PAGES;
  cut([seeder, reader]);
  return { rate: PAGE_BYTES / 1_000 / median(wallsMs), cpuMs };
}

export const fickle: Workload = {
  name: 'fickle',
  measures: {
    wallMs: {
      title:
        '4 MiB page beside a reader that wants another of its seeder and takes that back, 5,000 times a second',
      unit: 'ms',
      reach: atMost(1.2),
      beside: 'relay, without that reader',
    },
    uploaded: { title: '— bytes that the seeder sends for each byte of the page', unit: '' },
  },
  connections: 3,
  run: async (turn) =>
    await turn.on('relay', async (server) => {
      const [seeder, reader] = await connectSwarm(server.url, 1);
      if (!reader) throw new Error('expected a reader');
      const bait = freshPage(4 * MIB);
      seeder.have([bait]);
      await fetchFew(seeder, reader); // to warm up
      const alone = await fetchFew(seeder, reader);
      const child = startLoud(server, bait.address);
      await once(child, 'message');
      const before = seeder.uploaded;
      const beside = await fetchFew(seeder, reader);
      const uploaded = (seeder.uploaded - before) / (PAGES * 4 * MIB);
      await stopLoud(child);
      cut([seeder, reader]);
      return { wallMs: { floor: alone, relay: beside }, uploaded: { relay: uploaded } };
    }),
};

/** Nine pages of 4 MiB, one after the other; the median of their times. */
async function fetchFew(seeder: Peer, reader: Peer): Promise<number> {
  const wallsMs: number[] = [];
  for (let i = 0; i < PAGES; i++) {
    const page = freshPage(4 * MIB);
    seeder.have([page]);
    await settled([seeder]);
    const started = performance.now();
    await reader.fetch(page);
    wallsMs.push(performance.now() - started);
  }
  return median(wallsMs);
}

function startLoud({ url }: Server, ...more: string[]): ChildProcess {
  return fork(fileURLToPath(new URL('./pinger.ts', import.meta.url)), [url, ...more]);
}

async function stopLoud(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.send('stop');
  await exited;
}

const CROWD = 1_000;

export const crowd: Workload = {
  name: 'crowd',
  measures: {
    wallMs: {
      title: '4 MiB page to one reader, wanted by 1,000 more at 1 KiB/s',
      unit: 'ms',
      reach: atMost(3),
      beside: 'relay, without them',
    },
    cutOff: { title: '— readers cut off', unit: '', reach: noMoreThan(0) },
    memoryMib: { title: '— server memory at its peak above idle', unit: 'MiB' },
  },
  connections: CROWD + 2,
  run: async (turn) =>
    await turn.on('relay', async (server) => {
      const [seeder, reader] = await connectSwarm(server.url, 1);
      if (!reader) throw new Error('expected a reader');
      const fetchOne = async (lagging: number) => {
        const page = freshPage(4 * MIB);
        const slow: SlowReader[] = [];
        while (slow.length < lagging) slow.push(await SlowReader.start(server.url, page));
        server.resetPeak();
        const idleBytes = server.residentBytes();
        const fetched = reader.fetch(page);
        await settled([reader]);
        const started = performance.now();
        seeder.have([page]);
        await fetched;
        const wallMs = performance.now() - started;
        await settled([reader, seeder]);
        const cutOff = slow.filter(({ isCutOff }) => isCutOff).length;
        for (const one of slow) one.stop();
        return { wallMs, cutOff, memoryMib: (server.peakBytes() - idleBytes) / MIB };
      };
      await fetchOne(0); // to warm up
      const alone = await fetchOne(0);
      const amid = await fetchOne(CROWD);
      cut([seeder, reader]);
      return {
        wallMs: { floor: alone.wallMs, relay: amid.wallMs },
        cutOff: { relay: amid.cutOff },
        memoryMib: { relay: amid.memoryMib },
      };
    }),
};

import { freshPages, type Page } from './pages.ts';
import { connectPeers, type Peer, settled } from './peers.ts';
import type { Server } from './servers.ts';
import { median } from './statistics.ts';

/** How a figure of the relay is to stand: beside the floor's, or by itself; without one it is only told. */
export type Reach =
  | { readonly kind: 'at most' | 'at least'; readonly timesFloor: number }
  | { readonly kind: 'at most'; readonly value: number };

export interface Measure {
  readonly title: string;
  readonly unit: string;
  readonly reach?: Reach;
}

export interface Workload {
  readonly name: string;
  readonly measures: Readonly<Record<string, Measure>>;
  /** One figure for each measure, by the same names. The server was just started. */
  readonly run: (server: Server) => Promise<Record<string, number>>;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'latency',
    measures: {
      p50: {
        title: '1 KiB page, one to one, p50',
        unit: 'ms',
        reach: { kind: 'at most', timesFloor: 1.5 },
      },
      p99: { title: '— p99', unit: 'ms' },
      cpu: { title: '— server CPU a fetch', unit: 'ms' },
    },
    run: runLatency,
  },
  {
    name: 'small',
    measures: {
      rate: {
        title: '1 KiB pages, 64 in flight',
        unit: 'fetches/s',
        reach: { kind: 'at least', timesFloor: 0.7 },
      },
      cpu: { title: '— server CPU a fetch', unit: 'ms' },
    },
    run: runSmall,
  },
  {
    name: 'fan-out',
    measures: {
      wall: {
        title: '64 KiB page to 500 waiting readers',
        unit: 'ms',
        reach: { kind: 'at most', timesFloor: 1.3 },
      },
      cpu: { title: '— server CPU a page', unit: 'ms' },
    },
    run: async (server) => {
      const { wall, cpu } = await publishToWaiting(server, {
        readers: 500,
        bytes: 64 * KIB,
        pages: 8,
      });
      return { wall, cpu };
    },
  },
  {
    name: 'large',
    measures: {
      rate: {
        title: '16 MiB page to 1 reader',
        unit: 'MB/s',
        reach: { kind: 'at least', timesFloor: 0.8 },
      },
      cpu: { title: '— server CPU a page', unit: 'ms' },
    },
    run: async (server) => {
      const { wall, cpu } = await publishToWaiting(server, {
        readers: 1,
        bytes: 16 * MIB,
        pages: 6,
      });
      return { rate: megabytesPerSecond(16 * MIB, wall), cpu };
    },
  },
  {
    name: 'large-to-20',
    measures: {
      rate: {
        title: '16 MiB page to 20 readers, all together',
        unit: 'MB/s',
        reach: { kind: 'at least', timesFloor: 0.8 },
      },
      cpu: { title: '— server CPU a page', unit: 'ms' },
      peak: {
        title: '— server memory above idle',
        unit: 'MiB',
        reach: { kind: 'at most', value: 64 },
      },
    },
    run: async (server) => {
      const { wall, cpu, peak } = await publishToWaiting(server, {
        readers: 20,
        bytes: 16 * MIB,
        pages: 4,
      });
      return { rate: megabytesPerSecond(20 * 16 * MIB, wall), cpu, peak: peak / MIB };
    },
  },
];

async function runLatency(server: Server): Promise<Record<string, number>> {
  const [seeder, reader] = await connectPeers(server.url, 2);
  if (!seeder || !reader) throw new Error('expected two peers');
  const warmUp = freshPages(500, KIB);
  const pages = freshPages(1000, KIB);
  await announce(seeder, [...warmUp, ...pages]);
  for (const page of warmUp) await reader.fetch(page);
  const times: number[] = [];
  const cpuBefore = server.cpuMs();
  for (const page of pages) {
    const started = performance.now();
    await reader.fetch(page);
    times.push(performance.now() - started);
  }
  const cpu = (server.cpuMs() - cpuBefore) / pages.length;
  close([seeder, reader]);
  times.sort((a, b) => a - b);
  return { p50: median(times), p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN, cpu };
}

async function runSmall(server: Server): Promise<Record<string, number>> {
  const seeders = await connectPeers(server.url, 8);
  const readers = await connectPeers(server.url, 64);
  const warmUp = freshPages(4_000, KIB);
  const pages = freshPages(12_000, KIB);
  for (const [i, seeder] of seeders.entries()) {
    await announce(seeder, [...everyNth(warmUp, 8, i), ...everyNth(pages, 8, i)]);
  }
  const fetchAll = (all: readonly Page[]) =>
    Promise.all(readers.map((reader, i) => fetchInTurn(reader, everyNth(all, readers.length, i))));
  await fetchAll(warmUp);
  const cpuBefore = server.cpuMs();
  const started = performance.now();
  await fetchAll(pages);
  const wall = performance.now() - started;
  const cpu = (server.cpuMs() - cpuBefore) / pages.length;
  close([...seeders, ...readers]);
  return { rate: (pages.length / wall) * 1000, cpu };
}

interface Publishing {
  readonly readers: number;
  readonly bytes: number;
  /** How many pages, one after another; the first two only warm the server up, yet count for its peak memory. */
  readonly pages: number;
}

/** From when the seeder of a page comes to when the last reader who waited has it; medians over the pages. */
async function publishToWaiting(
  server: Server,
  { readers: count, bytes, pages }: Publishing,
): Promise<{ wall: number; cpu: number; peak: number }> {
  const [seeder, ...readers] = await connectPeers(server.url, count + 1);
  if (!seeder) throw new Error('expected a seeder');
  const walls: number[] = [];
  const cpus: number[] = [];
  await settled([seeder, ...readers]);
  const idle = server.residentBytes();
  server.resetPeak();
  for (let i = 0; i < pages; i++) {
    const page = freshPages(1, bytes);
    const fetches = page.flatMap((wanted) => readers.map((reader) => reader.fetch(wanted)));
    await settled(readers);
    const cpuBefore = server.cpuMs();
    const started = performance.now();
    seeder.have(page);
    await Promise.all(fetches);
    walls.push(performance.now() - started);
    cpus.push(server.cpuMs() - cpuBefore);
  }
  const peak = server.peakBytes() - idle;
  close([seeder, ...readers]);
  return { wall: median(walls.slice(2)), cpu: median(cpus.slice(2)), peak };
}

async function announce(seeder: Peer, pages: readonly Page[]): Promise<void> {
  seeder.have(pages);
  await seeder.settled();
}

async function fetchInTurn(reader: Peer, pages: readonly Page[]): Promise<void> {
  for (const page of pages) await reader.fetch(page);
}

function everyNth(pages: readonly Page[], n: number, first: number): Page[] {
  return pages.filter((_, i) => i % n === first);
}

function close(peers: readonly Peer[]): void {
  for (const peer of peers) peer.close();
}

function megabytesPerSecond(bytes: number, wallMs: number): number {
  return bytes / 1e6 / (wallMs / 1000);
}

import { announce, connectPeers, connectSwarm, cut } from './crowd.ts';
import { everyNth, freshPages, KIB, type Page } from './pages.ts';
import type { Peer } from './peers.ts';
import type { Server } from './servers.ts';
import { median, p99 } from './statistics.ts';
import { atLeast, atMost, besideFloor, type Figures, type Workload } from './workload.ts';

export const latency: Workload = {
  name: 'latency',
  measures: {
    p50: { title: '1 KiB page, one to one, p50', unit: 'ms', reach: atMost(1.3) },
    p99: { title: '— p99', unit: 'ms' },
    cpu: { title: '— server CPU a fetch', unit: 'ms' },
  },
  connections: 2,
  run: besideFloor(async (server) => {
    const [seeder, reader] = await connectSwarm(server.url, 1);
    if (!reader) throw new Error('expected a reader');
    const warmUp = freshPages(500, KIB);
    const pages = freshPages(1000, KIB);
    await announce([seeder], [[...warmUp, ...pages]]);
    await fetchTimes(reader, warmUp);
    const cpuBefore = server.cpuMs();
    const times = await fetchTimes(reader, pages);
    const cpu = (server.cpuMs() - cpuBefore) / pages.length;
    cut([seeder, reader]);
    return { p50: median(times), p99: p99(times), cpu };
  }),
};

export const small: Workload = {
  name: 'small',
  measures: {
    rate: { title: '1 KiB pages, 64 in flight', unit: 'fetches/s', reach: atLeast(0.8) },
    cpu: { title: '— server CPU a fetch', unit: 'ms', reach: atMost(1.5) },
  },
  connections: 8 + 64,
  run: besideFloor(runSmall),
};

/** A server is as fast as it gets once its code is compiled; then it is measured for some seconds. */
const WARM_UP_ROUNDS = 2;
const ROUNDS = 5;

async function runSmall(server: Server): Promise<Figures> {
  const seeders = await connectPeers(server.url, 8);
  const readers = await connectPeers(server.url, 64);
  const pages = freshPages(12_000, KIB);
  await announce(
    seeders,
    seeders.map((_, i) => everyNth(pages, 8, i)),
  );
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await fetchAll(readers, pages);
  const cpuBefore = server.cpuMs();
  const started = performance.now();
  for (let i = 0; i < ROUNDS; i++) await fetchAll(readers, pages);
  const wallMs = performance.now() - started;
  const fetches = pages.length * ROUNDS;
  const cpu = (server.cpuMs() - cpuBefore) / fetches;
  cut([...seeders, ...readers]);
  return { rate: (fetches / wallMs) * 1000, cpu };
}

/** Each reader fetches its share, one page after another. */
export async function fetchAll(readers: readonly Peer[], pages: readonly Page[]): Promise<void> {
  const shares = readers.map((_, i) => everyNth(pages, readers.length, i));
  await Promise.all(readers.map((reader, i) => fetchTimes(reader, shares[i] ?? [])));
}

/** Fetches one page after another; how long each took, in milliseconds. */
export async function fetchTimes(reader: Peer, pages: readonly Page[]): Promise<number[]> {
  const times: number[] = [];
  for (const page of pages) {
    const started = performance.now();
    await reader.fetch(page);
    times.push(performance.now() - started);
  }
  return times;
}

/** The experience of a relay's first users, for whom nobody warms it up. Each run starts a new process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { announce, connectPeers, connectSwarm, cut } from './crowd.ts';
import { everyNth, freshPages, KIB, type Page } from './pages.ts';
import type { Peer } from './peers.ts';
import type { Server } from './servers.ts';
import { fetchTimes } from './small-pages.ts';
import { median } from './statistics.ts';
import {
  atLeast,
  atMost,
  byTurns,
  type Figures,
  noMoreThan,
  pairsOf,
  type Workload,
} from './workload.ts';

const FIRST = 300;
const IN_FLIGHT_MS = 2_000;

export const cold: Workload = {
  name: 'cold',
  measures: {
    p50: {
      title: 'the first 300 pages of 1 KiB of a fresh process, one to one, p50',
      unit: 'ms',
      reach: atMost(1.4),
    },
    rate: { title: '— 64 in flight, for 2 s', unit: 'fetches/s', reach: atLeast(0.75) },
    cpu: { title: '— server CPU a fetch', unit: 'ms', reach: atMost(1.5) },
  },
  connections: 8 + 64,
  run: async (turn) => {
    const on = (subject: 'floor' | 'relay') => async (): Promise<Figures> => ({
      ...(await turn.on(subject, fetchFirst)),
      ...(await turn.on(subject, fetchInFlight)),
    });
    return pairsOf(await byTurns(turn, { floor: on('floor'), relay: on('relay') }));
  },
};

async function fetchFirst({ url }: Server): Promise<Figures> {
  const [seeder, reader] = await connectSwarm(url, 1);
  if (!reader) throw new Error('expected a reader');
  const pages = freshPages(FIRST, KIB);
  await announce([seeder], [pages]);
  const times = await fetchTimes(reader, pages);
  cut([seeder, reader]);
  return { p50: median(times) };
}

async function fetchInFlight(server: Server): Promise<Figures> {
  const seeders = await connectPeers(server.url, 8);
  const readers = await connectPeers(server.url, 64);
  const pages = freshPages(8_000, KIB);
  const held = seeders.map((_, i) => everyNth(pages, seeders.length, i));
  await announce(seeders, held);
  const cpuBefore = server.cpuMs();
  const until = performance.now() + IN_FLIGHT_MS;
  const counts = await Promise.all(
    readers.map((reader, i) => fetchUntil(reader, everyNth(pages, readers.length, i), until)),
  );
  const fetches = counts.reduce((sum, count) => sum + count, 0);
  const cpu = (server.cpuMs() - cpuBefore) / fetches;
  cut([...seeders, ...readers]);
  return { rate: (fetches / IN_FLIGHT_MS) * 1_000, cpu };
}

/** Fetches these pages over and over; how many there was time for. */
async function fetchUntil(reader: Peer, pages: readonly Page[], until: number): Promise<number> {
  let count = 0;
  for (;;) {
    for (const page of pages) {
      if (performance.now() >= until) return count;
      await reader.fetch(page);
      count += 1;
    }
  }
}

const IDLE_MS = 10_000;

export const idleCpu: Workload = {
  name: 'idle-cpu',
  measures: {
    percent: {
      title: 'a relay without a connection, for 10 s',
      unit: '% of a core',
      reach: noMoreThan(0.1),
    },
  },
  connections: 0,
  run: async (turn) => {
    const rest = async (server: Server): Promise<Figures> => {
      await sleep(1_000); // until it has started
      const before = server.cpuMs();
      await sleep(IDLE_MS);
      return { percent: ((server.cpuMs() - before) / IDLE_MS) * 100 };
    };
    const figures = await byTurns(turn, {
      floor: () => turn.on('floor', rest),
      relay: () => turn.on('relay', rest),
    });
    return pairsOf(figures);
  },
};

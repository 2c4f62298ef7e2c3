/** The effect on other readers of peers that take very much, and of peers that take hardly any bytes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BulkReport } from './bulk.ts';
import { announce, connectSwarm, cut, settled } from './crowd.ts';
import { freshPage, freshPages, KIB, MIB } from './pages.ts';
import type { Server } from './servers.ts';
import { SlowReader } from './slow-reader.ts';
import { fetchTimes } from './small-pages.ts';
import { median, p99 } from './statistics.ts';
import { atMost, byTurns, pairsOf, type Workload } from './workload.ts';

export const mixed: Workload = {
  name: 'mixed',
  measures: {
    p99Ms: {
      title: '1 KiB pages while 50 pages of 4 MiB move, p99',
      unit: 'ms',
      reach: atMost(3),
      beside: 'relay, nothing else moves',
    },
    besideFloorMs: { title: '— beside the floor', unit: 'ms' },
    besideFloorRate: { title: '— what the 50 move meanwhile', unit: 'MB/s' },
  },
  connections: 102,
  run: async (turn) => {
    const { floor, relay } = await byTurns(turn, {
      floor: () => turn.on('floor', fetchAmidBulk),
      relay: () => turn.on('relay', fetchAmidBulk),
    });
    return {
      p99Ms: { floor: relay.aloneMs, relay: relay.amidMs },
      besideFloorMs: { floor: floor.amidMs, relay: relay.amidMs },
      besideFloorRate: { floor: floor.rate, relay: relay.rate },
    };
  },
};

async function fetchAmidBulk(server: Server) {
  const [seeder, reader] = await connectSwarm(server.url, 1);
  if (!reader) throw new Error('expected a reader');
  const [warmUp, pages] = [freshPages(500, KIB), freshPages(1000, KIB)];
  await announce([seeder], [[...warmUp, ...pages]]);
  await fetchTimes(reader, warmUp);
  const aloneMs = p99(await fetchTimes(reader, pages));
  const bulk = await startBulk(server);
  const times: number[] = [];
  while (bulk.rate === undefined || times.length < 200) {
    times.push(...(await fetchTimes(reader, pages.slice(0, 10))));
  }
  await bulk.stop();
  cut([seeder, reader]);
  return { aloneMs, amidMs: p99(times), rate: bulk.rate };
}

interface Bulk {
  /** In MB a second, once enough has been moved. */
  readonly rate: number | undefined;
  stop(): Promise<void>;
}

/** Resolves when all 50 pages are moving. */
async function startBulk(server: Server): Promise<Bulk> {
  const child = fork(fileURLToPath(new URL('./bulk.ts', import.meta.url)), [server.url]);
  let rate: number | undefined;
  await once(child, 'message');
  child.on('message', (report: BulkReport) => {
    if (report.type === 'moved') rate = report.rate;
  });
  return {
    get rate() {
      return rate;
    },
    async stop() {
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
    },
  };
}

export const slowReader: Workload = {
  name: 'slow-reader',
  measures: {
    wallMs: {
      title: '32 MiB page beside a reader at 1 KiB/s',
      unit: 'ms',
      reach: atMost(1.1),
      beside: 'relay, without that reader',
    },
  },
  connections: 3,
  run: async (turn) => {
    const figures = await byTurns(turn, {
      floor: () => turn.on('relay', (server) => fetchLarge(server, { isBesideSlow: false })),
      relay: () => turn.on('relay', (server) => fetchLarge(server, { isBesideSlow: true })),
    });
    return pairsOf(figures);
  },
};

/** The median of five pages, after one to warm up. */
async function fetchLarge(server: Server, { isBesideSlow }: { isBesideSlow: boolean }) {
  const [seeder, reader] = await connectSwarm(server.url, 1);
  if (!reader) throw new Error('expected a reader');
  const wallsMs: number[] = [];
  for (let i = 0; i < 6; i++) {
    const page = freshPage(32 * MIB);
    const slow = isBesideSlow ? await SlowReader.start(server.url, page) : undefined;
    const fetched = reader.fetch(page);
    await settled([reader]);
    const started = performance.now();
    seeder.have([page]);
    await fetched;
    wallsMs.push(performance.now() - started);
    slow?.stop();
  }
  cut([seeder, reader]);
  return { wallMs: median(wallsMs.slice(1)) };
}

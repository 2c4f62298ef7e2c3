/** A page comes into being, and everybody who waited for it gets it. */
import { connectSwarm, cut, settled } from './crowd.ts';
import { freshPage, KIB, MIB } from './pages.ts';
import type { Server } from './servers.ts';
import { median } from './statistics.ts';
import { atLeast, atMost, besideFloor, byTurns, noMoreThan, type Workload } from './workload.ts';

export const fanOut: Workload = fanOutTo(500, 6);
export const wideFanOut: Workload = fanOutTo(2_000, 4);

function fanOutTo(readers: number, pages: number): Workload {
  const title = `64 KiB page to ${readers} waiting readers`;
  return {
    name: `fan-out-${readers}`,
    measures: {
      wallMs: { title, unit: 'ms', reach: atMost(1.1) },
      firstMs: { title: '— the first reader', unit: 'ms', reach: atMost(1.3) },
      cpuMs: { title: '— server CPU a page', unit: 'ms', reach: atMost(1.5) },
      uploads: { title: '— uploads by the seeder', unit: 'a page', reach: noMoreThan(1) },
    },
    connections: readers + 1,
    run: besideFloor(async (server) => {
      const publishing = { readers, bytes: 64 * KIB, warmUp: 2, pages };
      const { wallMs, firstMs, cpuMs, uploads } = await publish(server, publishing);
      return { wallMs, firstMs, cpuMs, uploads };
    }),
  };
}

export const large: Workload = {
  name: 'large',
  measures: {
    rate: { title: '16 MiB page to 1 reader', unit: 'MB/s', reach: atLeast(0.9) },
    cpuMs: { title: '— server CPU a page', unit: 'ms' },
  },
  connections: 2,
  run: besideFloor(async (server) => {
    const bytes = 16 * MIB;
    const { wallMs, cpuMs } = await publish(server, { readers: 1, bytes, warmUp: 10, pages: 20 });
    return { rate: bytes / 1e6 / (wallMs / 1000), cpuMs };
  }),
};

const largeTo20 = { readers: 20, bytes: 16 * MIB, warmUp: 2, pages: 3 };
const twiceAsLargeTo20 = { readers: 20, bytes: 32 * MIB, warmUp: 2, pages: 1 };

export const largeFanOut: Workload = {
  name: 'large-to-20',
  measures: {
    wallMs: { title: '16 MiB page to 20 readers', unit: 'ms', reach: atMost(1.2) },
    cpuMs: { title: '— server CPU a page', unit: 'ms' },
    peakMib: { title: '— server memory above idle', unit: 'MiB', reach: noMoreThan(32) },
    peak32Mib: {
      title: '— the same for 32 MiB',
      unit: 'MiB',
      reach: noMoreThan(32),
      beside: 'relay, 16 MiB',
    },
  },
  connections: 21,
  run: async (turn) => {
    const { floor, relay } = await byTurns(turn, {
      floor: () => turn.on('floor', (server) => publish(server, largeTo20)),
      relay: () => turn.on('relay', (server) => publish(server, largeTo20)),
    });
    const twice = await turn.on('relay', (server) => publish(server, twiceAsLargeTo20));
    return {
      wallMs: { floor: floor.wallMs, relay: relay.wallMs },
      cpuMs: { floor: floor.cpuMs, relay: relay.cpuMs },
      peakMib: { floor: floor.peakMib, relay: relay.peakMib },
      peak32Mib: { floor: relay.peakMib, relay: twice.peakMib },
    };
  },
};

interface Publishing {
  readonly readers: number;
  readonly bytes: number;
  /** Pages that only warm the server up, yet count for its peak memory; and those that are measured, one after another. */
  readonly warmUp: number;
  readonly pages: number;
}

interface Published {
  /** From when the seeder comes to when the last reader has the page; the medians of all pages. */
  readonly wallMs: number;
  /** The same for the first reader that has it. */
  readonly firstMs: number;
  readonly cpuMs: number;
  readonly peakMib: number;
  /** The number of times that the seeder sent each byte. */
  readonly uploads: number;
}

async function publish(
  server: Server,
  { readers: count, bytes, warmUp, pages }: Publishing,
): Promise<Published> {
  const [seeder, ...readers] = await connectSwarm(server.url, count);
  await settled([seeder, ...readers]);
  const wallsMs: number[] = [];
  const firstsMs: number[] = [];
  const cpusMs: number[] = [];
  const idleBytes = server.residentBytes();
  server.resetPeak();
  for (let i = 0; i < warmUp + pages; i++) {
    const page = freshPage(bytes);
    const fetches = readers.map((reader) => reader.fetch(page));
    await settled(readers);
    const cpuBefore = server.cpuMs();
    const started = performance.now();
    seeder.have([page]);
    await Promise.race(fetches);
    firstsMs.push(performance.now() - started);
    await Promise.all(fetches);
    wallsMs.push(performance.now() - started);
    cpusMs.push(server.cpuMs() - cpuBefore);
  }
  const peakMib = (server.peakBytes() - idleBytes) / MIB;
  cut([seeder, ...readers]);
  return {
    wallMs: median(wallsMs.slice(warmUp)),
    firstMs: median(firstsMs.slice(warmUp)),
    cpuMs: median(cpusMs.slice(warmUp)),
    peakMib,
    uploads: seeder.uploaded / ((warmUp + pages) * bytes),
  };
}

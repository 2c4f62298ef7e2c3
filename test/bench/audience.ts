/** Many who hold and watch, while nothing is fetched. */
import { setTimeout as sleep } from 'node:timers/promises';
import { announce, connectPeers, cut, settled } from './crowd.ts';
import { freshPage, freshPages, KIB } from './pages.ts';
import type { Server } from './servers.ts';
import { atMost, besideFloor, byTurns, noMoreThan, type Workload } from './workload.ts';

const IDLE = 5_000;

export const idle: Workload = {
  name: 'idle',
  measures: {
    residentKib: {
      title: '5,000 idle connections with one have each, memory of one',
      unit: 'KiB',
      reach: atMost(1.1),
    },
    leastKib: { title: '— once garbage is collected', unit: 'KiB' },
    heapKib: { title: '— thereof heap and buffers', unit: 'KiB' },
  },
  connections: IDLE + 50,
  run: besideFloor(async (server) => {
    const first = await connectPeers(server.url, 50); // so that what the first ones need is not counted
    await announce(first, []);
    const before = await server.weigh();
    const peers = await connectPeers(server.url, IDLE);
    const pages = freshPages(IDLE, 32).map((page) => [page]);
    await announce(peers, pages);
    const residentBytes = server.residentBytes();
    const least = await server.weigh();
    cut([...first, ...peers]);
    return {
      residentKib: (residentBytes - before.residentBytes) / IDLE / KIB,
      leastKib: (least.residentBytes - before.residentBytes) / IDLE / KIB,
      heapKib: (least.heapBytes - before.heapBytes) / IDLE / KIB,
    };
  }),
};

const WATCHERS = 500;
/** They come in groups, evenly within a second. */
const TOGETHER = 5;
const PAUSE_MS = (1_000 / WATCHERS) * TOGETHER;
/** By then everybody knows the last count. */
const TOLD_MS = 2_500;

export const counts: Workload = {
  name: 'counts',
  measures: {
    countsMs: {
      title: '500 come to hold one page that all 500 watch, server CPU for counts',
      unit: 'ms',
      reach: noMoreThan(100),
    },
    cpuMs: { title: '— server CPU in all', unit: 'ms', beside: 'relay, nobody watches' },
  },
  connections: WATCHERS,
  run: async (turn) => {
    const { floor, relay } = await byTurns(turn, {
      floor: () => turn.on('relay', (server) => comeToHold(server, { isWatched: false })),
      relay: () => turn.on('relay', (server) => comeToHold(server, { isWatched: true })),
    });
    return { countsMs: { relay: relay - floor }, cpuMs: { floor, relay } };
  },
};

async function comeToHold(server: Server, { isWatched }: { isWatched: boolean }): Promise<number> {
  const peers = await connectPeers(server.url, WATCHERS);
  const page = freshPage(KIB);
  if (isWatched) for (const peer of peers) peer.watch(page);
  await settled(peers);
  const cpuBefore = server.cpuMs();
  const started = performance.now();
  for (const [i, peer] of peers.entries()) {
    peer.have([page]);
    const dueMs = Math.ceil((i + 1) / TOGETHER) * PAUSE_MS;
    if ((i + 1) % TOGETHER === 0) await until(started + dueMs);
  }
  await until(started + TOLD_MS);
  const cpuMs = server.cpuMs() - cpuBefore;
  if (isWatched && !peers.every((peer) => peer.count(page) === WATCHERS)) {
    throw new Error(`expected every watcher to be told ${WATCHERS} by now`);
  }
  cut(peers);
  return cpuMs;
}

async function until(time: number): Promise<void> {
  await sleep(Math.max(0, time - performance.now()));
}

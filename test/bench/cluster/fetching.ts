/** Pages that are read on another relay than the one that their seeder is connected to. */
import { announce, connectPeers, cut } from '../crowd.ts';
import { everyNth, freshPage, freshPages, KIB, MIB } from '../pages.ts';
import type { Server } from '../servers.ts';
import { fetchAll, fetchTimes } from '../small-pages.ts';
import { median, p99 } from '../statistics.ts';
import {
  atLeast,
  atMost,
  byTurns,
  type Figures,
  noMoreThan,
  pairsOf,
  type Workload,
} from '../workload.ts';
import { BareFetches } from './bare-fetches.ts';
import { type RelayCluster, stopwatch } from './relay-cluster.ts';

const WARM_UP = 500;
const FETCHES = 1000;

export const clusterLatency: Workload = {
  name: 'cluster-latency',
  group: 'cluster',
  measures: {
    p50: {
      title: '1 KiB page held on another relay, p50',
      unit: 'ms',
      reach: atMost(2),
      beside: 'a bare NATS request and a fetch through a bare relay, which is two hops',
    },
    p99: { title: '— p99', unit: 'ms', beside: 'the same two' },
    messages: {
      title: '— messages into NATS for each: want and content, so any more are second attempts',
      unit: 'messages',
      reach: noMoreThan(2.1),
    },
    bareNats: { title: '— a bare NATS request, p50', unit: 'ms' },
    bareRelay: { title: '— a fetch through a bare relay, p50', unit: 'ms' },
  },
  connections: 2,
  run: async (turn) => {
    const bareNats = await turn.onCluster(0, bareRequest);
    const { floor, relay } = await byTurns(turn, {
      floor: () => turn.on('floor', ({ url }) => fetchBetween([url, url])),
      relay: () => turn.onCluster(2, fetchAcross),
    });
    return {
      p50: { floor: bareNats.p50 + floor.p50, relay: relay.p50 },
      p99: { floor: bareNats.p99 + floor.p99, relay: relay.p99 },
      messages: { relay: relay.messages },
      bareNats: { relay: bareNats.p50 },
      bareRelay: { relay: floor.p50 },
    };
  },
};

async function bareRequest({ nats }: RelayCluster) {
  return await BareFetches.use(nats, async (fetches) => {
    await fetches.times(WARM_UP);
    const times = await fetches.times(FETCHES);
    return { p50: median(times), p99: p99(times) };
  });
}

async function fetchAcross(cluster: RelayCluster) {
  return await fetchBetween([cluster.relay(0).url, cluster.relay(1).url], cluster);
}

/** One peer reads what another holds; where that is by a cluster, once it can be found. */
async function fetchBetween(urls: readonly [string, string], cluster?: RelayCluster) {
  const [holding, reading] = urls;
  const [seeders, readers] = [await connectPeers(holding, 1), await connectPeers(reading, 1)];
  const warmUp = freshPages(WARM_UP, KIB);
  const pages = freshPages(FETCHES, KIB);
  const holdings = [[...warmUp, ...pages]];
  await (cluster ? cluster.announce(seeders, holdings) : announce(seeders, holdings));
  const [reader] = readers;
  if (!reader) throw new Error('expected a reader');
  await fetchTimes(reader, warmUp);
  const before = await cluster?.nats.traffic();
  const times = await fetchTimes(reader, pages);
  const after = await cluster?.nats.traffic();
  cut([...seeders, ...readers]);
  const messages = ((after?.messagesIn ?? 0) - (before?.messagesIn ?? 0)) / pages.length;
  return { p50: median(times), p99: p99(times), messages };
}

const LARGE_BYTES = 16 * MIB;
/** A relay is as fast as it gets once its code is compiled, which takes some thousand frames. */
const LARGE_WARM_UP = 24;
const LARGE_PAGES = 12;

export const clusterLarge: Workload = {
  name: 'cluster-large',
  group: 'cluster',
  measures: {
    rate: {
      title: '16 MiB page held on another relay',
      unit: 'MB/s',
      reach: atLeast(0.7),
      beside: 'a bare stream over NATS in windows of 1 MiB',
    },
    takerMs: { title: '— CPU a page of the relay that takes it', unit: 'ms' },
    giverMs: { title: '— CPU a page of the relay that gives it', unit: 'ms' },
    natsMs: { title: '— CPU a page of NATS', unit: 'ms' },
  },
  connections: 2,
  run: async (turn) => {
    const { floor, relay } = await byTurns(turn, {
      floor: () => turn.onCluster(0, bareStream),
      relay: () => turn.onCluster(2, fetchLarge),
    });
    return pairsOf({ floor, relay });
  },
};

async function bareStream({ nats }: RelayCluster): Promise<Figures> {
  return await BareFetches.use(nats, async (fetches) => {
    for (let i = 0; i < LARGE_WARM_UP; i++) await fetches.stream(LARGE_BYTES);
    const spent = stopwatch(nats);
    const timesMs: number[] = [];
    for (let i = 0; i < LARGE_PAGES; i++) {
      const started = performance.now();
      await fetches.stream(LARGE_BYTES);
      timesMs.push(performance.now() - started);
    }
    const [natsMs = 0] = spent();
    return { rate: megabytesASecond(timesMs), natsMs: natsMs / LARGE_PAGES };
  });
}

async function fetchLarge(cluster: RelayCluster): Promise<Figures> {
  const [giver, taker] = [cluster.relay(0), cluster.relay(1)];
  const [seeder, reader] = [
    ...(await connectPeers(giver.url, 1)),
    ...(await connectPeers(taker.url, 1)),
  ];
  if (!seeder || !reader) throw new Error('expected two peers');
  const timesMs: number[] = [];
  let spent = stopwatch(taker, giver, cluster.nats);
  for (let i = 0; i < LARGE_WARM_UP + LARGE_PAGES; i++) {
    const page = freshPage(LARGE_BYTES);
    await cluster.announce([seeder], [[page]]);
    if (i === LARGE_WARM_UP) spent = stopwatch(taker, giver, cluster.nats);
    const [timeMs = 0] = await fetchTimes(reader, [page]);
    timesMs.push(timeMs);
  }
  const [takerMs = 0, giverMs = 0, natsMs = 0] = spent().map((ms) => ms / LARGE_PAGES);
  cut([seeder, reader]);
  return { rate: megabytesASecond(timesMs.slice(LARGE_WARM_UP)), takerMs, giverMs, natsMs };
}

function megabytesASecond(timesMs: readonly number[]): number {
  return LARGE_BYTES / 1e3 / median(timesMs);
}

export const clusterSmall: Workload = {
  name: 'cluster-small',
  group: 'cluster',
  measures: {
    takerCpu: {
      title: '1 KiB pages of another relay, 64 in flight, CPU a fetch of the one that takes them',
      unit: 'ms',
      reach: atMost(2),
      beside: 'relay, the pages are held on it',
    },
    giverCpu: {
      title: '— of the one that gives them',
      unit: 'ms',
      reach: atMost(2),
      beside: 'relay, the pages are held on it',
    },
    natsCpu: { title: '— of NATS', unit: 'ms' },
    rate: { title: '— fetches', unit: 'fetches/s', beside: 'relay, the pages are held on it' },
  },
  connections: 8 + 64,
  run: async (turn) => {
    const { floor, relay } = await byTurns(turn, {
      floor: () =>
        turn.onCluster(2, (cluster) => fetchSmall(cluster, cluster.relay(1), cluster.relay(1))),
      relay: () =>
        turn.onCluster(2, (cluster) => fetchSmall(cluster, cluster.relay(0), cluster.relay(1))),
    });
    return {
      takerCpu: { floor: floor.takerCpu, relay: relay.takerCpu },
      giverCpu: { floor: floor.takerCpu, relay: relay.giverCpu },
      natsCpu: { relay: relay.natsCpu },
      rate: { floor: floor.rate, relay: relay.rate },
    };
  },
};

const SMALL_PAGES = 8_000;
const WARM_UP_ROUNDS = 2;
const ROUNDS = 2;

async function fetchSmall(cluster: RelayCluster, giver: Server, taker: Server) {
  const seeders = await connectPeers(giver.url, 8);
  const readers = await connectPeers(taker.url, 64);
  const pages = freshPages(SMALL_PAGES, KIB);
  await cluster.announce(
    seeders,
    seeders.map((_, i) => everyNth(pages, seeders.length, i)),
  );
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await fetchAll(readers, pages);
  const spent = stopwatch(taker, giver, cluster.nats);
  const started = performance.now();
  for (let i = 0; i < ROUNDS; i++) await fetchAll(readers, pages);
  const fetches = pages.length * ROUNDS;
  const rate = (fetches / (performance.now() - started)) * 1000;
  const [takerCpu = 0, giverCpu = 0, natsCpu = 0] = spent().map((ms) => ms / fetches);
  cut([...seeders, ...readers]);
  return { takerCpu, giverCpu, natsCpu, rate };
}

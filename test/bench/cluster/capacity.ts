/**
 * The cost of a fetch as relays are added. A machine with few cores cannot show that more relays carry more, because
 * they share its cores. It can show that no relay works more for a fetch because there are others. It also shows the
 * part of the increase that comes from sharing a core, with relays that know nothing of each other.
 */
import { connectPeers, cut } from '../crowd.ts';
import { everyNth, freshPages, KIB, type Page } from '../pages.ts';
import type { Peer } from '../peers.ts';
import type { Server } from '../servers.ts';
import { fetchAll } from '../small-pages.ts';
import { atMost, type Workload } from '../workload.ts';
import { type RelayCluster, stopwatch } from './relay-cluster.ts';

const RELAYS = 3;
/** Of each relay, so that each has as much to do however many there are. */
const PAGES = 3_000;
const SEEDERS = 2;
const READERS = 20;
const WARM_UP_ROUNDS = 2;
const ROUNDS = 2;

export const clusterCapacity: Workload = {
  name: 'cluster-capacity',
  group: 'cluster',
  measures: {
    apartCpu: {
      title: '1 KiB pages, each held on its reader’s relay, CPU a fetch of 3 relays without NATS',
      unit: 'ms',
      beside: '1 relay without NATS',
    },
    nearCpu: {
      title: '— of 3 relays and the NATS that joins them',
      unit: 'ms',
      reach: atMost(1.3),
      beside: '3 relays without NATS',
    },
    farCpu: {
      title: '— each held on another, CPU a fetch of 3 relays and NATS',
      unit: 'ms',
      reach: atMost(1.3),
      beside: '2 relays and NATS',
    },
    apartRate1: { title: '— held on 1 relay, all on one core', unit: 'fetches/s' },
    farRate2: { title: '— held on the other of 2 relays, all on one core', unit: 'fetches/s' },
    farRate3: { title: '— held on another of 3 relays, all on one core', unit: 'fetches/s' },
  },
  connections: RELAYS * (SEEDERS + READERS),
  run: async (turn) => {
    const near = (cluster: RelayCluster) => fetchFrom(cluster, 0);
    const far = (cluster: RelayCluster) => fetchFrom(cluster, 1);
    const apart1 = await turn.onCluster(1, near, { isJoined: false });
    const apart3 = await turn.onCluster(RELAYS, near, { isJoined: false });
    const near3 = await turn.onCluster(RELAYS, near);
    const far2 = await turn.onCluster(2, far);
    const far3 = await turn.onCluster(RELAYS, far);
    return {
      apartCpu: { floor: apart1.cpu, relay: apart3.cpu },
      nearCpu: { floor: apart3.cpu, relay: near3.cpu },
      farCpu: { floor: far2.cpu, relay: far3.cpu },
      apartRate1: { relay: apart1.rate },
      farRate2: { relay: far2.rate },
      farRate3: { relay: far3.rate },
    };
  },
};

/** Readers of each relay fetch pages that another relay holds, this many places further on. */
async function fetchFrom(cluster: RelayCluster, distance: number) {
  const { relays, nats } = cluster;
  const pages = freshPages(PAGES * relays.length, KIB);
  const held = relays.map((_, i) => everyNth(pages, relays.length, i));
  const seeders = await connectToEach(relays, SEEDERS);
  for (const [i, peers] of seeders.entries()) await hold(cluster, peers, held[i] ?? []);
  const readers = await connectToEach(relays, READERS);
  const round = async (): Promise<void> => {
    const target = (i: number): readonly Page[] => held[(i + distance) % held.length] ?? [];
    await Promise.all(readers.map((some, i) => fetchAll(some, target(i))));
  };
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await round();
  const spent = stopwatch(...relays, nats);
  const started = performance.now();
  for (let i = 0; i < ROUNDS; i++) await round();
  const fetches = pages.length * ROUNDS;
  const rate = (fetches / (performance.now() - started)) * 1000;
  const cpu = spent().reduce((sum, ms) => sum + ms, 0) / fetches;
  cut([...seeders, ...readers].flat());
  return { cpu, rate };
}

async function connectToEach(relays: readonly Server[], count: number): Promise<Peer[][]> {
  return await Promise.all(relays.map(({ url }) => connectPeers(url, count)));
}

async function hold(
  cluster: RelayCluster,
  peers: readonly Peer[],
  pages: readonly Page[],
): Promise<void> {
  await cluster.announce(
    peers,
    peers.map((_, i) => everyNth(pages, peers.length, i)),
  );
}

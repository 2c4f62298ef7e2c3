/** The cost of holding many addresses together. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { announce, connectPeers, cut } from '../crowd.ts';
import { everyNth, freshPages, type Page } from '../pages.ts';
import type { Peer } from '../peers.ts';
import type { Server } from '../servers.ts';
import { noMoreThan, type Workload } from '../workload.ts';
import type { NatsProcess } from './nats-process.ts';
import type { RelayCluster } from './relay-cluster.ts';

const RELAYS = 3;
const PEERS_ON_EACH = 2;
const ADDRESSES = 100_000;
/** The number of held addresses that are read on another relay after NATS came back. */
const SAMPLES = 50;

export const clusterAddresses: Workload = {
  name: 'cluster-addresses',
  group: 'cluster',
  measures: {
    relayBytes: {
      title: '100,000 addresses held on 3 relays, heap of the relay for each',
      unit: 'bytes',
      beside: 'relay without NATS',
    },
    clientBytes: {
      title: '— of which a bare subscription of the NATS client takes',
      unit: 'bytes',
    },
    natsBytes: { title: '— memory of NATS for each', unit: 'bytes' },
    announceMs: {
      title: '— until all can be found',
      unit: 'ms',
      beside: 'relay without NATS, until all are known',
    },
    healMs: {
      title: '— until all can be found again after NATS was killed and started',
      unit: 'ms',
      reach: noMoreThan(10_000),
    },
  },
  connections: RELAYS * PEERS_ON_EACH,
  run: async (turn) => {
    const pages = freshPages(ADDRESSES, 32);
    const alone = await turn.on('relay', (server) => holdAlone(server, pages));
    const clientBytes = await turn.onCluster(0, ({ nats }) => bareBytes(nats));
    const together = await turn.onCluster(RELAYS, (cluster) => hold(cluster, pages));
    return {
      relayBytes: { floor: alone.heapBytes, relay: together.relayBytes },
      clientBytes: { relay: clientBytes },
      natsBytes: { relay: together.natsBytes },
      announceMs: { floor: alone.announceMs, relay: together.announceMs },
      healMs: { relay: together.healMs },
    };
  },
};

interface Holding {
  readonly heapBytes: number;
  readonly announceMs: number;
}

async function holdAlone(server: Server, pages: readonly Page[]): Promise<Holding> {
  const peers = await connectPeers(server.url, RELAYS * PEERS_ON_EACH);
  const before = await server.weigh();
  const started = performance.now();
  await announce(peers, sharesOf(pages, peers));
  const announceMs = performance.now() - started;
  const after = await server.weigh();
  cut(peers);
  return { heapBytes: (after.heapBytes - before.heapBytes) / pages.length, announceMs };
}

const BARE_INTEREST = fileURLToPath(new URL('./bare-interest.ts', import.meta.url));

/** The cost of one subscription in a process that does nothing else. */
async function bareBytes({ url }: NatsProcess): Promise<number> {
  const args = ['--expose-gc', BARE_INTEREST, url, String(ADDRESSES)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const [bytes] = await once(child, 'message');
  await exited;
  return Number(bytes);
}

async function hold(cluster: RelayCluster, pages: readonly Page[]) {
  const { nats, relays } = cluster;
  const peers = await connectToEach(relays, PEERS_ON_EACH);
  const heapBefore = await heapOf(relays);
  const natsBefore = nats.residentBytes();
  const own = await nats.subscriptions();
  const started = performance.now();
  await cluster.announce(peers, sharesOf(pages, peers));
  const announceMs = performance.now() - started;
  const relayBytes = ((await heapOf(relays)) - heapBefore) / pages.length;
  const natsBytes = (nats.residentBytes() - natsBefore) / pages.length;
  const healMs = await heal(cluster, own + pages.length);
  await readSamples(relays, pages);
  cut(peers);
  return { relayBytes, natsBytes, announceMs, healMs };
}

async function heal({ nats }: RelayCluster, subscriptions: number): Promise<number> {
  await nats.kill();
  await nats.startAgain();
  const started = performance.now();
  await nats.subscribed(subscriptions);
  return performance.now() - started;
}

/** Reads on another relay every page that it finds there. */
async function readSamples(relays: readonly Server[], pages: readonly Page[]): Promise<void> {
  const readers = await connectToEach(relays, 1);
  const samples = pages.filter((_, i) => i % Math.floor(pages.length / SAMPLES) === 0);
  for (const page of samples) await Promise.all(readers.map((reader) => reader.fetch(page)));
  cut(readers);
}

async function connectToEach(relays: readonly Server[], count: number): Promise<Peer[]> {
  const peers = relays.map((relay) => connectPeers(relay.url, count));
  return (await Promise.all(peers)).flat();
}

function sharesOf(pages: readonly Page[], peers: readonly Peer[]): Page[][] {
  return peers.map((_, i) => everyNth(pages, peers.length, i));
}

async function heapOf(relays: readonly Server[]): Promise<number> {
  const weights = await Promise.all(relays.map((relay) => relay.weigh()));
  return weights.reduce((sum, { heapBytes }) => sum + heapBytes, 0);
}

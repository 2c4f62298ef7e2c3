import { setTimeout as sleep } from 'node:timers/promises';
import { connectPeers, cut, settled } from '../crowd.ts';
import { freshPage, KIB } from '../pages.ts';
import { atMost, type Workload } from '../workload.ts';
import type { RelayCluster } from './relay-cluster.ts';

const MANY = 500;
const FEW = 5;
/** They come one after another within a second, whether few or many. */
const COMING_MS = 1_000;
/** By then everybody knows the last count. */
const TOLD_MS = 2_500;

export const clusterCounts: Workload = {
  name: 'cluster-counts',
  group: 'cluster',
  measures: {
    messages: {
      title: '500 come to hold a page that is watched on another relay, messages into NATS',
      unit: 'messages',
      reach: atMost(1.5),
      beside: 'relay, 5 come',
    },
    bytes: {
      title: '— bytes into NATS',
      unit: 'bytes',
      reach: atMost(1.5),
      beside: 'relay, 5 come',
    },
  },
  connections: MANY + 1,
  run: async (turn) => {
    const few = await turn.onCluster(2, (cluster) => comeToHold(cluster, FEW));
    const many = await turn.onCluster(2, (cluster) => comeToHold(cluster, MANY));
    return {
      messages: { floor: few.messages, relay: many.messages },
      bytes: { floor: few.bytes, relay: many.bytes },
    };
  },
};

/** The traffic into NATS in that time, including the regular messages of relays. */
async function comeToHold(cluster: RelayCluster, count: number) {
  const peers = await connectPeers(cluster.relay(0).url, count);
  const [watcher] = await connectPeers(cluster.relay(1).url, 1);
  if (!watcher) throw new Error('expected a watcher');
  const page = freshPage(KIB);
  watcher.watch(page);
  await settled([watcher, ...peers]);
  const before = await cluster.nats.traffic();
  const started = performance.now();
  for (const [i, peer] of peers.entries()) {
    await until(started + (i / count) * COMING_MS);
    peer.have([page]);
  }
  await until(started + TOLD_MS);
  const after = await cluster.nats.traffic();
  if (watcher.count(page) !== count)
    throw new Error(`expected ${count}, told ${watcher.count(page)}`);
  cut([watcher, ...peers]);
  return {
    messages: after.messagesIn - before.messagesIn,
    bytes: after.bytesIn - before.bytesIn,
  };
}

async function until(time: number): Promise<void> {
  if (time > performance.now()) await sleep(time - performance.now());
}

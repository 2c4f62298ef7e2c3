import { connectPeers, connectSwarm, cut, settled } from '../crowd.ts';
import { freshPage, MIB } from '../pages.ts';
import { noMoreThan, type Workload } from '../workload.ts';
import type { RelayCluster } from './relay-cluster.ts';

const RELAYS = 3;
const READERS = 20;
const PAGE_BYTES = 8 * MIB;

export const clusterHotPage: Workload = {
  name: 'cluster-hot-page',
  group: 'cluster',
  measures: {
    copiesIn: {
      title:
        '8 MiB page to 20 readers on each of 3 relays, bytes into NATS for each of the 2 without it',
      unit: 'times the page',
      reach: noMoreThan(1.02),
    },
    copiesOut: { title: '— out of NATS', unit: 'times the page', reach: noMoreThan(1.02) },
    uploads: { title: '— uploads by the seeder', unit: 'a page' },
    wallMs: { title: '— until the last reader has it', unit: 'ms' },
  },
  connections: 1 + RELAYS * READERS,
  run: async (turn) => {
    const figures = await turn.onCluster(RELAYS, publish);
    return Object.fromEntries(Object.entries(figures).map(([name, relay]) => [name, { relay }]));
  },
};

async function publish(cluster: RelayCluster): Promise<Readonly<Record<string, number>>> {
  const [seeder, ...near] = await connectSwarm(cluster.relay(0).url, READERS);
  const far = [1, 2].map((i) => connectPeers(cluster.relay(i).url, READERS));
  const readers = [...near, ...(await Promise.all(far)).flat()];
  const page = freshPage(PAGE_BYTES);
  const fetches = readers.map((reader) => reader.fetch(page));
  await settled(readers);
  const before = await cluster.nats.traffic();
  const started = performance.now();
  seeder.have([page]);
  await Promise.all(fetches);
  const wallMs = performance.now() - started;
  const after = await cluster.nats.traffic();
  cut([seeder, ...readers]);
  const due = (RELAYS - 1) * PAGE_BYTES;
  return {
    copiesIn: (after.bytesIn - before.bytesIn) / due,
    copiesOut: (after.bytesOut - before.bytesOut) / due,
    uploads: seeder.uploaded / PAGE_BYTES,
    wallMs,
  };
}

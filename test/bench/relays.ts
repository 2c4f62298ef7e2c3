/**
 * Several relays that know nothing of each other, each with the load of one: what a connection and a fetch cost as there
 * are more of them. They share a core here, so this shows that none works more because there are others.
 */
import { announce, connectPeers, cut } from './crowd.ts';
import { everyNth, freshPages, KIB } from './pages.ts';
import type { Peer } from './peers.ts';
import type { Server } from './servers.ts';
import { fetchAll } from './small-pages.ts';
import { atMost, type Turn, type Workload } from './workload.ts';

/** Of each relay. */
const IDLE = 1_500;
const SEEDERS = 2;
const READERS = 20;
const PAGES = 3_000;
const WARM_UP_ROUNDS = 2;
const ROUNDS = 2;
const MOST = 3;

export const relays: Workload = {
  name: 'relays',
  measures: {
    memory2: {
      title: '1,500 idle connections on each of 2 relays, memory of one',
      unit: 'KiB',
      reach: atMost(1.2),
      beside: '1 relay',
    },
    memory3: { title: '— of 3 relays', unit: 'KiB', reach: atMost(1.2), beside: '1 relay' },
    cpu2: {
      title: '1 KiB pages, each on its reader’s relay, CPU a fetch of 2 relays',
      unit: 'ms',
      reach: atMost(1.3),
      beside: '1 relay',
    },
    cpu3: { title: '— of 3 relays', unit: 'ms', reach: atMost(1.3), beside: '1 relay' },
  },
  connections: MOST * (IDLE + SEEDERS + READERS),
  run: async (turn) => {
    const one = await onRelays(turn, 1, costOf);
    const two = await onRelays(turn, 2, costOf);
    const three = await onRelays(turn, MOST, costOf);
    return {
      memory2: { floor: one.memory, relay: two.memory },
      memory3: { floor: one.memory, relay: three.memory },
      cpu2: { floor: one.cpu, relay: two.cpu },
      cpu3: { floor: one.cpu, relay: three.cpu },
    };
  },
};

interface Cost {
  /** KiB of a connection. */
  readonly memory: number;
  /** CPU time of a fetch. */
  readonly cpu: number;
}

/** Runs `use` with this many relays, each started alone. */
async function onRelays(
  turn: Turn,
  count: number,
  use: (servers: readonly Server[]) => Promise<Cost>,
  servers: readonly Server[] = [],
): Promise<Cost> {
  if (servers.length === count) return await use(servers);
  return await turn.on('relay', (server) => onRelays(turn, count, use, [...servers, server]));
}

async function costOf(servers: readonly Server[]): Promise<Cost> {
  const memory = await memoryOf(servers);
  return { memory, cpu: await cpuOf(servers) };
}

async function memoryOf(servers: readonly Server[]): Promise<number> {
  const first = await onEach(servers, (server) => comeToHold(server, 50)); // what these need is not counted
  const before = await weightOf(servers);
  const peers = await onEach(servers, (server) => comeToHold(server, IDLE));
  const after = await weightOf(servers);
  cut([...first, ...peers].flat());
  await onEach(servers, (server) => server.deserted());
  return (after - before) / (servers.length * IDLE) / KIB;
}

async function cpuOf(servers: readonly Server[]): Promise<number> {
  const loads = await onEach(servers, connectLoad);
  const round = () => Promise.all(loads.map(({ readers, pages }) => fetchAll(readers, pages)));
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await round();
  const before = spentBy(servers);
  for (let i = 0; i < ROUNDS; i++) await round();
  const spent = spentBy(servers) - before;
  cut(loads.flatMap(({ seeders, readers }) => [...seeders, ...readers]));
  return spent / (servers.length * PAGES * ROUNDS);
}

async function connectLoad({ url }: Server) {
  const seeders = await connectPeers(url, SEEDERS);
  const readers = await connectPeers(url, READERS);
  const pages = freshPages(PAGES, KIB);
  await announce(
    seeders,
    seeders.map((_, i) => everyNth(pages, SEEDERS, i)),
  );
  return { seeders, readers, pages };
}

/** Connects this many peers, each with one have. */
async function comeToHold({ url }: Server, count: number): Promise<Peer[]> {
  const peers = await connectPeers(url, count);
  await announce(
    peers,
    freshPages(count, 32).map((page) => [page]),
  );
  return peers;
}

async function onEach<Result>(
  servers: readonly Server[],
  act: (server: Server) => Promise<Result>,
): Promise<Result[]> {
  return await Promise.all(servers.map(act));
}

async function weightOf(servers: readonly Server[]): Promise<number> {
  const weights = await onEach(servers, (server) => server.weigh());
  return weights.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
}

function spentBy(servers: readonly Server[]): number {
  return servers.reduce((sum, server) => sum + server.cpuMs(), 0);
}

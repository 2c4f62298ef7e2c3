/** Everybody connects at once, as after a break of the network or a restart of the relay. */
import { announce, connectPeers, cut, settled } from './crowd.ts';
import { freshPages, type Page } from './pages.ts';
import { Peer } from './peers.ts';
import type { Server } from './servers.ts';
import { median } from './statistics.ts';
import {
  atMost,
  besideFloor,
  byTurns,
  type Figures,
  noMoreThan,
  pairsOf,
  type Workload,
} from './workload.ts';

const CLIENTS = 1_000;
const HAVES = 20;
const HAVES_OF_ONE = 10_000;
const HAVES_IN_ALL = CLIENTS * HAVES + HAVES_OF_ONE;
/** The number of times that all clients leave and come back in one run. */
const STORMS = 3;

export const storm: Workload = {
  name: 'storm',
  measures: {
    wallMs: {
      title: '1,000 clients come back with 20 haves, one with 10,000',
      unit: 'ms',
      reach: atMost(1.3),
    },
    cpuMs: { title: '— server CPU', unit: 'ms', reach: atMost(2) },
    haveBytes: { title: '— server memory a have', unit: 'bytes', reach: noMoreThan(300) },
  },
  connections: CLIENTS + 1,
  run: besideFloor(async (server) => {
    const holdings = freshHoldings();
    let peers = await connectPeers(server.url, holdings.length);
    const haveBytes = await weighHaves(server, peers, holdings);
    const storms: Storm[] = [];
    for (let i = 0; i < STORMS; i++) {
      for (const peer of peers) peer.leave();
      await server.deserted();
      const back = await weather(server, holdings, async (pages) => {
        const peer = await Peer.connect(server.url);
        peer.have(pages);
        await peer.settled();
        return peer;
      });
      peers = back.peers;
      storms.push(back);
    }
    cut(peers);
    return { ...mediansOf(storms), haveBytes };
  }),
};

export const resume: Workload = {
  name: 'resume',
  measures: {
    wallMs: {
      title: 'the same 1,001 clients resume their sessions',
      unit: 'ms',
      reach: atMost(1.1),
      beside: 'relay, nothing to announce',
    },
    cpuMs: { title: '— server CPU', unit: 'ms', beside: 'relay, nothing to announce' },
  },
  connections: CLIENTS + 1,
  run: async (turn) => {
    const figures = await byTurns(turn, {
      floor: () => turn.on('relay', (server) => comeBack(server, [], connectAnew)),
      relay: () =>
        turn.on('relay', (server) =>
          comeBack(server, freshHoldings(), (url, lost) => Peer.resume(url, lost)),
        ),
    });
    return pairsOf(figures);
  },
};

/** Asks for one answer, as who resumes does. */
async function connectAnew(url: string): Promise<Peer> {
  const peer = await Peer.connect(url);
  await peer.settled();
  return peer;
}

/** Everybody is cut off, and connects again in this way. */
async function comeBack(
  server: Server,
  holdings: readonly Page[][],
  connect: (url: string, lost: Peer) => Promise<Peer>,
): Promise<Figures> {
  let peers = await connectPeers(server.url, CLIENTS + 1);
  await announce(peers, holdings);
  const storms: Storm[] = [];
  for (let i = 0; i < STORMS; i++) {
    cut(peers);
    await server.deserted();
    const back = await weather(server, peers, (lost) => connect(server.url, lost));
    peers = back.peers;
    storms.push(back);
  }
  cut(peers);
  return mediansOf(storms);
}

interface Storm {
  readonly peers: Peer[];
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** `connect` resolves when all messages of the peer have taken effect. */
async function weather<Origin>(
  server: Server,
  origins: readonly Origin[],
  connect: (origin: Origin) => Promise<Peer>,
): Promise<Storm> {
  const cpuBefore = server.cpuMs();
  const started = performance.now();
  const peers = await Promise.all(origins.map(connect));
  return { peers, wallMs: performance.now() - started, cpuMs: server.cpuMs() - cpuBefore };
}

function mediansOf(storms: readonly Storm[]) {
  return {
    wallMs: median(storms.map(({ wallMs }) => wallMs)),
    cpuMs: median(storms.map(({ cpuMs }) => cpuMs)),
  };
}

async function weighHaves(
  server: Server,
  peers: readonly Peer[],
  holdings: readonly Page[][],
): Promise<number> {
  await settled(peers);
  const without = await server.weigh();
  await announce(peers, holdings);
  const { heapBytes } = await server.weigh();
  return (heapBytes - without.heapBytes) / HAVES_IN_ALL;
}

function freshHoldings(): Page[][] {
  const many = freshPages(HAVES_OF_ONE, 32);
  return [many, ...Array.from({ length: CLIENTS }, () => freshPages(HAVES, 32))];
}

/** Notes and their answers, beside as many pings on the same connections. */
import { NOTES_OFFERED_BURST } from '../../relay/protocol/limits.ts';
import { connectPeers, cut, settled } from './crowd.ts';
import { freshPage } from './pages.ts';
import type { Peer } from './peers.ts';
import type { Server } from './servers.ts';
import { atLeast, atMost, besideFloor, type Workload } from './workload.ts';

/** Pairs of one that asks and one that answers. */
const PAIRS = 200;
/** Each pair's notes, within the number that a relay offers one connection at once. */
const NOTES = NOTES_OFFERED_BURST - 5;
/** About as long as an opening of a once link. */
const BODY = 'A'.repeat(128);

export const notes: Workload = {
  name: 'notes',
  measures: {
    notes: {
      title: 'notes of 128 characters from 200 to 200 and their answers, notes passed on',
      unit: '/s',
      reach: atLeast(0.5),
    },
    cpuUs: { title: '— server CPU a note', unit: 'µs', reach: atMost(2.5) },
    pings: { title: '— as many pings on the same connections, answered', unit: '/s' },
    pingCpuUs: { title: '— server CPU a ping', unit: 'µs' },
  },
  connections: 2 * PAIRS,
  run: besideFloor(async (server) => {
    const peers = await connectPeers(server.url, 2 * PAIRS);
    const [askers, holders] = [peers.slice(0, PAIRS), peers.slice(PAIRS)];
    const pages = holders.map(() => freshPage(32));
    for (const [i, page] of pages.entries()) {
      holders[i]?.answerFor(page);
      askers[i]?.watch(page);
    }
    await settled(peers);
    await Promise.all(peers.map((peer) => pingOften(peer, 50))); // so that the code is warm
    const passed = await timed(server, 2 * PAIRS * NOTES, async () => {
      await Promise.all(
        askers.map(async (asker, i) => {
          const page = pages[i];
          if (!page) throw new Error('expected a page for each pair');
          await Promise.all(Array.from({ length: NOTES }, () => asker.ask(page, BODY)));
        }),
      );
    });
    const answered = await timed(server, 2 * PAIRS * NOTES, async () => {
      await Promise.all(peers.map((peer) => pingOften(peer, NOTES)));
    });
    cut(peers);
    const { perSecond, cpuUs } = passed;
    return { notes: perSecond, cpuUs, pings: answered.perSecond, pingCpuUs: answered.cpuUs };
  }),
};

async function pingOften(peer: Peer, times: number): Promise<void> {
  await Promise.all(Array.from({ length: times }, () => peer.settled()));
}

async function timed(
  server: Server,
  count: number,
  act: () => Promise<void>,
): Promise<{ perSecond: number; cpuUs: number }> {
  const cpuBefore = server.cpuMs();
  const started = performance.now();
  await act();
  const ms = performance.now() - started;
  return { perSecond: (count / ms) * 1_000, cpuUs: ((server.cpuMs() - cpuBefore) / count) * 1_000 };
}

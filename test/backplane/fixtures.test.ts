/**
 * Compares this release with the messages of each earlier release: both run side by side during an upgrade of a
 * cluster.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { BusMessage } from '../../relay/server/cluster/bus.ts';
import { wantSubject } from '../../relay/server/cluster/subjects.ts';
import { type Relay, serve } from '../../relay/server/serve.ts';
import type { Address } from '@mayfly/relay/protocol';
import { have, haveAnswering, note, want, watch } from '../support/messages.ts';
import { RawPeer } from '../support/wire.ts';
import { clusterOn } from './cluster-on.ts';
import { FakeNetwork } from './fake-bus.ts';
import { until } from './until.ts';

interface Step {
  readonly by: 'relay' | 'neighbour' | 'watcher';
  readonly subject: string;
  readonly reply?: string;
  readonly json?: Readonly<Record<string, unknown>>;
  readonly hex?: string;
  readonly count?: number;
}

interface Scene {
  readonly name: string;
  /** The first messages of the relay's peer about the page. */
  readonly peers: readonly (keyof typeof SAY)[];
  readonly steps: readonly Step[];
  readonly received?: string;
  /** The body of a note or the code of a refusal that the relay's peer gets. */
  readonly told?: string;
}

const FIXTURES = new URL('fixtures/', import.meta.url);
const HELLO = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03' as Address;
const PAGE = { address: HELLO, bytes: Buffer.from('hello\n') };
const SAY = {
  have: have(HELLO),
  answer: haveAnswering(HELLO),
  want: want(HELLO),
  watch: watch(HELLO),
  note: note(HELLO),
};

/** A relay on a bus, with a neighbour that sends the messages of a fixture. */
async function openScene() {
  const network = new FakeNetwork(() => 0);
  const neighbour = network.connect();
  neighbour.subscribe({ subject: wantSubject(HELLO), hear: () => {} });
  const heard: BusMessage[] = [];
  network.onMessage = (message, from) => from !== neighbour && heard.push(message);
  const backplane = clusterOn(network.connect(), '00000000000000aa');
  const log = pino({ level: 'silent' });
  const times = { drainSeconds: 0, byeSeconds: 0 };
  const relay = await serve({ host: '127.0.0.1', port: 0, log, ...times, backplane });
  return { relay, neighbour, heard };
}

async function connectPeer(relay: Relay): Promise<RawPeer> {
  const peer = await RawPeer.connect(relay);
  peer.socket.on('message', () => {
    const at = peer.heard.findIndex(
      (one) => !(one instanceof Uint8Array) && one.type === 'request',
    );
    const [request] = at < 0 ? [] : peer.heard.splice(at, 1);
    if (request && !(request instanceof Uint8Array) && request.type === 'request') {
      peer.serve(PAGE, request.from, request.length);
    }
  });
  return peer;
}

function matches(step: Step, { subject, reply, bytes }: BusMessage): boolean {
  if (subject !== step.subject || (step.reply !== undefined && reply !== step.reply)) return false;
  if (step.hex !== undefined) return Buffer.from(bytes).toString('hex') === step.hex;
  const said: unknown = JSON.parse(Buffer.from(bytes).toString());
  return Object.entries(step.json ?? {}).every(
    ([name, value]) =>
      JSON.stringify((said as Record<string, unknown>)[name]) === JSON.stringify(value),
  );
}

function toldTo({ heard }: RawPeer): string[] {
  return heard.flatMap((one) => {
    if (one instanceof Uint8Array) return [];
    if (one.type === 'note') return [one.body];
    return one.type === 'error' ? [one.code] : [];
  });
}

function knows(peer: RawPeer, count: number | undefined): boolean {
  const last = peer.heard
    .flatMap((one) => (!(one instanceof Uint8Array) && one.type === 'seeders' ? [one] : []))
    .at(-1);
  return last?.counts[HELLO] === count;
}

async function play({ peers, steps, received, told }: Scene): Promise<void> {
  const { relay, neighbour, heard } = await openScene();
  const peer = await connectPeer(relay);
  for (const what of peers) peer.say(SAY[what]);
  await peer.settled();
  for (const step of steps) {
    if (step.by === 'watcher') await until(() => knows(peer, step.count));
    else if (step.by === 'relay') {
      await until(() => heard.some((message) => matches(step, message)));
    } else {
      const bytes = step.hex ? Buffer.from(step.hex, 'hex') : JSON.stringify(step.json);
      neighbour.publish(step.subject, bytes, { reply: step.reply ?? '' });
    }
  }
  if (received) expect((await peer.received(received.length)).toString()).toBe(received);
  if (told) await until(() => toldTo(peer).includes(told));
  peer.close();
  await relay.stop();
}

describe.each(readdirSync(FIXTURES))('what release %s said', (file) => {
  // A person wrote it in the form of `Scene`; a mistake fails its test.
  const { scenes } = JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')) as {
    scenes: Scene[];
  };

  test.each(scenes)('$name', play);
});

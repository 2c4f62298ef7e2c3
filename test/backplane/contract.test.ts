import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { parseFrame } from '@mayfly/relay/protocol';
import type { Bus, BusMessage } from '../../relay/server/cluster/bus.ts';
import type { Cluster } from '../../relay/server/cluster/cluster.ts';
import type { NatsOptions } from '../../relay/server/cluster/nats-settings.ts';
import { type Relay, serve } from '../../relay/server/serve.ts';
import { clusterOn } from './cluster-on.ts';
import { backplaneContract, type Joined } from './contract.ts';
import { NatsBus } from '../../relay/server/cluster/nats-bus.ts';
import { parsePayload, PIECE_BYTES } from '../../relay/server/cluster/payloads.ts';
import { FakeNetwork } from './fake-bus.ts';
import { findNatsServer, freePorts, NatsServer } from './nats-server.ts';

const log = pino({ level: 'silent' });

async function startRelay(backplane?: Cluster): Promise<Relay> {
  const times = { drainSeconds: 0, byeSeconds: 0 };
  return await serve({ host: '127.0.0.1', port: 0, log, ...times, backplane });
}

async function joinBy(connect: () => Promise<Bus> | Bus): Promise<Joined> {
  const clusters = await Promise.all([0, 1, 2].map(async () => clusterOn(await connect())));
  const [a, b, c] = clusters.map(startRelay) as [Promise<Relay>, Promise<Relay>, Promise<Relay>];
  const relays = [await a, await b, await c] as const;
  return {
    relays,
    states: () => clusters.map(({ state }) => state),
    stop: async () => void (await Promise.all(relays.map((relay) => relay.stop()))),
  };
}

function natsAt(url: string): NatsOptions {
  const none = { credentials: '', user: '', password: '', token: '', ca: '', cert: '', key: '' };
  return { servers: [url], ...none };
}

describe('a relay that is alone', () => {
  backplaneContract(async () => {
    const relay = await startRelay();
    return { relays: [relay, relay, relay], states: () => [], stop: () => relay.stop() };
  });
});

describe('relays on a bus in memory', () => {
  const unreadable: string[] = [];

  afterEach(() => expect(unreadable.splice(0)).toEqual([]));

  backplaneContract(() => {
    const network = new FakeNetwork();
    network.onMessage = (message) => {
      if (!isReadable(message)) unreadable.push(message.subject);
    };
    return joinBy(() => network.connect());
  });
});

describe.skipIf(!findNatsServer())('relays on NATS', () => {
  let server: NatsServer;

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    server = new NatsServer(port);
    await server.start();
  });

  afterAll(() => server.kill());

  backplaneContract(() =>
    joinBy(async () => {
      const bus = new NatsBus(natsAt(server.url), log);
      await bus.open();
      return bus;
    }),
  );
});

/**
 * Says whether the receiver accepts it. A refusal there looks like silence, and an honest peer would be blamed for it.
 */
function isReadable({ subject, bytes }: BusMessage): boolean {
  if (!subject.includes('.content.')) return parsePayload(bytes) !== undefined;
  return !('type' in parseFrame(bytes, PIECE_BYTES));
}

/** Three relays, each a process, on three nats-servers that form a cluster, and the faults that may hit them. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client, ClientEvent } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { MemoryPages, randomPage, type TestPage } from '../support/wire.ts';
import { connect, Load } from './load.ts';
import { findNatsServer, freePorts, NatsServer } from './nats-server.ts';
import { RelayProcess } from './relay-process.ts';
import { TcpProxy } from './tcp-proxy.ts';
import { until } from './until.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** The time after a fault in which every reader gets every page that somebody within reach holds. */
const SERVED_MS = 10_000;

describe.skipIf(!findNatsServer())('a cluster', () => {
  let servers: NatsServer[];
  let relays: [RelayProcess, RelayProcess, RelayProcess];
  /** All messages of the third relay to NATS go through this proxy. */
  let proxy: TcpProxy;
  const balancer = new TcpProxy(0);
  const clients: Client[] = [];

  beforeAll(async () => {
    const ports = await freePorts(9);
    const routes = ports.slice(3, 6).map((port) => `nats://127.0.0.1:${port}`);
    servers = [0, 1, 2].map((n) => {
      const cluster = ['--cluster_name', 'mayfly', '--cluster', routes[n] ?? ''];
      const args = [...cluster, '--routes', routes.join(','), '--no_advertise'];
      return new NatsServer(ports[n] ?? 0, args);
    });
    await Promise.all(servers.map((server) => server.start()));
    proxy = new TcpProxy(servers[2]?.port ?? 0);
    const all = servers.map(({ url }) => url).join(',');
    const only = `nats://127.0.0.1:${await proxy.listen()}`;
    relays = [
      new RelayProcess(ports[6] ?? 0, { MAYFLY_NATS: all }),
      new RelayProcess(ports[7] ?? 0, { MAYFLY_NATS: all }),
      new RelayProcess(ports[8] ?? 0, { MAYFLY_NATS: only }),
    ];
    await Promise.all(relays.map((relay) => relay.start()));
  }, 30_000);

  afterAll(async () => {
    await Promise.all(relays.map((relay) => relay.kill('SIGKILL')));
    proxy.close();
    balancer.close();
    await Promise.all(servers.map((server) => server.kill()));
  });

  /** All relays are up and hear the others. */
  beforeEach(async () => {
    for (const relay of relays) {
      await until(async () => (await relay.metric('cluster_neighbours')) === 2);
    }
  });

  /** When all peers have left, nothing remains on any relay. */
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    for (const relay of relays) {
      for (const name of STATE) await until(async () => (await relay.metric(name)) === 0);
    }
  });

  function holder(relay: RelayProcess, pages: MemoryPages): Client {
    const client = connect(relay, pages);
    clients.push(client);
    return client;
  }

  function reader(relay: RelayProcess): Client {
    const client = connect(relay);
    clients.push(client);
    return client;
  }

  /** Pages of all sizes; two relays hold each of them. */
  async function heldTwice(count: number): Promise<TestPage[]> {
    const pages = Array.from({ length: count }, (_, n) => randomPage(1 + n * 40 * KIB));
    const holders = relays.map((relay, i) =>
      holder(relay, new MemoryPages(...pages.filter((_, n) => n % 3 !== i))),
    );
    await Promise.all(holders.map((client) => client.settled()));
    return pages;
  }

  /** Reads pages everywhere while faults come and go. After the last fault, every reader is served in time. */
  async function through(trouble: () => Promise<void>): Promise<void> {
    const load = new Load(relays, await heldTwice(6));
    await load.round();
    await trouble();
    const end = performance.now();
    await load.round();
    expect(performance.now() - end).toBeLessThan(SERVED_MS);
    await load.stop();
    expect(load.troubles).toEqual([]);
  }

  test('a page that is published on one relay is read on the others', async () => {
    const page = randomPage(3 * MIB);
    holder(relays[0], new MemoryPages(page));
    for (const relay of relays) {
      expect(Buffer.compare(await reader(relay).fetch(page.address), page.bytes)).toBe(0);
    }
  });

  test('[N25] a note to who was on a killed relay is refused at once, and one to anyone finds another', async () => {
    const page = randomPage(10);
    const authors = relays.slice(1).map((relay) => holder(relay, new AnsweredPages(page)));
    await Promise.all(authors.map((author) => author.settled()));
    const bob = reader(relays[0]);
    bob.watch(page.address, () => {});
    await bob.settled();
    const asked = Promise.race(
      authors.map(async (author) => [author, await nextNote(author)] as const),
    );
    bob.note(page.address, Buffer.from('question'));
    const [author, { from }] = await asked;
    const answer = nextNote(bob);
    author.note(page.address, Buffer.from('answer'), from);
    const { from: name, body } = await answer;
    expect(Buffer.from(body).toString()).toBe('answer');
    const lost = relays[authors.indexOf(author) + 1];
    await lost?.kill('SIGKILL');
    const refused = await sayUntil(nextRefusal(bob), () =>
      bob.note(page.address, Buffer.from('again'), name),
    );
    expect(refused).toMatchObject({ code: 'nobody', address: page.address });
    const other = authors.find((one) => one !== author);
    if (!other) throw new Error('expected another author');
    const found = await sayUntil(nextNote(other), () =>
      bob.note(page.address, Buffer.from('question')),
    );
    expect(Buffer.from(found.body).toString()).toBe('question');
    await lost?.start();
  });

  test('readers go on with another holder when a relay is killed in the middle of a page', async () => {
    const page = randomPage(16 * MIB);
    for (const relay of relays.slice(0, 2)) holder(relay, new SlowPages(page));
    const read = reader(relays[2]).fetch(page.address);
    const giving = async (relay: RelayProcess) => (await relay.metric('cluster_passes_given')) > 0;
    await until(async () => (await giving(relays[0])) || (await giving(relays[1])));
    const giver = (await giving(relays[0])) ? relays[0] : relays[1];
    await giver.kill('SIGKILL');
    expect(Buffer.compare(await read, page.bytes)).toBe(0);
    await giver.start();
  });

  test('a nats-server that is killed is done without, and comes back', async () => {
    await through(async () => {
      await servers[0]?.kill();
      await servers[0]?.start();
    });
  });

  test('a nats-server that freezes for five seconds is done without', async () => {
    await through(async () => {
      servers[1]?.freeze();
      await pause(5_000);
      servers[1]?.thaw();
    });
  });

  test.each(['drop', 'delay', 'reset'] as const)(
    'a relay whose connections to NATS %s serves its own peers, and joins again by itself',
    async (manner) => {
      await through(async () => {
        proxy[manner]();
        if (manner !== 'delay') await until(async () => !(await relays[2].isJoined()));
        const page = randomPage(100 * KIB);
        holder(relays[2], new MemoryPages(page));
        expect(Buffer.compare(await reader(relays[2]).fetch(page.address), page.bytes)).toBe(0);
        proxy.heal();
        await until(() => relays[2].isJoined());
      });
    },
  );

  test('wants that were made on either side of a cut are served when it heals', async () => {
    proxy.reset();
    await until(async () => !(await relays[2].isJoined()));
    const [here, there] = [randomPage(50 * KIB), randomPage(50 * KIB)];
    const reads = [reader(relays[2]).fetch(here.address), reader(relays[1]).fetch(there.address)];
    const holders = [
      holder(relays[0], new MemoryPages(here)),
      holder(relays[2], new MemoryPages(there)),
    ];
    await Promise.all(holders.map((client) => client.settled()));
    proxy.heal();
    const bytes = await Promise.all(reads);
    expect(bytes.map((one, i) => Buffer.compare(one, [here, there][i]?.bytes ?? one))).toEqual([
      0, 0,
    ]);
  });

  test('all relays are restarted one after the other while pages are read', async () => {
    await through(async () => {
      for (const relay of relays) {
        await relay.kill('SIGTERM');
        await relay.start();
      }
    });
  });

  test('[R4] a client whose relay is killed comes back to another, and announces anew', async () => {
    const ports = relays.map(({ url }) => Number(new URL(url).port));
    balancer.target = ports[0] ?? 0;
    const url = `http://localhost:${await balancer.listen()}`;
    const page = randomPage(200 * KIB);
    const client = connect({ url }, new MemoryPages(page));
    clients.push(client);
    await client.settled();
    await relays[0].kill('SIGKILL');
    balancer.target = ports[1] ?? 0;
    expect(Buffer.compare(await reader(relays[2]).fetch(page.address), page.bytes)).toBe(0);
    await relays[0].start();
  });

  test('counts are the sum over relays, and fall when a relay is gone', async () => {
    const page = randomPage(10);
    for (const relay of relays) holder(relay, new MemoryPages(page));
    let count = 0;
    reader(relays[1]).watch(page.address, (now) => (count = now));
    await until(() => count === 3);
    await relays[0].kill('SIGKILL');
    await until(() => count === 2);
    await relays[0].start();
    await until(() => count === 3);
  });
});

const STATE = [
  'connections',
  'transfers_running',
  'swarms',
  'cluster_sought',
  'cluster_passes_given',
  'cluster_passes_taken',
];

/** Sends slowly, like an uplink. */
class SlowPages extends MemoryPages {
  override async read(address: Address, from: number, length: number) {
    await pause(20);
    return await super.read(address, from, length);
  }
}

/** Pages about which their holder takes notes. */
class AnsweredPages extends MemoryPages {
  answers(): boolean {
    return true;
  }
}

type Event<T> = Extract<ClientEvent, { type: T }>;

function nextNote(client: Client): Promise<Event<'note'>> {
  return next(client, 'note');
}

function nextRefusal(client: Client): Promise<Event<'refused'>> {
  return next(client, 'refused');
}

/** A note is lost that NATS takes for a relay whose end it has not seen yet, so its sender repeats it. */
async function sayUntil<T>(heard: Promise<T>, say: () => void): Promise<T> {
  let isOver = false;
  const repeat = async (): Promise<void> => {
    for (; !isOver; await pause(500)) say();
  };
  void repeat();
  return await heard.finally(() => (isOver = true));
}

function next<T extends ClientEvent['type']>(client: Client, type: T): Promise<Event<T>> {
  return new Promise((resolve) => {
    const end = client.subscribe((event) => {
      if (event.type !== type) return;
      end();
      resolve(event as Event<T>); // the line above compares their types
    });
  });
}

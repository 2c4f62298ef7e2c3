/** Counts the NATS operations that a client can cause: publications, subscriptions and their ends, for each message. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Address, ClientMessage } from '@mayfly/relay/protocol';
import type { Cluster } from '../../relay/server/cluster/cluster.ts';
import type { Relay } from '../../relay/server/serve.ts';
import { drop, have, unwant, unwatch, want, watch } from '../support/messages.ts';
import { RawPeer, randomPage, startRelay } from '../support/wire.ts';
import { clusterOn } from './cluster-on.ts';
import { type FakeBus, FakeNetwork } from './fake-bus.ts';
import { until } from './until.ts';

/** The limit for each address that a message names. Rates limit the later operations that time alone causes. */
const OPERATIONS_FOR_EACH = 3;
/** The number of searches for a page without holders in the first two seconds. */
const SEARCHES = 8;
/** After this many checks, rounds of counts and the first pauses of searches are over. */
const LOOKS = 25;

let bus: FakeBus;
let cluster: Cluster;
let near: Relay;
let far: Relay;
const peers: RawPeer[] = [];

beforeEach(async () => {
  const network = new FakeNetwork();
  bus = network.connect();
  cluster = clusterOn(bus);
  near = await startRelay(undefined, cluster);
  far = await startRelay(undefined, clusterOn(network.connect()));
});

afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close();
  await Promise.all([near.stop(), far.stop()]);
});

async function connect(relay: Relay): Promise<RawPeer> {
  const peer = await RawPeer.connect(relay);
  peers.push(peer);
  return peer;
}

/** The operations of `near`, counted until none came for a while. */
async function operationsOf(act: () => Promise<void>): Promise<number> {
  const before = bus.operations;
  await act();
  await quiet();
  return bus.operations - before;
}

async function quiet(): Promise<void> {
  let looks = 0;
  let last = -1;
  await until(() => {
    looks = bus.operations === last ? looks + 1 : 0;
    last = bus.operations;
    return looks > LOOKS;
  });
}

function addresses(count: number): Address[] {
  return Array.from({ length: count }, () => randomPage(32).address);
}

describe('a peer whose connection is lost', () => {
  const held = addresses(3_000);

  async function connectHolder(): Promise<{ alice: RawPeer; session: string }> {
    const alice = new RawPeer(near);
    peers.push(alice);
    const { session = '' } = await alice.next('welcome');
    for (let at = 0; at < held.length; at += 1_000) alice.say(have(...held.slice(at, at + 1_000)));
    await alice.settled();
    return { alice, session };
  }

  async function lose(alice: RawPeer): Promise<void> {
    alice.close();
    await until(() => near.sizes.away === 1);
  }

  async function comeBack(session: string): Promise<RawPeer> {
    const again = await connect(near);
    again.say({ type: 'resume', session, wants: [] });
    await again.next('resumed');
    return again;
  }

  test('[N3] costs nothing when it is back within the time of its place', async () => {
    const { alice, session } = await connectHolder();
    await quiet();
    const operations = await operationsOf(async () => {
      await lose(alice);
      await comeBack(session);
    });
    expect(operations).toBe(0);
  });

  test('[N3] costs what others looked for meanwhile, who find it once it is back', async () => {
    const { alice, session } = await connectHolder();
    const page = randomPage(100);
    alice.say(have(page.address));
    await alice.settled();
    const bob = await connect(far);
    await quiet();
    const operations = await operationsOf(async () => {
      await lose(alice);
      bob.say(want(page.address));
      await bob.next('seeders');
      const again = await comeBack(session);
      await again.next('request');
      again.serve(page, 0, page.bytes.length);
      expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
    });
    expect(operations).toBeLessThan(10);
  });
});

test('[N17] a relay that is about to stop tells nothing new of what it holds', async () => {
  const alice = await connect(near);
  const [kept, dropped, later] = addresses(3) as [Address, Address, Address];
  alice.say(have(kept, dropped));
  await alice.settled();
  await quiet();
  cluster.withdraw();
  const operations = await operationsOf(async () => {
    const bob = await connect(near);
    bob.say(have(kept, later), drop(kept));
    alice.say(drop(dropped), have(dropped, later));
    await bob.settled();
    await alice.settled();
  });
  expect(operations).toBe(0);
});

const MANY = 50;
const [one] = addresses(1) as [Address];
const many = addresses(MANY);

/** The messages before, the message itself, and the number of addresses that it names. */
const MESSAGES: readonly [string, readonly ClientMessage[], ClientMessage, number][] = [
  ['have', [], have(one), 1],
  ['have of many', [], have(...many), MANY],
  ['have, again', [have(one)], have(one), 1],
  ['drop', [have(one)], drop(one), 1],
  ['drop of many', [have(...many)], drop(...many), MANY],
  ['drop of what is not held', [], drop(one), 1],
  ['want', [], want(one), 1],
  ['want, again', [want(one)], want(one), 1],
  ['want of what is held here', [have(one)], want(one), 1],
  ['unwant', [want(one)], unwant(one), 1],
  ['unwant of what is not wanted', [], unwant(one), 1],
  ['want from beyond any page', [want(one)], want(one, 4_294_967_000), 1],
  ['watch', [], watch(one), 1],
  ['watch of many', [], watch(...many), MANY],
  ['unwatch', [watch(one)], unwatch(one), 1],
  ['ping', [], { type: 'ping' }, 0],
  ['resume of no session', [], { type: 'resume', session: 'q3Dw1jVd0mZ8rYt5KcXbNg', wants: [] }, 1],
  ['resume of no session, later', [have(one)], { type: 'resume', session: 'x', wants: [] }, 0],
  ['cancelled', [], { type: 'cancelled', address: one, from: 0, length: 1 }, 0],
];

test.each(MESSAGES)(
  '%s takes no more than its share of NATS',
  async (_, before, message, named) => {
    const alice = await connect(near);
    alice.say(...before);
    await alice.settled();
    if (before.length > 0) await quiet();
    const operations = await operationsOf(async () => {
      alice.say(message);
      await alice.settled();
    });
    // A relay repeats the search for a wanted page without holders as time passes.
    const searches = [...before, message].some(({ type }) => type === 'want') ? SEARCHES : 0;
    expect(operations).toBeLessThanOrEqual(OPERATIONS_FOR_EACH * named + searches);
  },
);

/** A relay among neighbours that a test plays: the messages it accepts, and the limits it keeps whatever they do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Address, encodeFrame } from '@mayfly/relay/protocol';
import { GIVEN_BYTES } from '../../relay/protocol/limits.ts';
import type { BusMessage } from '../../relay/server/cluster/bus.ts';
import {
  encodePayload,
  parsePayload,
  type Payload,
  type Want,
} from '../../relay/server/cluster/payloads.ts';
import {
  BEAT,
  contentSubject,
  haveSubject,
  type NodeId,
  nodeSubject,
  wantSubject,
} from '../../relay/server/cluster/subjects.ts';
import { type Relay, serve } from '../../relay/server/serve.ts';
import { drop, have, unwant, want } from '../support/messages.ts';
import { RawPeer, randomPage, startRelay, type TestPage } from '../support/wire.ts';
import { clusterOn } from './cluster-on.ts';
import { type FakeBus, FakeNetwork } from './fake-bus.ts';
import { until } from './until.ts';

/** A relay that exists only as its messages. */
class Neighbour {
  readonly node: NodeId;
  readonly wants: Want[] = [];
  readonly heard: Payload[] = [];
  replyTo = '';
  readonly #bus: FakeBus;
  readonly #end: () => void;

  constructor(network: FakeNetwork, digits: string, { address }: TestPage) {
    this.node = digits.padStart(16, '0') as NodeId; // hex digits only
    this.#bus = network.connect();
    const hear = ({ bytes, reply }: BusMessage): void => {
      const payload = parsePayload(bytes);
      this.replyTo = reply;
      if (payload?.type === 'want') this.wants.push(payload);
      else if (payload) this.heard.push(payload);
    };
    this.#end = this.#bus.subscribe({ subject: wantSubject(address), queue: 'holders', hear });
    this.#bus.subscribe({ subject: nodeSubject(this.node, '*'), hear });
    this.#bus.publish(
      BEAT,
      encodePayload({ type: 'beat', node: this.node, epoch: 0, isLeaving: false }),
    );
  }

  /** Answers no more wants. */
  hide(): void {
    this.#end();
  }

  async nextWant(): Promise<Want> {
    await until(() => this.wants.length > 0);
    const [next] = this.wants.splice(0, 1);
    if (!next) throw new Error('expected a want');
    return next;
  }

  give({ node, pass, address, from }: Want, bytes: Uint8Array, length = bytes.length): void {
    const payload = bytes.subarray(from, from + length);
    const frame = encodeFrame(address, from, bytes.length, payload);
    const reply = nodeSubject(this.node, 'g1');
    this.#bus.publish(contentSubject(node, pass), frame, { reply, way: 'content' });
  }

  say(want: Want, payload: Payload): void {
    const reply = nodeSubject(this.node, 'g1');
    this.#bus.publish(nodeSubject(want.node, want.pass), encodePayload(payload), { reply });
  }

  want(address: Address, { pass = 't1', from = 0 } = {}): void {
    const range = { from, to: from + 65_536, frameBytes: 65_536, except: [] };
    const payload: Want = { type: 'want', node: this.node, pass, address, ...range };
    this.#bus.publish(wantSubject(address), encodePayload(payload));
  }

  /** Answers the last want. */
  close(): void {
    this.#bus.publish(this.replyTo, encodePayload({ type: 'close' }));
  }

  tellHave(address: Address): void {
    const payload = encodePayload({ type: 'have', node: this.node, count: 1 });
    this.#bus.publish(haveSubject(address), payload);
  }
}

describe('a relay among neighbours', () => {
  const page = randomPage(30_000);
  let network: FakeNetwork;
  let relay: Relay;
  let bob: RawPeer;

  beforeEach(async () => {
    network = new FakeNetwork(() => 0);
    relay = await startRelay(undefined, clusterOn(network.connect()));
    bob = await RawPeer.connect(relay);
  });

  afterEach(async () => {
    bob.close();
    await relay.stop();
  });

  test('[N12] leaves one alone whose bytes are not the page, and takes it from another', async () => {
    const mallory = new Neighbour(network, 'bad', page);
    bob.say(want(page.address));
    mallory.give(await mallory.nextWant(), randomPage(30_000).bytes);
    const again = await mallory.nextWant();
    expect(again.except).toEqual([mallory.node]);
    mallory.say(again, { type: 'gone', node: mallory.node });
    mallory.hide();
    const carol = new Neighbour(network, 'cc', page);
    carol.tellHave(page.address);
    carol.give(await carol.nextWant(), page.bytes);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[N10] does not go on with a pass of which something was lost', async () => {
    const carol = new Neighbour(network, 'cc', page);
    bob.say(want(page.address));
    const first = await carol.nextWant();
    carol.give(first, page.bytes, 1_000);
    carol.give({ ...first, from: 2_000 }, page.bytes);
    const again = await carol.nextWant();
    expect(again.from).toBe(1_000);
    carol.give(again, page.bytes);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[N10] asks for the rest of a broken pass again, and lets its other passes go on', async () => {
    const carol = new Neighbour(network, 'cc', page);
    const erin = await RawPeer.connect(relay);
    bob.say(want(page.address));
    const first = await carol.nextWant();
    carol.give(first, page.bytes, 1_000);
    await bob.received(1_000);
    erin.say(want(page.address, 5_000));
    const second = await carol.nextWant();
    expect(second.from).toBe(5_000);
    carol.give({ ...first, from: 2_000 }, page.bytes);
    expect(await carol.nextWant()).toMatchObject({ from: 1_000, except: [] });
    carol.give(second, page.bytes);
    expect(await erin.received(page.bytes.length - 5_000)).toEqual(page.bytes.subarray(5_000));
    expect(carol.wants).toEqual([]);
    erin.close();
  });

  test('takes a page from the first that answers, and tells another to stop', async () => {
    const [carol, dave] = [new Neighbour(network, 'cc', page), new Neighbour(network, 'dd', page)];
    bob.say(want(page.address));
    const one = await carol.nextWant();
    carol.give(one, page.bytes, 1_000);
    await bob.received(1_000);
    dave.give(one, page.bytes);
    await until(() => dave.heard.some(({ type }) => type === 'close'));
    carol.give({ ...one, from: 1_000 }, page.bytes);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[N20] tells a giver that has nothing yet when nobody waits any more', async () => {
    const carol = new Neighbour(network, 'cc', page);
    bob.say(want(page.address));
    carol.say(await carol.nextWant(), { type: 'coming' });
    bob.say(unwant(page.address));
    await until(() => carol.heard.some(({ type }) => type === 'close'));
  });

  test('[N20] takes a page from a giver that was slow to begin', async () => {
    const carol = new Neighbour(network, 'cc', page);
    bob.say(want(page.address));
    const first = await carol.nextWant();
    carol.say(first, { type: 'coming' });
    carol.give(first, page.bytes);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[N20] says when it has nothing yet, and stops when told', async () => {
    bob.say(have(page.address));
    await bob.settled();
    const carol = new Neighbour(network, 'cc', page);
    carol.hide();
    carol.want(page.address);
    await until(() => carol.heard.some(({ type }) => type === 'coming'));
    expect(relay.sizes.transfers).toBe(1);
    carol.close();
    await until(() => relay.sizes.transfers === 0);
  });

  test('[N12] begins again where a giver takes back what it gave', async () => {
    const carol = new Neighbour(network, 'cc', page);
    bob.say(want(page.address));
    const first = await carol.nextWant();
    carol.give(first, randomPage(30_000).bytes, 1_000);
    await bob.received(1_000);
    carol.say(first, { type: 'corrupt', node: carol.node });
    await bob.next('corrupt');
    bob.heard.length = 0;
    const again = await carol.nextWant();
    expect(again).toMatchObject({ from: 0, except: [] });
    carol.give(again, page.bytes);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });
});

test('[N23] what others do not ask for is bounded, and the idlest of their passes ends', async () => {
  const page = randomPage(8 * 1024 * 1024);
  const network = new FakeNetwork(() => 0);
  const cluster = clusterOn(network.connect());
  const relay = await startRelay(undefined, cluster);
  const alice = await RawPeer.connect(relay);
  alice.say(have(page.address));
  await alice.settled();
  alice.socket.on('message', () => {
    for (const one of alice.heard.splice(0)) {
      if (!(one instanceof Uint8Array) && one.type === 'request') {
        alice.serve(page, one.from, one.length);
      }
    }
  });
  const carol = new Neighbour(network, 'cc', page);
  carol.hide();
  const kept: number[] = [];
  for (let n = 1; n <= 64; n++) carol.want(page.address, { pass: `t${n}`, from: n * 65_536 });
  await until(() => {
    kept.push(cluster.state.kept);
    return carol.heard.some(({ type }) => type === 'gone');
  });
  expect(Math.max(...kept)).toBeLessThanOrEqual(GIVEN_BYTES);
  expect(Math.max(...kept)).toBeGreaterThan(GIVEN_BYTES / 2);
  expect(cluster.state.given).toBeGreaterThan(10);
  alice.close();
  await relay.stop();
});

test('[N18] a block list holds on the relay that has it, both ways', async () => {
  const page = randomPage(100);
  const folder = mkdtempSync(join(tmpdir(), 'blocked-'));
  const blockList = join(folder, 'list');
  writeFileSync(blockList, `${page.address}\n`);
  const network = new FakeNetwork();
  const options = { host: '127.0.0.1', port: 0, log: pino({ level: 'silent' }) };
  const strict = await serve({ ...options, blockList, backplane: clusterOn(network.connect()) });
  const lax = await startRelay(undefined, clusterOn(network.connect()));
  const [here, there] = [await RawPeer.connect(strict), await RawPeer.connect(lax)];
  there.say(have(page.address));
  await there.settled();
  here.say(want(page.address));
  expect((await here.next('error')).code).toBe('blocked');
  here.say(have(page.address));
  expect((await here.next('error')).code).toBe('blocked');
  const bob = await RawPeer.connect(lax);
  bob.say(want(page.address));
  expect((await there.next('request')).address).toBe(page.address);
  for (const peer of [here, there, bob]) peer.socket.close(1000);
  await Promise.all([strict.stop(), lax.stop()]);
  rmSync(folder, { recursive: true });
});

test('a relay that drains publishes nothing more of what it holds', async () => {
  const bus = new FakeNetwork().connect();
  const relay = await startRelay(undefined, clusterOn(bus));
  const [alice, bob] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
  const [page, late] = [randomPage(300_000), randomPage(10)];
  alice.say(have(page.address));
  await alice.settled();
  bob.say(want(page.address));
  await alice.next('request');
  const stopped = relay.stop(); // it waits for the bytes that Alice owes
  alice.say(have(late.address), drop(page.address));
  await alice.settled();
  const told = bus.published.filter((subject) => subject === haveSubject(late.address));
  expect(told).toEqual([]);
  for (const peer of [alice, bob]) peer.close();
  await stopped;
});

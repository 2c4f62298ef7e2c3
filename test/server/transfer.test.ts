import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLOSE } from '@mayfly/relay/protocol';
import type { Client } from '@mayfly/relay/client';
import type { Relay } from '../../relay/server/serve.ts';
import { corrupt, have, want } from '../support/messages.ts';
import {
  connectClient,
  connectSeeder,
  RawPeer,
  randomPage,
  startRelay,
  type TestPage,
} from '../support/wire.ts';

const MIB = 1024 * 1024;

let relay: Relay;
let started: { close(): void }[];

/** Closed after the test. */
function begin<T extends { close(): void }>(one: T): T {
  started.push(one);
  return one;
}

async function rawPeer(): Promise<RawPeer> {
  return begin(await RawPeer.connect(relay));
}

async function seeder(...pages: TestPage[]): Promise<Client> {
  return begin(await connectSeeder(relay, ...pages));
}

beforeEach(async () => {
  started = [];
  relay = await startRelay();
});

afterEach(async () => {
  for (const one of started) one.close();
  await relay.stop();
});

describe('a page of 32 MiB', () => {
  test('reaches twenty readers from one upload while one of them takes nothing', async () => {
    const page = randomPage(32 * MIB);
    const readers = Array.from({ length: 19 }, () => begin(connectClient(relay)));
    const fetches = readers.map(async (reader) => await reader.fetch(page.address));
    await Promise.all(readers.map(async (reader) => await reader.settled()));
    const stalled = await rawPeer();
    stalled.say(want(page.address));
    await stalled.settled();
    stalled.socket.pause();
    let uploaded = 0;
    const holder = begin(connectClient(relay, page));
    holder.subscribe((event) => {
      if (event.type === 'served') uploaded += event.length;
    });
    for (const bytes of await Promise.all(fetches)) expect(page.bytes.equals(bytes)).toBe(true);
    expect(uploaded).toBeLessThan(2 * page.bytes.length);
  });

  test('goes on with another seeder when one is killed at half', async () => {
    const page = randomPage(32 * MIB);
    const bob = begin(connectClient(relay));
    const alice = await seeder(page);
    const progress: number[] = [];
    const fetched = bob.fetch(page.address, {
      onProgress: (received) => {
        progress.push(received);
        if (received >= page.bytes.length / 2) alice.close();
      },
    });
    await seeder(page);
    expect(page.bytes.equals(await fetched)).toBe(true);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });
});

describe('a seeder', () => {
  test('that lies is closed, and the next one serves', async () => {
    const page = randomPage(300_000);
    const liar = await rawPeer();
    liar.say(have(page.address));
    await liar.settled();
    const bob = begin(connectClient(relay));
    const fetched = bob.fetch(page.address);
    const { from, length } = await liar.next('request');
    liar.serve({ ...randomPage(300_000), address: page.address }, from, length);
    const next = await liar.next('request');
    await seeder(page);
    liar.serve({ ...randomPage(300_000), address: page.address }, next.from, next.length);
    expect(await liar.closed).toMatchObject({ code: CLOSE.lied });
    expect(page.bytes.equals(await fetched)).toBe(true);
  });

  test('that never answers is passed over', async () => {
    const page = randomPage(1_000);
    const mute = await rawPeer();
    mute.say(have(page.address));
    await mute.settled();
    const bob = begin(connectClient(relay));
    const fetched = bob.fetch(page.address);
    await mute.next('request');
    await seeder(page);
    expect(page.bytes.equals(await fetched)).toBe(true);
  });

  test('that lies halfway makes the reader start again, who gets the truth', async () => {
    const page = randomPage(200_000);
    const lie = { ...randomPage(200_000), address: page.address };
    const [liar, bob] = [await rawPeer(), await rawPeer()];
    liar.say(have(page.address));
    await liar.settled();
    bob.say(want(page.address));
    const { from, length } = await liar.next('request');
    liar.serve(lie, from, length);
    expect(await bob.next('corrupt')).toEqual(corrupt(page.address));
    bob.heard.length = 0;
    await seeder(page);
    expect(page.bytes.equals(await bob.received(200_000))).toBe(true);
  });

  test('that sends a thousand tiny frames at once keeps nobody waiting until all are passed on', async () => {
    const page = randomPage(100_000);
    const [tiny, other] = [await rawPeer(), await rawPeer()];
    const readers = await Promise.all(Array.from({ length: 20 }, rawPeer));
    for (const reader of readers) reader.say(want(page.address));
    await Promise.all(readers.map(async (reader) => await reader.settled()));
    tiny.say(have(page.address));
    await tiny.next('request');
    for (let at = 0; at < 1_000; at++) tiny.serve(page, at, 1);
    other.say({ type: 'ping' });
    await other.next('pong');
    const passedOn = readers.map(({ heard }) => heard.filter((one) => one instanceof Uint8Array));
    expect(Math.max(...passedOn.map(({ length }) => length))).toBeLessThan(500);
    const start = page.bytes.subarray(0, 1_000);
    for (const reader of readers) expect(start.equals(await reader.received(1_000))).toBe(true);
  });
});

describe('a reader', () => {
  test('that reconnects goes on at the byte reached', async () => {
    const page = randomPage(4 * MIB);
    await seeder(page);
    const before = await rawPeer();
    before.say(want(page.address));
    const first = await before.received(MIB);
    before.close();
    const after = await rawPeer();
    after.say(want(page.address, first.length));
    const rest = await after.received(page.bytes.length - first.length);
    expect(page.bytes.equals(Buffer.concat([first, rest]))).toBe(true);
  });

  test('that has the whole page is asked for it by the next reader', async () => {
    const page = randomPage(100_000);
    const alice = await seeder(page);
    const bob = begin(connectClient(relay));
    const bytes = await bob.fetch(page.address);
    const carol = await seeder({ address: page.address, bytes: Buffer.from(bytes) });
    alice.close();
    const dave = begin(connectClient(relay));
    expect(page.bytes.equals(await dave.fetch(page.address))).toBe(true);
    expect(carol.connection.state).toBe('open');
  });

  test('leaves nothing behind on the relay', async () => {
    const page = randomPage(3 * MIB);
    const alice = await seeder(page);
    const bob = begin(connectClient(relay));
    await bob.fetch(page.address);
    const gone = (): boolean => relay.sizes.connections === 0;
    alice.close();
    bob.close();
    await expect.poll(gone).toBe(true);
    expect(relay.sizes).toEqual({
      peers: 0,
      away: 0,
      swarms: 0,
      transfers: 0,
      audiences: 0,
      notes: 0,
      clients: 0,
      connections: 0,
      kept: 0,
    });
  });
});

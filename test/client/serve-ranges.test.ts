import { describe, expect, test } from 'vitest';
import { addressOf, type PageRange, type PageSource } from '../../relay/client/index.ts';
import {
  encodeMessage,
  FRAME_HEADER_BYTES,
  payloadOf,
  type RelayMessage,
} from '../../relay/protocol/index.ts';
import { promisesRun } from '../support/wire-pair.ts';
import type { FakeRelay } from './fake-relay.ts';
import { bytesOf, connected, reconnect, Shelf } from './scene.ts';

const KIB = 1024;
const page = bytesOf(200 * KIB);
const address = await addressOf(page);
const short = bytesOf(10, 3);
const shortAddress = await addressOf(short);

const offsets = (relay: FakeRelay) => relay.of('frame').map((f) => [f.offset, f.length]);
const bytes = (relay: FakeRelay) => relay.frames.flatMap((frame) => [...payloadOf(frame)]);

test('alice serves a range in frames of what the relay allows', async () => {
  const alice = await connected(await Shelf.of(page), { frameBytes: 50 * KIB });
  await alice.relay.ask(address, 10 * KIB, 120 * KIB);
  expect(offsets(alice.relay)).toEqual([
    [10 * KIB, 50 * KIB],
    [60 * KIB, 50 * KIB],
    [110 * KIB, 20 * KIB],
  ]);
  expect(bytes(alice.relay)).toEqual([...page.subarray(10 * KIB, 130 * KIB)]);
  expect(alice.relay.of('frame').every((frame) => frame.total === page.length)).toBe(true);
  expect(alice.of('served')).toEqual([
    { type: 'served', address, from: 10 * KIB, length: 120 * KIB },
  ]);
});

test('a range larger than one read is served whole', async () => {
  const large = bytesOf(700 * KIB);
  const alice = await connected(await Shelf.of(large));
  await alice.relay.ask(await addressOf(large), 0, 700 * KIB);
  expect(Buffer.from(bytes(alice.relay)).equals(large)).toBe(true);
  expect(alice.of('served')).toHaveLength(1);
});

test('a range that passes the end is cut there', async () => {
  const alice = await connected(await Shelf.of(short));
  await alice.relay.ask(shortAddress, 4, 0xffff_ffff);
  expect(offsets(alice.relay)).toEqual([[4, 6]]);
  expect(alice.of('served')).toMatchObject([{ from: 4, length: 6 }]);
});

test.each([10, 11, 4_000_000_000])(
  'a request at %i, at or past the end of ten bytes, is answered with the last one',
  async (from) => {
    const alice = await connected(await Shelf.of(short));
    await alice.relay.ask(shortAddress, from, 100);
    expect(offsets(alice.relay)).toEqual([[9, 1]]);
    expect(bytes(alice.relay)).toEqual([short[9]]);
  },
);

test('a page no longer held is answered with drop', async () => {
  const shelf = await Shelf.of(short);
  const alice = await connected(shelf);
  shelf.held.clear();
  await alice.relay.ask(shortAddress, 0, 10);
  expect(alice.relay.of('frame', 'drop')).toEqual([{ type: 'drop', addresses: [shortAddress] }]);
  expect(alice.of('served', 'refused')).toEqual([]);
});

test('a read that fails is answered with drop and reported, and the connection lives on', async () => {
  const shelf = await Shelf.of(short, page);
  const read: PageSource['read'] = (asked, from, length) =>
    asked === address ? Promise.reject(new Error('disk')) : shelf.read(asked, from, length);
  const alice = await connected({ addresses: () => shelf.addresses(), read });
  await alice.relay.ask(address, 0, 10);
  await alice.relay.ask(shortAddress, 0, 10);
  expect(alice.relay.of('drop')).toEqual([{ type: 'drop', addresses: [address] }]);
  expect(alice.of('refused')).toMatchObject([{ code: 'unreadable', address }]);
  expect(offsets(alice.relay)).toEqual([[0, 10]]);
});

test.each([0, 5])('a source that gives no bytes of %i is taken for a failed one', async (total) => {
  const read = () => Promise.resolve({ total, bytes: new Uint8Array() });
  const alice = await connected({ addresses: () => Promise.resolve([]), read });
  await alice.relay.ask(address, 0, 10);
  expect(alice.of('refused')).toMatchObject([{ code: 'unreadable', address }]);
});

test('no more than a mebibyte waits on the socket', async () => {
  const large = bytesOf(3 * KIB * KIB);
  const alice = await connected(await Shelf.of(large));
  const { client, relay } = alice.relay.wire;
  relay.send(request(await addressOf(large), large.length));
  relay.deliverTo(client);
  let most = 0;
  while (alice.of('served').length === 0) {
    await promisesRun();
    alice.time.advance(10);
    most = Math.max(most, client.bufferedAmount);
    client.deliverTo(relay);
  }
  expect(most).toBeGreaterThan(900 * KIB);
  expect(most).toBeLessThanOrEqual(KIB * KIB + 100 * FRAME_HEADER_BYTES);
  await alice.relay.flush();
  expect(Buffer.from(bytes(alice.relay)).equals(large)).toBe(true);
});

test('requests for one address are answered in the order asked', async () => {
  const alice = await connected(await Shelf.of(page));
  const { relay } = alice.relay.wire;
  for (const from of [100, 0, 50]) {
    relay.send(JSON.stringify({ type: 'request', address, from, length: 10 }));
  }
  await alice.relay.flush();
  expect(offsets(alice.relay)).toEqual([
    [100, 10],
    [0, 10],
    [50, 10],
  ]);
});

test('a read that never ends holds up no other address', async () => {
  const shelf = await Shelf.of(short);
  const read: PageSource['read'] = (asked, from, length) =>
    asked === address ? new Promise<PageRange>(() => {}) : shelf.read(asked, from, length);
  const alice = await connected({ addresses: () => shelf.addresses(), read });
  for (let times = 0; times < 20; times++) await alice.relay.ask(address, 0, 10);
  await alice.relay.ask(shortAddress, 0, 10);
  expect(offsets(alice.relay)).toEqual([[0, 10]]);
});

test('what a flood of requests asks for is read a few addresses at a time', async () => {
  let reads = 0;
  const read = () => {
    reads++;
    return new Promise<PageRange>(() => {});
  };
  const alice = await connected({ addresses: () => Promise.resolve([]), read });
  for (let n = 0; n < 5_000; n++) {
    const asked = n.toString(16).padStart(64, '0');
    alice.relay.wire.relay.send(request(asked, 10));
  }
  await alice.relay.flush();
  expect(reads).toBe(8);
});

test('a connection lost in the midst of a range gets nothing of it later', async () => {
  const read = Promise.withResolvers<PageRange>();
  const alice = await connected({ addresses: () => Promise.resolve([]), read: () => read.promise });
  await alice.relay.ask(address, 0, 10);
  await reconnect(alice);
  read.resolve({ total: 10, bytes: bytesOf(10) });
  await alice.relay.flush();
  expect(alice.relay.heard).toEqual([]);
  expect(alice.of('served')).toEqual([]);
});

function request(asked: string, length: number): string {
  return JSON.stringify({ type: 'request', address: asked, from: 0, length });
}

/** Sent with what else is, before any of it arrives. */
function queue(relay: FakeRelay, message: RelayMessage): void {
  relay.wire.relay.send(encodeMessage(message));
}

describe('a range that the relay calls off', () => {
  const large = bytesOf(1_000 * KIB);

  test('[H8] is not sent where it waits, and the relay is told', async () => {
    const alice = await connected(await Shelf.of(large));
    const range = { address: await addressOf(large), from: 512 * KIB, length: 256 * KIB };
    queue(alice.relay, { type: 'request', ...range, from: 0 });
    queue(alice.relay, { type: 'request', ...range });
    queue(alice.relay, { type: 'cancel', ...range });
    await alice.relay.flush();
    expect(offsets(alice.relay).every(([offset = 0]) => offset < 256 * KIB)).toBe(true);
    expect(alice.relay.of('cancelled')).toEqual([{ type: 'cancelled', ...range }]);
  });

  test('[H8] is stopped where it is being sent, and the relay is told after the last frame', async () => {
    const shelf = await Shelf.of(large);
    const reads: (() => void)[] = [];
    const read: PageSource['read'] = async (asked, from, length) => {
      await new Promise<void>((resolve) => reads.push(resolve));
      return await shelf.read(asked, from, length);
    };
    const alice = await connected({ addresses: () => shelf.addresses(), read });
    const range = { address: await addressOf(large), from: 0, length: 1_000 * KIB };
    queue(alice.relay, { type: 'request', ...range });
    await alice.relay.flush();
    reads[0]?.();
    await alice.relay.flush();
    queue(alice.relay, { type: 'cancel', ...range });
    await alice.relay.flush();
    reads[1]?.();
    await alice.relay.flush();
    expect(offsets(alice.relay).at(-1)).toEqual([192 * KIB, 64 * KIB]);
    expect(alice.relay.heard.at(-1)).toEqual({ type: 'cancelled', ...range });
  });

  test('[H8] is nothing where it was sent already', async () => {
    const alice = await connected(await Shelf.of(short));
    await alice.relay.ask(shortAddress, 0, 10);
    queue(alice.relay, { type: 'cancel', address: shortAddress, from: 0, length: 10 });
    await alice.relay.flush();
    expect(alice.relay.of('cancelled')).toEqual([]);
  });
});

test('[H7] equal ranges that wait are answered once', async () => {
  const alice = await connected(await Shelf.of(page));
  for (const from of [0, 64, 64, 0, 64]) {
    queue(alice.relay, { type: 'request', address, from, length: 32 });
  }
  await alice.relay.flush();
  expect(offsets(alice.relay)).toEqual([
    [0, 32],
    [64, 32],
    [0, 32],
  ]);
});

test('[T12] what waits is bounded in bytes, whatever the relay asks for', async () => {
  const alice = await connected(await Shelf.of(page));
  const length = 128 * KIB;
  for (let from = 0; from < 1_000; from++) {
    queue(alice.relay, { type: 'request', address, from, length });
  }
  for (let round = 0; round < 20; round++) {
    await alice.relay.flush();
    alice.time.advance(10); // a full socket is looked at again
  }
  expect(alice.of('served')).toHaveLength(1 + (4 * 1024) / 128);
});

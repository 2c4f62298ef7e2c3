import { expect, test } from 'vitest';
import { addressOf, CorruptError, RefusedError } from '../../relay/client/index.ts';
import { encodeFrame } from '../../relay/protocol/index.ts';
import { bytesOf, connected, connecting, reconnect, textOf } from './scene.ts';

const page = bytesOf(300);
const address = await addressOf(page);
const wrong = bytesOf(300, 2);
const other = textOf('another page');
const otherAddress = await addressOf(other);

test('bob gets the page and is told of each step', async () => {
  const bob = await connected();
  const progress: number[][] = [];
  const fetched = bob.client.fetch(address, { onProgress: (...step) => progress.push(step) });
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 0, 100);
  await bob.relay.sendFrame(address, page, 100, 300);
  expect(await fetched).toEqual(page);
  expect(progress).toEqual([
    [100, 300],
    [300, 300],
  ]);
  expect(bob.events.slice(1)).toEqual([
    { type: 'wanted', address, from: 0 },
    { type: 'received', address, received: 100, total: 300 },
    { type: 'received', address, received: 300, total: 300 },
    { type: 'verified', address, total: 300 },
  ]);
});

test('a fetched page is announced by its owner, not by the client', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page);
  await fetched;
  await bob.relay.flush();
  expect(bob.relay.heard).toEqual([{ type: 'want', address, from: 0 }]);
});

test('a fetch before the connection is open is wanted once it is', async () => {
  const bob = connecting();
  const fetched = bob.client.fetch(address);
  await bob.relay.welcome();
  await bob.relay.sendFrame(address, page);
  expect(await fetched).toEqual(page);
});

test('a reconnect resumes at the byte reached', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 0, 120);
  await reconnect(bob);
  expect(bob.relay.heard).toEqual([{ type: 'want', address, from: 120 }]);
  await bob.relay.sendFrame(address, page, 120, 300);
  expect(await fetched).toEqual(page);
});

test('[W5] a frame that begins before the byte reached adds what is new in it', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 0, 120);
  await bob.relay.sendFrame(address, page, 64, 300);
  expect(await fetched).toEqual(page);
});

test('[W5] frames nobody asked for, twice sent or past a gap are ignored', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.sendFrame(otherAddress, other);
  await bob.relay.sendFrame(address, page, 100, 200);
  await bob.relay.sendFrame(address, page, 0, 100);
  await bob.relay.sendFrame(address, wrong, 0, 100);
  await bob.relay.sendFrame(address, wrong, 200, 300);
  expect(bob.of('received')).toHaveLength(1);
  await bob.relay.sendFrame(address, page, 100, 300);
  expect(await fetched).toEqual(page);
});

test('[W5] frames of a want that was taken back are ignored, and so is the page they would complete', async () => {
  const bob = await connected();
  const controller = new AbortController();
  const left = expect(bob.client.fetch(address, controller)).rejects.toThrow();
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 0, 100);
  controller.abort();
  await left;
  const before = bob.events.length;
  await bob.relay.sendFrame(address, page, 100, 300);
  await bob.relay.sendFrame(address, page);
  expect(bob.events).toHaveLength(before);
  expect(bob.client.connection.state).toBe('open');
});

test('what the relay finds corrupt is discarded while the want stands', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  for (let liar = 0; liar < 5; liar++) {
    await bob.relay.sendFrame(address, wrong, 0, 200);
    await bob.relay.say({ type: 'corrupt', address });
  }
  await bob.relay.sendFrame(address, page);
  expect(await fetched).toEqual(page);
  expect(bob.relay.of('want')).toEqual([{ type: 'want', address, from: 0 }]);
  expect(bob.of('corrupt')).toHaveLength(5);
});

test('a page that does not match is wanted again from the start', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  const corrupt = bob.next('corrupt');
  await bob.relay.sendFrame(address, wrong);
  expect(await corrupt).toEqual({ type: 'corrupt', address });
  await bob.relay.flush();
  expect(bob.relay.of('want', 'unwant')).toEqual([
    { type: 'want', address, from: 0 },
    { type: 'want', address, from: 0 },
  ]);
  await bob.relay.sendFrame(address, page);
  expect(await fetched).toEqual(page);
});

test('a page that does not match three times is given up', async () => {
  const bob = await connected();
  const refused = expect(bob.client.fetch(address)).rejects.toThrow(CorruptError);
  for (let time = 0; time < 3; time++) {
    await bob.relay.flush();
    const corrupt = bob.next('corrupt');
    await bob.relay.sendFrame(address, wrong);
    await corrupt;
  }
  await refused;
  await bob.relay.flush();
  expect(bob.relay.of('want')).toHaveLength(3);
});

test('a page that changes its length midway is taken back and wanted from the start', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 0, 100);
  await bob.relay.sendFrame(address, bytesOf(400), 100, 200);
  expect(bob.relay.heard.slice(1)).toEqual([
    { type: 'unwant', address },
    { type: 'want', address, from: 0 },
  ]);
  await bob.relay.sendFrame(address, page);
  expect(await fetched).toEqual(page);
});

test('a connection lost while a page is verified does not fetch it again', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  bob.relay.wire.relay.send(encodeFrame(address, 0, page.length, page));
  bob.relay.wire.relay.deliverTo(bob.relay.wire.client);
  await reconnect(bob);
  expect(await fetched).toEqual(page);
  expect(bob.relay.of('want')).toEqual([]);
});

test('a page larger than the relay allows is refused before memory is set aside', async () => {
  const bob = await connected(undefined, { pageBytes: 299 });
  const refused = expect(bob.client.fetch(address)).rejects.toMatchObject({ code: 'too-large' });
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page);
  await refused;
  expect(bob.relay.of('unwant')).toEqual([{ type: 'unwant', address }]);
});

test('fetches of one address share one want', async () => {
  const bob = await connected();
  const first = bob.client.fetch(address);
  const second = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page);
  expect(await first).toBe(await second);
  expect(bob.relay.of('want')).toHaveLength(1);
});

test('the last caller to leave takes the want back, and each gets the reason of its own signal', async () => {
  const bob = await connected();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = expect(bob.client.fetch(address, first)).rejects.toThrow('bob left');
  const two = expect(bob.client.fetch(address, second)).rejects.toThrow('carol left');
  first.abort(new Error('bob left'));
  await one;
  await bob.relay.flush();
  expect(bob.relay.of('unwant')).toEqual([]);
  second.abort(new Error('carol left'));
  await two;
  await bob.relay.flush();
  expect(bob.relay.of('unwant')).toEqual([{ type: 'unwant', address }]);
});

test('a signal already aborted wants nothing', async () => {
  const bob = await connected();
  const signal = AbortSignal.abort(new Error('too late'));
  await expect(bob.client.fetch(address, { signal })).rejects.toThrow('too late');
  await bob.relay.flush();
  expect(bob.relay.heard).toEqual([]);
});

test('[W5] a page taken back and wanted anew starts from 0 and outlives late frames', async () => {
  const bob = await connected();
  const controller = new AbortController();
  const left = expect(bob.client.fetch(address, controller)).rejects.toThrow();
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 0, 100);
  controller.abort();
  await left;
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.sendFrame(address, page, 100, 200);
  await bob.relay.sendFrame(address, page);
  expect(await fetched).toEqual(page);
  expect(bob.relay.of('want').map((want) => want.from)).toEqual([0, 0]);
});

test('a refusal that names an address ends its fetches and no others', async () => {
  const bob = await connected();
  const refused = expect(bob.client.fetch(address)).rejects.toThrow(RefusedError);
  const fetched = bob.client.fetch(otherAddress);
  await bob.relay.flush();
  await bob.relay.say({ type: 'error', code: 'blocked', message: 'no', address });
  await refused;
  await bob.relay.sendFrame(otherAddress, other);
  expect(await fetched).toEqual(other);
});

test('a want that the relay has no room for is said again once another has ended, or after a while', async () => {
  const bob = await connected();
  const [first, second] = [bob.client.fetch(address), bob.client.fetch(otherAddress)];
  await bob.relay.flush();
  const full = { type: 'error', code: 'too-many-wants', message: 'no' } as const;
  await bob.relay.say({ ...full, address });
  expect(bob.relay.of('want')).toHaveLength(2);
  await bob.relay.sendFrame(otherAddress, other);
  expect(await second).toEqual(other);
  await bob.relay.flush();
  expect(bob.relay.of('want').at(-1)).toEqual({ type: 'want', address, from: 0 });
  await bob.relay.say({ ...full, address });
  expect(bob.relay.of('want')).toHaveLength(3);
  for (let beat = 0; beat < 6; beat++) {
    bob.time.advance(20_000);
    await bob.relay.say({ type: 'pong' });
  }
  expect(bob.relay.of('want')).toHaveLength(4);
  await bob.relay.sendFrame(address, page);
  expect(await first).toEqual(page);
});

test('a refusal of a have or a watch leaves the fetch of the same page alone', async () => {
  const bob = await connected();
  const fetched = bob.client.fetch(address);
  await bob.relay.flush();
  await bob.relay.say({ type: 'error', code: 'too-many-watches', message: 'no', address });
  await bob.relay.sendFrame(address, page);
  expect(await fetched).toEqual(page);
});

test('a refusal that names no address is an event', async () => {
  const bob = await connected();
  await bob.relay.say({ type: 'error', code: 'unknown-type', message: 'what?' });
  expect(bob.of('refused')).toEqual([{ type: 'refused', code: 'unknown-type', message: 'what?' }]);
});

test('wants beyond what the relay allows wait their turn', async () => {
  const bob = await connected(undefined, { wants: 1 });
  const first = bob.client.fetch(address);
  const second = bob.client.fetch(otherAddress);
  await bob.relay.flush();
  expect(bob.relay.of('want').map((want) => want.address)).toEqual([address]);
  await bob.relay.sendFrame(address, page);
  await first;
  await bob.relay.flush();
  expect(bob.relay.of('want').map((want) => want.address)).toEqual([address, otherAddress]);
  await bob.relay.sendFrame(otherAddress, other);
  expect(await second).toEqual(other);
});

test('an aborted want makes room for the next', async () => {
  const bob = await connected(undefined, { wants: 1 });
  const controller = new AbortController();
  const left = expect(bob.client.fetch(address, controller)).rejects.toThrow();
  bob.client.fetch(otherAddress).catch(() => {});
  controller.abort();
  await left;
  await bob.relay.flush();
  expect(bob.relay.heard).toEqual([
    { type: 'want', address, from: 0 },
    { type: 'unwant', address },
    { type: 'want', address: otherAddress, from: 0 },
  ]);
});

test('a reconnect to a relay that allows fewer wants keeps the rest waiting', async () => {
  const bob = await connected();
  bob.client.fetch(address).catch(() => {});
  bob.client.fetch(otherAddress).catch(() => {});
  await reconnect(bob, { wants: 1 });
  expect(bob.relay.of('want').map((want) => want.address)).toEqual([address]);
});

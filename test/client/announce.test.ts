import { expect, test } from 'vitest';
import { addressOf, type PageSource } from '../../relay/client/index.ts';
import type { Address } from '../../relay/protocol/index.ts';
import { connected, connecting, reconnect, Shelf, textOf } from './scene.ts';

const hello = textOf('hello');
const world = textOf('world');

test('alice announces every page she holds, the most recent first', async () => {
  const alice = await connected(await Shelf.of(hello, world));
  const addresses = [await addressOf(world), await addressOf(hello)];
  expect(alice.relay.heard).toEqual([{ type: 'have', addresses }]);
  expect(alice.of('announced')).toEqual([{ type: 'announced', addresses }]);
});

test('a client that holds nothing announces nothing', async () => {
  const alice = await connected();
  expect(alice.relay.heard).toEqual([]);
  expect(alice.of('announced')).toEqual([]);
});

test('a reconnect announces what is held by then', async () => {
  const shelf = await Shelf.of(hello);
  const alice = await connected(shelf);
  shelf.held.clear();
  shelf.held.set(await addressOf(world), world);
  await reconnect(alice);
  expect(alice.relay.heard).toEqual([{ type: 'have', addresses: [await addressOf(world)] }]);
});

test('announcements go out a thousand at a time, up to what the relay allows', async () => {
  const addresses = Array.from({ length: 3_000 }, (_, i) => numbered(i));
  const alice = await connected(
    listing(() => Promise.resolve(addresses)),
    { haves: 2_500 },
  );
  const haves = alice.relay.of('have');
  expect(haves.map((have) => have.addresses.length)).toEqual([1_000, 1_000, 500]);
  expect(haves.flatMap((have) => have.addresses)).toEqual(addresses.slice(0, 2_500));
});

test('a page published while all announcements are taken gets the place of the oldest', async () => {
  const alice = await connected(await Shelf.of(hello, world), { haves: 2 });
  alice.client.have(numbered(1));
  alice.client.have(numbered(2));
  await alice.relay.flush();
  expect(alice.relay.heard.slice(1)).toEqual([
    { type: 'drop', addresses: [await addressOf(hello)] },
    { type: 'have', addresses: [numbered(1)] },
    { type: 'drop', addresses: [await addressOf(world)] },
    { type: 'have', addresses: [numbered(2)] },
  ]);
});

test('of the pages published while the others are listed, the last ones have their place first', async () => {
  const listed = Promise.withResolvers<readonly Address[]>();
  const alice = await connected(
    listing(() => listed.promise),
    { haves: 3 },
  );
  alice.client.have(numbered(1), numbered(2), numbered(3));
  alice.client.have(numbered(1));
  listed.resolve([numbered(4)]);
  await alice.relay.flush();
  const addresses = [numbered(1), numbered(3), numbered(2)];
  expect(alice.relay.heard).toEqual([{ type: 'have', addresses }]);
});

test('what a relay had no room for is announced and watched again some heartbeats later', async () => {
  const alice = await connected(await Shelf.of(hello, world));
  alice.client.watch(numbered(1), () => {});
  await alice.relay.flush();
  const said = alice.relay.heard.splice(0);
  const refusal = { type: 'error', message: 'no room' } as const;
  await alice.relay.say({ ...refusal, code: 'too-many-haves' });
  await alice.relay.say({ ...refusal, code: 'too-many-watches' });
  for (let beats = 0; beats < 10; beats++) {
    alice.time.advance(20_000);
    await alice.relay.say({ type: 'pong' });
  }
  expect(alice.relay.of('have', 'watch')).toEqual(said);
  expect(alice.of('announced')).toHaveLength(1);
});

test('have and drop are told at once when connected', async () => {
  const alice = await connected();
  alice.client.have(numbered(1));
  alice.client.drop(numbered(1));
  await alice.relay.flush();
  expect(alice.relay.heard).toEqual([
    { type: 'have', addresses: [numbered(1)] },
    { type: 'drop', addresses: [numbered(1)] },
  ]);
});

test('many are told in one message, and those for which there is room', async () => {
  const alice = await connected(await Shelf.of(hello), { haves: 2 });
  alice.client.have(numbered(1), numbered(2), numbered(3));
  alice.client.drop(numbered(2), numbered(3));
  await alice.relay.flush();
  expect(alice.relay.heard.slice(1)).toEqual([
    { type: 'drop', addresses: [await addressOf(hello)] },
    { type: 'have', addresses: [numbered(2), numbered(3)] },
    { type: 'drop', addresses: [numbered(2), numbered(3)] },
  ]);
});

test('have and drop say nothing while not connected', async () => {
  const alice = connecting();
  alice.client.have(numbered(1));
  alice.client.drop(numbered(2));
  await alice.relay.welcome();
  expect(alice.relay.heard).toEqual([]);
});

test('what changes while the source lists its pages is part of the announcement', async () => {
  const listed = Promise.withResolvers<readonly Address[]>();
  const alice = await connected(listing(() => listed.promise));
  alice.client.have(numbered(1));
  alice.client.drop(numbered(2));
  listed.resolve([numbered(2), numbered(3)]);
  await alice.relay.flush();
  expect(alice.relay.of('have')).toEqual([{ type: 'have', addresses: [numbered(1), numbered(3)] }]);
});

test('a list that comes after its connection was lost is not announced', async () => {
  const lists = [
    Promise.withResolvers<readonly Address[]>(),
    Promise.withResolvers<readonly Address[]>(),
  ];
  let asked = 0;
  const alice = await connected(listing(() => lists[asked++]?.promise ?? Promise.resolve([])));
  await reconnect(alice);
  lists[0]?.resolve([numbered(1)]);
  await alice.relay.flush();
  expect(alice.relay.heard).toEqual([]);
  lists[1]?.resolve([numbered(2)]);
  await alice.relay.flush();
  expect(alice.relay.heard).toEqual([{ type: 'have', addresses: [numbered(2)] }]);
});

test.each(['shut-out', 'too-large'])(
  'a page refused as %s is not announced again until its owner says so',
  async (code) => {
    const alice = await connected(await Shelf.of(hello, world));
    const address = await addressOf(hello);
    await alice.relay.say({ type: 'error', code, message: 'no', address });
    await reconnect(alice);
    expect(alice.relay.heard).toEqual([{ type: 'have', addresses: [await addressOf(world)] }]);
    alice.client.have(address);
    await reconnect(alice);
    expect(alice.relay.of('have')[0]?.addresses).toContain(address);
  },
);

test('a source that cannot list its pages is reported, and fetches go on', async () => {
  const bob = await connected(listing(() => Promise.reject(new Error('quota'))));
  bob.client.fetch(numbered(1)).catch(() => {});
  await bob.relay.flush();
  expect(bob.of('refused')).toMatchObject([{ code: 'unreadable' }]);
  expect(bob.relay.of('want')).toHaveLength(1);
});

test('a connect announces first, then wants, then watches, then asks whether all is settled', async () => {
  const alice = connecting(await Shelf.of(hello));
  alice.client.watch(numbered(2), () => {});
  alice.client.fetch(numbered(1)).catch(() => {});
  const settled = alice.client.settled();
  await alice.relay.welcome();
  expect(alice.relay.heard.map((m) => m.type)).toEqual(['have', 'want', 'watch', 'ping']);
  await alice.relay.say({ type: 'pong' });
  await settled;
});

function numbered(n: number): Address {
  return n.toString(16).padStart(64, '0') as Address; // 64 digits by construction
}

function listing(addresses: PageSource['addresses']): PageSource {
  return { addresses, read: () => Promise.resolve(undefined) };
}

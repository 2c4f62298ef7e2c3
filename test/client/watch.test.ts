import { expect, test } from 'vitest';
import { addressOf } from '../../relay/client/index.ts';
import { connected, reconnect, textOf } from './scene.ts';

const hello = await addressOf(textOf('hello'));
const world = await addressOf(textOf('world'));

test('every listener of an address hears its count over one watch', async () => {
  const bob = await connected();
  const heard: [string, number][] = [];
  bob.client.watch(hello, (count) => heard.push(['viewer', count]));
  bob.client.watch(hello, (count) => heard.push(['library', count]));
  await bob.relay.flush();
  await bob.relay.say({ type: 'seeders', counts: { [hello]: 3 } });
  expect(heard).toEqual([
    ['viewer', 3],
    ['library', 3],
  ]);
  expect(bob.relay.of('watch')).toEqual([{ type: 'watch', addresses: [hello] }]);
  expect(bob.of('seeders')).toEqual([{ type: 'seeders', address: hello, count: 3 }]);
});

test('a new listener is given the count last heard at once', async () => {
  const bob = await connected();
  bob.client.watch(hello, () => {});
  await bob.relay.say({ type: 'seeders', counts: { [hello]: 2 } });
  const heard: number[] = [];
  bob.client.watch(hello, (count) => heard.push(count));
  expect(heard).toEqual([2]);
});

test('the last listener to stop ends the watch, however often it stops', async () => {
  const bob = await connected();
  const stops = [bob.client.watch(hello, () => {}), bob.client.watch(hello, () => {})];
  stops[0]?.();
  stops[0]?.();
  await bob.relay.flush();
  expect(bob.relay.of('unwatch')).toEqual([]);
  stops[1]?.();
  stops[1]?.();
  await bob.relay.flush();
  expect(bob.relay.of('unwatch')).toEqual([{ type: 'unwatch', addresses: [hello] }]);
});

test('a reconnect watches again', async () => {
  const bob = await connected();
  bob.client.watch(hello, () => {});
  bob.client.watch(world, () => {});
  await reconnect(bob);
  expect(bob.relay.heard).toEqual([{ type: 'watch', addresses: [hello, world] }]);
});

test('watches beyond what the relay allows wait their turn', async () => {
  const bob = await connected(undefined, { watches: 1 });
  const stop = bob.client.watch(hello, () => {});
  bob.client.watch(world, () => {});
  await bob.relay.flush();
  expect(bob.relay.heard).toEqual([{ type: 'watch', addresses: [hello] }]);
  stop();
  await bob.relay.flush();
  expect(bob.relay.heard.slice(1)).toEqual([
    { type: 'unwatch', addresses: [hello] },
    { type: 'watch', addresses: [world] },
  ]);
});

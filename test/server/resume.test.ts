import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient, relayUrl, type WebSocketLike } from '@mayfly/relay/client';
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import type { Relay } from '../../relay/server/serve.ts';
import { have, watch } from '../support/messages.ts';
import { connectClient, MemoryPages, RawPeer, randomPage, startRelay } from '../support/wire.ts';

let relay: Relay;

beforeEach(async () => {
  relay = await startRelay();
});

afterEach(async () => {
  await relay.stop();
});

test('a seeder whose connection was cut resumes; its count never flaps, and it is asked again', async () => {
  const page = randomPage(100_000);
  const sockets: WebSocket[] = [];
  const seeder = createClient({
    url: relayUrl(relay.url),
    pages: new MemoryPages(page),
    random: () => 0,
    openSocket: (url, protocol) => {
      const socket = new WebSocket(url, protocol);
      sockets.push(socket);
      // The two differ in the types of events that this client does not use.
      return socket as unknown as WebSocketLike;
    },
  });
  const announced: number[] = [];
  const { promise: resumed, resolve } = Promise.withResolvers<void>();
  const { promise: first, resolve: onFirst } = Promise.withResolvers<void>();
  seeder.subscribe((event) => {
    if (event.type === 'announced') {
      announced.push(event.addresses.length);
      onFirst();
    }
    if (event.type === 'resumed') resolve();
  });
  await first;
  await seeder.settled();
  const watcher = await RawPeer.connect(relay);
  watcher.say(watch(page.address));
  expect((await watcher.next('seeders')).counts).toEqual({ [page.address]: 1 });

  sockets[0]?.terminate();
  await resumed;
  await seeder.settled();
  const reader = connectClient(relay);
  expect(page.bytes.equals(await reader.fetch(page.address))).toBe(true);
  await watcher.settled();
  expect(watcher.heard).toEqual([]);
  expect(announced).toEqual([1]);

  seeder.close();
  expect((await watcher.next('seeders')).counts).toEqual({ [page.address]: 0 });
  reader.close();
  watcher.close();
});

test('[B7] a reader that was cut off because it took too little may resume', async () => {
  const narrow = await startRelay({ ...DEFAULT_LIMITS, queuedBytes: 100_000 });
  const slow = new RawPeer(narrow);
  await once(slow.socket, 'open');
  const { session = '' } = await slow.next('welcome');
  const addresses = Array.from({ length: 1_000 }, () => randomPage(1).address);
  slow.say(have(...addresses));
  await slow.settled();
  slow.socket.pause();
  for (let n = 0; n < 300; n++) slow.say(watch(...addresses));
  await expect.poll(() => narrow.sizes.away, { timeout: 20_000 }).toBe(1);
  slow.socket.resume();
  expect((await slow.closed).code).toBe(1006);

  const again = new RawPeer(narrow);
  await once(again.socket, 'open');
  again.say({ type: 'resume', session, wants: [] });
  expect((await again.next('resumed')).received).toBeGreaterThan(1);
  expect(Object.values((await again.next('seeders')).counts)).toContain(1);
  again.close();
  await narrow.stop();
});

import { expect, test, vi } from 'vitest';
import { watchAwake } from '../../relay/client/index.ts';
import { connected, connecting } from './scene.ts';

test('a client that waits to connect again tries at once when it is hurried', async () => {
  const alice = await connected();
  alice.relay.wire.client.fail();
  expect(alice.client.connection.state).toBe('waiting');
  const before = alice.relay.opened;
  alice.client.hurry();
  expect(alice.client.connection.state).toBe('connecting');
  expect(alice.relay.opened).toBe(before + 1);
  await alice.relay.welcome();
  alice.time.advance(5_000);
  expect(alice.relay.opened).toBe(before + 1);
});

test('however often it is hurried, it tries once a second at most', async () => {
  const alice = await connected();
  alice.relay.wire.client.fail();
  const before = alice.relay.opened;
  alice.client.hurry();
  alice.relay.wire.client.fail();
  for (let i = 0; i < 100; i++) alice.client.hurry();
  expect(alice.relay.opened).toBe(before + 1);
});

test('a client that connects already goes on', () => {
  const alice = connecting();
  const before = alice.relay.opened;
  alice.client.hurry();
  expect(alice.relay.opened).toBe(before);
});

test('a relay that said when to come back is left alone until then', async () => {
  const alice = await connected();
  await alice.relay.say({ type: 'bye', reason: 'restart', retryAfterMs: 8_000 });
  alice.relay.wire.client.fail();
  const before = alice.relay.opened;
  alice.client.hurry();
  expect(alice.client.connection.state).toBe('waiting');
  expect(alice.relay.opened).toBe(before);
});

test('an open connection that gives no sign within three seconds is taken for lost', async () => {
  const alice = await connected();
  alice.client.hurry();
  alice.time.advance(2_999);
  expect(alice.client.connection.state).toBe('open');
  alice.time.advance(1);
  expect(alice.client.connection.state).not.toBe('open');
});

test('an open connection that gives a sign stays', async () => {
  const alice = await connected();
  alice.client.hurry();
  await alice.relay.say({ type: 'pong' });
  alice.time.advance(5_000);
  expect(alice.client.connection.state).toBe('open');
});

test('a closed client stays closed, and leaves no timer', async () => {
  const alice = await connected();
  alice.client.hurry();
  alice.client.close();
  alice.client.hurry();
  expect(alice.client.connection.state).toBe('closed');
  expect(alice.time.pending).toBe(0);
});

/** A window whose page is in sight or not. */
class Window extends EventTarget {
  readonly document = Object.assign(new EventTarget(), {
    visibilityState: 'visible' as DocumentVisibilityState,
  });
}

test.each([
  ['the network is back', (at: Window) => at.dispatchEvent(new Event('online'))],
  ['the page is back', (at: Window) => at.dispatchEvent(new Event('pageshow'))],
  ['the tab is seen', (at: Window) => at.document.dispatchEvent(new Event('visibilitychange'))],
  ['a frozen tab goes on', (at: Window) => at.document.dispatchEvent(new Event('resume'))],
])('%s: that is heard once, and not once nobody listens', (_, happen) => {
  const at = new Window();
  const heard = vi.fn<() => void>();
  const stop = watchAwake(heard, at as never);
  happen(at);
  expect(heard).toHaveBeenCalledOnce();
  stop();
  happen(at);
  expect(heard).toHaveBeenCalledOnce();
});

test('a tab that is hidden is not awake, and yet hears of the network', () => {
  const at = new Window();
  const heard = vi.fn<() => void>();
  watchAwake(heard, at as never);
  at.document.visibilityState = 'hidden';
  at.document.dispatchEvent(new Event('visibilitychange'));
  expect(heard).not.toHaveBeenCalled();
  at.dispatchEvent(new Event('online'));
  expect(heard).toHaveBeenCalledOnce();
});

test('a worker, which has no document, hears of the network', () => {
  const worker = new EventTarget();
  const heard = vi.fn<() => void>();
  watchAwake(heard, worker as never);
  worker.dispatchEvent(new Event('online'));
  expect(heard).toHaveBeenCalledOnce();
});

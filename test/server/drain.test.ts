import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE } from '@mayfly/relay/protocol';
import type { Relay } from '../../relay/server/serve.ts';
import { portionOf } from '../../relay/server/drain.ts';
import { have, want } from '../support/messages.ts';
import { metricsOf, RawPeer, randomPage, startRelay } from '../support/wire.ts';

let relay: Relay;

beforeEach(async () => {
  relay = await startRelay();
});

afterEach(async () => {
  await relay.stop();
});

test('a relay that drains finishes what is under way, and takes nobody new', async () => {
  const page = randomPage(300_000);
  const [alice, bob] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
  alice.say(have(page.address));
  await alice.settled();
  bob.say(want(page.address));
  const { from, length } = await alice.next('request');
  expect((await fetch(`${relay.url}/readyz`)).status).toBe(200);

  const stopped = relay.stop();
  const readiness = await fetch(`${relay.url}/readyz`);
  expect([readiness.status, await readiness.json()]).toEqual([503, { status: 'draining' }]);
  expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
  const late = new RawPeer(relay);
  expect((await late.closed).code).toBe(1006);
  expect(await metricsOf(relay)).toContain('mayfly_connections_refused_total{reason="draining"} 1');

  alice.serve(page, from, length);
  const next = await alice.next('request');
  alice.serve(page, next.from, next.length);
  expect(page.bytes.equals(await bob.received(page.bytes.length))).toBe(true);
  for (const peer of [alice, bob]) {
    expect((await peer.next('bye')).retryAfterMs).toBeGreaterThanOrEqual(2_000);
    expect((await peer.closed).code).toBe(CLOSE.restart);
  }
  await stopped;
});

test('a relay that drains does not wait for ever', async () => {
  const page = randomPage(300_000);
  const [alice, bob] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
  alice.say(have(page.address));
  await alice.settled();
  bob.say(want(page.address));
  await alice.next('request');
  await relay.stop();
  expect((await bob.closed).code).toBe(CLOSE.restart);
});

test.each([
  [0, 5, 20],
  [2_500, 5, 20],
  [2_501, 5, 21],
  [50_000, 5, 400],
  [50_000, 60, 34],
  [50_000, 0, 50_000],
])(
  '%i goodbyes spread over %i s are said %i at a time, 25 times a second',
  (connections, byeSeconds, portion) => {
    expect(portionOf(connections, byeSeconds)).toBe(portion);
  },
);

/** A client that comes back to another relay than before. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE } from '@mayfly/relay/protocol';
import type { Relay } from '../../relay/server/serve.ts';
import { have } from '../support/messages.ts';
import { RawPeer, randomPage, startRelay } from '../support/wire.ts';
import { clusterOn } from './cluster-on.ts';
import { FakeNetwork } from './fake-bus.ts';
import { until } from './until.ts';

const page = randomPage(100);
let near: Relay;
let far: Relay;

beforeEach(async () => {
  const network = new FakeNetwork();
  near = await startRelay(undefined, clusterOn(network.connect()));
  far = await startRelay(undefined, clusterOn(network.connect()));
});

afterEach(async () => {
  await Promise.all([near.stop(), far.stop()]);
});

/** Holds the page on `near`. */
async function connectHolder() {
  const holder = new RawPeer(near);
  const { session = '' } = await holder.next('welcome');
  holder.say(have(page.address));
  await holder.settled();
  return { holder, session };
}

async function comeToFar(session: string): Promise<RawPeer> {
  const peer = await RawPeer.connect(far);
  peer.say({ type: 'resume', session, wants: [] });
  expect((await peer.next('error')).code).toBe('unknown-session');
  peer.say(have(page.address));
  return peer;
}

test('[N21] has no place any more where it was', async () => {
  const { holder, session } = await connectHolder();
  holder.close();
  await until(() => near.sizes.away === 1);
  const again = await comeToFar(session);
  await until(() => near.sizes.away === 0);
  expect(near.sizes.swarms).toBe(0);
  again.close();
});

test('[N21] is connected no more where its old connection was not known to be lost', async () => {
  const { holder, session } = await connectHolder();
  const again = await comeToFar(session);
  expect((await holder.closed).code).toBe(CLOSE.replaced);
  expect(near.sizes).toMatchObject({ peers: 0, away: 0, swarms: 0 });
  again.close();
});

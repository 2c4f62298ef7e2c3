import { describe, expect, test } from 'vitest';
import type { Broker } from '../../relay/broker/broker.ts';
import type { Effect, PeerId } from '../../relay/broker/effects.ts';
import { CLOSE, REQUEST_BYTES, SILENCE_MS } from '../../relay/protocol/index.ts';
import { corrupt, drop, have, seeders, unwant, want, watch } from '../support/messages.ts';
import { newBroker } from './new-broker.ts';
import {
  alice,
  asked,
  bob,
  carol,
  FRAME,
  frame,
  forwardedTo,
  hello,
  messagesTo,
  MIB,
  stream,
  toVerify,
  world,
} from './scene.ts';

const near: PeerId = -1;
const far: PeerId = -2;

/** A broker that tells changes, with three peers and two neighbours. */
function clusteredBroker(): Broker {
  const broker = newBroker({ tellsChanges: true });
  for (const peer of [alice, bob, carol]) broker.connect(peer, `session of ${peer}`);
  broker.connectNeighbour(near);
  broker.connectNeighbour(far);
  return broker;
}

function changed(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.type === 'changed' ? effect.addresses : []));
}

describe('a neighbour that has a page', () => {
  test('is not counted', () => {
    const broker = clusteredBroker();
    broker.receive(near, have(hello), 0);
    const effects = broker.receive(alice, watch(hello), 0);
    expect(messagesTo(alice, effects)).toEqual([seeders(hello, 0)]);
    expect(broker.supplyOf(hello)).toMatchObject({ holders: 0, canServe: false });
  });

  test('is asked where nobody of this relay has it', () => {
    const broker = clusteredBroker();
    broker.receive(near, have(hello), 0);
    expect(asked(near, broker.receive(bob, want(hello), 0))).toEqual([[0, REQUEST_BYTES]]);
  });

  test('is not asked where somebody of this relay has it', () => {
    const broker = clusteredBroker();
    broker.receive(near, have(hello), 0);
    broker.receive(alice, have(hello), 0);
    const effects = broker.receive(bob, want(hello), 0);
    expect(asked(alice, effects)).toEqual([[0, REQUEST_BYTES]]);
    expect(asked(near, effects)).toEqual([]);
  });

  test('goes on for a seeder of this relay that leaves, at the byte reached', () => {
    const broker = clusteredBroker();
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    stream(broker, alice, { address: hello, total: MIB, to: 4 * FRAME });
    broker.receive(near, have(hello), 1);
    expect(asked(near, broker.disconnect(alice, 2, 'left'))[0]?.[0]).toBe(4 * FRAME);
  });

  test('takes over from a seeder of this relay that is late', () => {
    const broker = clusteredBroker();
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    expect(broker.supplyOf(hello).lackedFrom).toBeUndefined();
    const effects = broker.tick(SILENCE_MS);
    expect(changed(effects)).toContain(hello);
    expect(broker.supplyOf(hello).lackedFrom).toBe(0);
    const relieved = broker.receive(near, have(hello), SILENCE_MS + 1);
    expect(asked(near, relieved)).toEqual([[0, REQUEST_BYTES]]);
  });

  test('[L1] is shut out where it alone fed what is not the page', () => {
    const broker = clusteredBroker();
    broker.receive(near, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const verify = toVerify(broker.content(near, frame(hello, 0, 100), 1));
    const effects = broker.verified(verify, false, 1);
    expect(asked(near, effects)).toEqual([]);
    expect(effects).toContainEqual(expect.objectContaining({ type: 'close', code: CLOSE.lied }));
    broker.receive(far, have(hello), 2);
    expect(forwardedTo(broker.content(far, frame(hello, 0, 100), 2))).toEqual([]);
    expect(broker.feeds(far)).toBe(1);
  });

  test('makes its readers begin again when it takes back what it served', () => {
    const broker = clusteredBroker();
    broker.receive(near, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    stream(broker, near, { address: hello, total: MIB, to: FRAME });
    const effects = broker.disowned(near, hello, FRAME, 1);
    expect(messagesTo(bob, effects)).toContainEqual(corrupt(hello));
    expect(asked(far, broker.receive(far, have(hello), 2))).toEqual([[0, REQUEST_BYTES]]);
  });
});

describe('a neighbour that wants a page', () => {
  test('is sent the content and no count', () => {
    const broker = clusteredBroker();
    broker.receive(alice, have(hello), 0);
    expect(messagesTo(near, broker.receive(near, want(hello, FRAME), 0))).toEqual([]);
    expect(broker.isServed(near, hello)).toBe(true);
    expect(forwardedTo(broker.content(alice, frame(hello, FRAME, MIB), 1))).toEqual([near]);
  });

  test('is not served by another neighbour', () => {
    const broker = clusteredBroker();
    broker.receive(far, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(near, want(hello), 0);
    expect(broker.isServed(near, hello)).toBe(false);
  });

  test('lacks nothing here', () => {
    const broker = clusteredBroker();
    broker.receive(near, want(hello), 0);
    expect(broker.supplyOf(hello).lackedFrom).toBeUndefined();
  });
});

describe('what a relay lacks', () => {
  test('is a page that is wanted and nobody has, from the byte that is wanted', () => {
    const broker = clusteredBroker();
    expect(changed(broker.receive(bob, want(hello, 7), 0))).toEqual([hello]);
    expect(broker.supplyOf(hello).lackedFrom).toBe(7);
  });

  test('is no longer what came, was given up, or whose reader has gone', () => {
    const broker = clusteredBroker();
    broker.receive(bob, want(hello), 0);
    broker.receive(bob, want(world), 0);
    expect(changed(broker.receive(bob, unwant(hello), 0))).toEqual([hello]);
    expect(broker.supplyOf(hello).lackedFrom).toBeUndefined();
    expect(changed(broker.disconnect(bob, 0, 'lost'))).toEqual([world]);
    expect(broker.supplyOf(world).lackedFrom).toBeUndefined();
  });

  test('is the rest of a page whose seeder has gone', () => {
    const broker = clusteredBroker();
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    stream(broker, alice, { address: hello, total: MIB, to: 3 * FRAME });
    expect(changed(broker.receive(alice, drop(hello), 1))).toEqual([hello]);
    expect(broker.supplyOf(hello)).toMatchObject({ lackedFrom: 3 * FRAME, holders: 0 });
  });
});

test('a want that waited for room is told as lacked once there is room', () => {
  const broker = clusteredBroker();
  broker.receive(alice, have(hello), 0);
  broker.receive(bob, want(hello), 0);
  for (let from = 0; from < MIB / 2; from += FRAME) {
    broker.content(alice, frame(hello, from, 2 * MIB), 0);
  }
  broker.receive(bob, want(world), 0);
  expect(broker.supplyOf(world).lackedFrom).toBeUndefined();
  expect(changed(broker.drained(bob, 0, 1))).toContain(world);
  expect(broker.supplyOf(world).lackedFrom).toBe(0);
});

test('who is away holds a page and cannot serve it', () => {
  const broker = clusteredBroker();
  broker.receive(alice, have(hello), 0);
  expect(broker.supplyOf(hello)).toMatchObject({ holders: 1, canServe: true });
  expect(changed(broker.disconnect(alice, 0, 'lost'))).toEqual([hello]);
  expect(broker.supplyOf(hello)).toMatchObject({ holders: 1, canServe: false });
});

test('watchers are told the sum of here and elsewhere', () => {
  const broker = clusteredBroker();
  broker.receive(alice, have(hello), 0);
  expect(changed(broker.receive(bob, watch(hello), 0))).toEqual([hello]);
  expect(broker.supplyOf(hello).isWatched).toBe(true);
  broker.elsewhere(hello, 3);
  expect(messagesTo(bob, broker.tick(1_000))).toEqual([seeders(hello, 4)]);
  broker.elsewhere(hello, 0);
  expect(messagesTo(bob, broker.tick(2_000))).toEqual([seeders(hello, 1)]);
});

test('nothing is left of neighbours that have gone', () => {
  const broker = clusteredBroker();
  broker.receive(near, have(hello), 0);
  broker.receive(far, want(world), 0);
  for (const peer of [alice, bob, carol, near, far]) broker.disconnect(peer, 1, 'left');
  expect(Object.values(broker.sizes).every((size) => size === 0)).toBe(true);
});

test('a broker that was not asked to tells no changes', () => {
  const broker = newBroker({});
  broker.connect(alice, 'session');
  expect(changed(broker.receive(alice, have(hello), 0))).toEqual([]);
});

describe('a session that is not known here', () => {
  const session = 'a session of another relay';
  const resume = { type: 'resume', session, wants: [] } as const;

  test('[N21] may be known to another relay', () => {
    const effects = clusteredBroker().receive(alice, resume, 0);
    expect(effects).toContainEqual({ type: 'moved', session });
  });

  test('is told of only where it is the first that is said', () => {
    const broker = clusteredBroker();
    broker.receive(alice, have(hello), 0);
    const effects = broker.receive(alice, resume, 0);
    expect(effects).not.toContainEqual({ type: 'moved', session });
  });
});

import { describe, expect, test } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import { drop, have, seeders, unwatch, want, watch } from '../support/messages.ts';
import {
  alice,
  bob,
  brokerWith,
  brokerWithin,
  carol,
  hello,
  messagesTo,
  sent,
  world,
} from './scene.ts';

describe('a watch', () => {
  test('[S1] is answered by the count at once', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    expect(broker.receive(bob, watch(hello, world), 0)).toEqual([
      sent(bob, { type: 'seeders', counts: { [hello]: 1, [world]: 0 } }),
    ]);
  });

  test('[S2] is told of a change by the next tick', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, watch(hello), 0);
    expect(broker.receive(alice, have(hello), 60)).toEqual([]);
    expect(broker.tick(61)).toEqual([sent(bob, seeders(hello, 1))]);
    expect(broker.tick(200)).toEqual([]);
  });

  test('[S2] is told of several changes in one message', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(bob, watch(hello, world), 0);
    broker.receive(alice, have(hello, world), 60);
    broker.receive(carol, have(world), 60);
    expect(broker.tick(61)).toEqual([
      sent(bob, { type: 'seeders', counts: { [hello]: 1, [world]: 2 } }),
    ]);
  });

  test('[S2] hears nothing of a change that was undone', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, watch(hello), 0);
    broker.receive(alice, have(hello), 60);
    broker.receive(alice, drop(hello), 60);
    expect(broker.tick(61)).toEqual([]);
  });

  test('[S2] that began between a change and its undoing is put right', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(bob, watch(hello), 0);
    broker.receive(alice, have(hello), 10);
    broker.receive(carol, watch(hello), 20);
    broker.receive(alice, drop(hello), 30);
    expect(messagesTo(carol, broker.tick(61))).toEqual([seeders(hello, 0)]);
  });

  test('[S2] of a reader who was told between a change and its undoing is put right', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, watch(hello), 0);
    broker.receive(alice, have(hello), 10);
    broker.receive(alice, want(hello), 20);
    expect(messagesTo(bob, broker.receive(bob, want(hello), 20))).toEqual([seeders(hello, 1)]);
    broker.receive(alice, drop(hello), 30);
    expect(messagesTo(bob, broker.tick(61))).toEqual([seeders(hello, 0)]);
  });

  test('[S2] that was resumed between a change and its undoing is put right', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, watch(hello), 0);
    broker.disconnect(bob, 5, 'lost');
    broker.receive(alice, have(hello), 10);
    broker.connect(carol, 'another session');
    broker.receive(carol, { type: 'resume', session: `session of ${bob}`, wants: [] }, 20);
    broker.receive(alice, drop(hello), 30);
    expect(messagesTo(carol, broker.tick(61))).toEqual([seeders(hello, 0)]);
  });

  test('[S2] is told when a seeder vanishes', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, watch(hello), 0);
    broker.disconnect(alice, 60, 'left');
    expect(broker.tick(61)).toEqual([sent(bob, seeders(hello, 0))]);
  });

  test('[S3] of a large audience is told less often', () => {
    const crowd = Array.from({ length: 500 }, (_, n) => 100 + n);
    const broker = brokerWith(alice, ...crowd);
    for (const peer of crowd) broker.receive(peer, watch(hello), 0);
    broker.receive(alice, have(hello), 60);
    expect(broker.tick(499)).toEqual([]);
    expect(broker.tick(500)).toHaveLength(500);
  });

  test('[S4] that ended is told nothing', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, watch(hello), 0);
    broker.receive(bob, unwatch(hello), 0);
    broker.receive(alice, have(hello), 60);
    expect(broker.tick(61)).toEqual([]);
  });

  test('[S5] is the only way to hear of changes: a want is told once', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(bob, want(hello), 0);
    broker.receive(alice, have(hello), 60);
    expect(messagesTo(bob, broker.tick(61))).toEqual([]);
  });
});

describe('a limit', () => {
  const pages = (count: number): Address[] =>
    Array.from({ length: count }, (_, n) => n.toString(16).padStart(64, '0') as Address);

  test('[B1] of haves is kept, and a message past it taken not at all', () => {
    const broker = brokerWithin({ haves: 3 }, alice);
    expect(broker.receive(alice, have(...pages(3)), 0)).toEqual([]);
    expect(broker.receive(alice, have(...pages(3)), 0)).toEqual([]);
    expect(messagesTo(alice, broker.receive(alice, have(hello), 0))).toEqual([
      expect.objectContaining({ type: 'error', code: 'too-many-haves' }),
    ]);
    expect(broker.sizes.swarms).toBe(3);
  });

  test('[B2] of wants is kept', () => {
    const broker = brokerWithin({ wants: 2 }, alice);
    for (const page of pages(2)) broker.receive(alice, want(page), 0);
    expect(messagesTo(alice, broker.receive(alice, want(hello), 0))).toEqual([
      expect.objectContaining({ code: 'too-many-wants', address: hello }),
    ]);
  });

  test('[B3] of watches is kept', () => {
    const broker = brokerWithin({ watches: 2 }, alice);
    broker.receive(alice, watch(...pages(2)), 0);
    expect(messagesTo(alice, broker.receive(alice, watch(hello), 0))).toEqual([
      expect.objectContaining({ code: 'too-many-watches' }),
    ]);
  });
});

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

  test('[S4] that ended before a change was told leaves nothing to wait for', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, watch(hello), 0);
    broker.receive(alice, have(hello), 60);
    broker.receive(bob, unwatch(hello), 61);
    expect(broker.tick(broker.nextAt)).toEqual([]);
    expect(broker.nextAt).toBe(Infinity);
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

  test.each([
    ['haves', 'totalHaves', have],
    ['wants', 'totalWants', want],
    ['watches', 'totalWatches', watch],
  ] as const)('[B8] of the %s of all is kept', (kind, total, say) => {
    const broker = brokerWithin({ [total]: 3 }, alice, bob);
    const [first, second, third] = pages(3) as [Address, Address, Address];
    const refusal = expect.objectContaining({ type: 'error', code: `too-many-${kind}` });
    broker.receive(alice, say(first), 0);
    broker.receive(alice, say(second), 0);
    expect(messagesTo(bob, broker.receive(bob, say(third), 0))).not.toContainEqual(refusal);
    expect(messagesTo(bob, broker.receive(bob, say(first), 0))).toEqual([refusal]);
    expect(messagesTo(bob, broker.receive(bob, say(third), 0))).not.toContainEqual(refusal);
    expect(broker.announced[kind]).toBe(3);
    broker.disconnect(alice, 1, 'left');
    expect(messagesTo(bob, broker.receive(bob, say(first), 2))).not.toContainEqual(refusal);
    expect(broker.announced[kind]).toBe(2);
  });

  test.each([
    ['haves', 'totalHaves', have],
    ['wants', 'totalWants', want],
    ['watches', 'totalWatches', watch],
  ] as const)('[B8] of the %s of all is not met by one client', (kind, total, say) => {
    const broker = brokerWithin({ [total]: 8 });
    for (const peer of [alice, bob]) broker.connect(peer, `session of ${peer}`, 'one client');
    broker.connect(carol, `session of ${carol}`, 'another');
    const [first, second] = pages(2) as [Address, Address];
    const refusal = expect.objectContaining({ type: 'error', code: `too-many-${kind}` });
    broker.receive(alice, say(first), 0);
    expect(messagesTo(bob, broker.receive(bob, say(second), 0))).not.toContainEqual(refusal);
    expect(messagesTo(alice, broker.receive(alice, say(hello), 0))).toEqual([refusal]);
    expect(messagesTo(carol, broker.receive(carol, say(hello), 0))).not.toContainEqual(refusal);
    broker.disconnect(bob, 1, 'left');
    expect(messagesTo(alice, broker.receive(alice, say(hello), 2))).not.toContainEqual(refusal);
  });

  test('[B8] counts what those have whose place is kept, until it runs out', () => {
    const broker = brokerWithin({ totalHaves: 2 }, alice, bob);
    broker.receive(alice, have(...pages(2)), 0);
    broker.disconnect(alice, 0, 'lost');
    expect(messagesTo(bob, broker.receive(bob, have(hello), 29_999))).toEqual([
      expect.objectContaining({ code: 'too-many-haves' }),
    ]);
    broker.tick(30_000);
    expect(broker.receive(bob, have(hello), 30_001)).toEqual([]);
  });

  test('[B8] does not count what other relays have', () => {
    const broker = brokerWithin({ totalHaves: 1 }, alice);
    broker.connectNeighbour(bob);
    broker.receive(alice, want(hello), 0);
    broker.receive(bob, have(hello), 0);
    expect(broker.announced.haves).toBe(0);
    expect(broker.receive(alice, have(world), 0)).toEqual([]);
    expect(messagesTo(bob, broker.receive(bob, have(world), 0))).toEqual([]);
  });
});

import { describe, expect, test, vi } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import type { Broker } from '../../relay/broker/broker.ts';
import type { PeerId } from '../../relay/broker/effects.ts';
import { LazySet } from '../../relay/broker/lazy.ts';
import { Reputation } from '../../relay/broker/reputation.ts';
import { drop, have, seeders, want, watch } from '../support/messages.ts';
import {
  alice,
  asked,
  bob,
  brokerWithin,
  carol,
  dave,
  FRAME,
  hello,
  sent,
  stream,
  toVerify,
  world,
} from './scene.ts';

/** Pages that are had or wanted by many. */
const many = (count: number): Address[] =>
  Array.from({ length: count }, (_, n) => n.toString(16).padStart(64, '0') as Address);

test('[B1] to say have again at the bound is allowed, and what is held is not gone through for it', () => {
  const broker = brokerWithin({ haves: 100, watches: 100 }, alice);
  const pages = many(100);
  broker.receive(alice, have(...pages), 0);
  broker.receive(alice, watch(...pages), 0);
  const goingThrough = vi.spyOn(LazySet.prototype, Symbol.iterator);
  expect(broker.receive(alice, have(pages[7]!, pages[7]!), 1)).toEqual([]);
  expect(broker.receive(alice, watch(pages[7]!), 1)).toEqual([sent(alice, seeders(pages[7]!, 1))]);
  expect(broker.receive(alice, have(pages[7]!, hello), 1)).toHaveLength(1);
  expect(goingThrough).not.toHaveBeenCalled();
  goingThrough.mockRestore();
});

test('[B1] a page that one message names twice counts once', () => {
  const broker = brokerWithin({ haves: 2 }, alice);
  broker.receive(alice, have(hello), 0);
  expect(broker.receive(alice, have(hello, world, world), 1)).toEqual([]);
});

/** Counts the checks whether a seeder may be asked, while `act` runs. */
function looksDuring(act: () => void): number {
  const looks = vi.spyOn(Reputation.prototype, 'askableFrom');
  act();
  const { length } = looks.mock.calls;
  looks.mockRestore();
  return length;
}

describe('what nobody may be asked for costs next to nothing', () => {
  const peers = Array.from({ length: 150 }, (_, n) => n + 1);

  test('to say again, however many want it who have it', () => {
    const broker = brokerWithin({}, ...peers);
    for (const peer of peers) broker.receive(peer, want(hello), 0);
    for (const peer of peers) broker.receive(peer, have(hello), 0);
    const again = Array.from({ length: 1_000 }, () => hello);
    expect(looksDuring(() => broker.receive(alice, have(...again), 1))).toBe(0);
    expect(looksDuring(() => broker.receive(alice, drop(hello), 1))).toBe(0);
    expect(looksDuring(() => broker.receive(alice, have(...again), 1))).toBe(1);
  });

  test('to want, over and over', () => {
    const broker = brokerWithin({}, ...peers);
    for (const peer of peers) broker.receive(peer, have(hello), 0);
    for (const peer of peers.slice(2)) broker.disconnect(peer, 1, 'lost');
    broker.receive(alice, want(hello), 1);
    broker.receive(bob, want(hello), 1);
    const wants = () => broker.receive(bob, want(hello), 2);
    expect(looksDuring(() => Array.from({ length: 10 }, wants))).toBeLessThanOrEqual(150);
  });

  test('to wait for, while all who have it are away or pause', () => {
    const pages = many(100);
    const broker = brokerWithin({}, ...peers);
    for (const peer of peers.slice(2)) broker.receive(peer, have(...pages), 0);
    for (const peer of peers.slice(2)) broker.disconnect(peer, 1, 'lost');
    broker.receive(bob, have(hello), 1);
    for (const page of [...pages, hello]) broker.receive(alice, want(page), 1);
    const looks = looksDuring(() => {
      for (let now = 20; now < 30_000; now += 20) broker.tick(now);
    });
    expect(looks).toBeLessThan(500);
  });

  test('[T10] to wait for a slot, which is taken once one is free', () => {
    const broker = brokerWithin({}, alice, bob, carol, dave);
    const pages = many(52);
    const [first, second] = [pages.slice(0, 32), pages.slice(32)];
    orphan(broker, alice, first);
    orphan(broker, carol, second);
    expect(asked(dave, broker.receive(dave, have(...pages), 2))).toHaveLength(32);
    expect(looksDuring(() => expect(broker.tick(20)).toEqual([]))).toBe(0);
    const came = stream(broker, dave, { address: pages[0]!, total: 2 * FRAME, from: FRAME });
    expect(asked(dave, broker.verified(toVerify(came), true, 21))).toHaveLength(1);
  });
});

/** Bob gets the first frame of each page from this seeder, who leaves then. */
function orphan(broker: Broker, seeder: PeerId, pages: readonly Address[]): void {
  broker.receive(seeder, have(...pages), 0);
  for (const address of pages) {
    broker.receive(bob, want(address), 0);
    stream(broker, seeder, { address, total: 2 * FRAME, to: FRAME });
  }
  broker.disconnect(seeder, 1, 'left');
}

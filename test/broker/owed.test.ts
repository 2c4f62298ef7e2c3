import { describe, expect, test } from 'vitest';
import type { Address, ClientMessage, RelayMessage } from '@mayfly/relay/protocol';
import type { Broker } from '../../relay/broker/broker.ts';
import type { Effect } from '../../relay/broker/effects.ts';
import { costOf } from '../../relay/broker/transfer.ts';
import { corrupt, drop, have, unwant, want } from '../support/messages.ts';
import {
  alice,
  asked,
  bob,
  brokerWith,
  brokerWithin,
  carol,
  dave,
  FRAME,
  forwardedTo,
  frame,
  hello,
  KIB,
  messagesTo,
  MIB,
  stream,
  toVerify,
} from './scene.ts';

const sumOf = (ranges: [number, number][]): number => ranges.reduce((sum, [, n]) => sum + n, 0);

const cancels = (effects: readonly Effect[]): RelayMessage[] =>
  messagesTo(alice, effects).filter(({ type }) => type === 'cancel');

/** The answers of a seeder that has stopped all of these. */
const stopped = (effects: readonly Effect[]): ClientMessage[] =>
  cancels(effects).flatMap((one) => (one.type === 'cancel' ? [{ ...one, type: 'cancelled' }] : []));

const many = (count: number): Address[] =>
  Array.from({ length: count }, (_, n) => n.toString(16).padStart(64, '0') as Address);

describe('a reader who wants the same again and again', () => {
  test('[T13] makes its seeder upload it once', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    const effects = Array.from({ length: 1_000 }, () => broker.receive(bob, want(hello), 1)).flat();
    effects.push(...broker.receive(bob, unwant(hello), 2));
    expect(asked(alice, effects)).toEqual([[0, 256 * KIB]]);
    expect(cancels(effects)).toEqual([
      { type: 'cancel', address: hello, from: 0, length: 256 * KIB },
    ]);
  });

  test.each([
    ['from another byte each time', (n: number) => [want(hello, n)]],
    ['and never mind each time', () => [want(hello), unwant(hello)]],
    ['on one page after another', (n: number) => [want(many(1_001)[n] ?? hello), unwant(hello)]],
  ] as const)('[T13] makes its seeder owe no more than a window: %s', (_name, say) => {
    const broker = brokerWithin({});
    broker.connect(alice, 'session', 'a seeder');
    broker.connect(bob, 'another', 'a reader');
    broker.receive(alice, have(hello, ...many(900)), 0);
    const effects = Array.from({ length: 300 }, (_n, n) =>
      say(n).flatMap((message) => broker.receive(bob, message, 1)),
    ).flat();
    const reads = asked(alice, effects).length - cancels(effects).length;
    expect(reads * 256 * KIB).toBeLessThanOrEqual(32 * 256 * KIB);
    expect(cancels(effects).length * 256 * KIB).toBeLessThanOrEqual(MIB);
  });

  test('[T13] is no better off for coming anew each time', () => {
    const broker = brokerWithin({});
    broker.connect(alice, 'session', 'a seeder');
    broker.receive(alice, have(hello), 0);
    const effects: Effect[] = [];
    for (let peer = 100; peer < 400; peer++) {
      broker.connect(peer, `session of ${peer}`, 'a reader');
      effects.push(...broker.receive(peer, want(hello), 1));
      effects.push(...broker.disconnect(peer, 1, 'left'));
    }
    expect(sumOf(asked(alice, effects))).toBeLessThanOrEqual(MIB);
  });

  test('[T13] is served after a while, and at once where its seeder stopped in time', () => {
    const broker = brokerWithin({});
    broker.connect(alice, 'session', 'a seeder');
    broker.connect(bob, 'another', 'a reader');
    broker.receive(alice, have(hello), 0);
    const waste = Array.from({ length: 9 }, (_n, n) => broker.receive(bob, want(hello, n), 0));
    expect(asked(alice, waste.flat())).toHaveLength(4);
    expect(broker.nextAt).toBeLessThanOrEqual(4_096);
    expect(asked(alice, broker.tick(4_096))).toEqual([[8, 256 * KIB]]);
    const more = [9, 10, 11].flatMap((n) => broker.receive(bob, want(hello, n), 4_096));
    expect(asked(alice, more)).toEqual([]);
    for (const message of stopped([...waste.flat(), ...more]))
      broker.receive(alice, message, 4_100);
    expect(asked(alice, broker.receive(bob, want(hello, 12), 4_100))).toEqual([[12, 256 * KIB]]);
  });
});

describe('a reader who claims to have more than there is', () => {
  /** Bob reads from Alice; Carol, whose own fake seeder is Dave, wants what no page has. */
  function scene(): Broker {
    const broker = brokerWith(alice, bob, carol, dave);
    broker.receive(dave, have(hello), 0);
    broker.receive(carol, want(hello, 20 * MIB), 0);
    broker.content(dave, frame(hello, 20 * MIB, 30 * MIB, 1_000), 0);
    broker.receive(alice, have(hello), 1);
    broker.receive(bob, want(hello), 1);
    return broker;
  }

  test('[L3] costs nobody else a byte, and the honest seeder nothing', () => {
    const broker = scene();
    stream(broker, alice, { address: hello, total: 4 * FRAME, to: FRAME, now: 2 });
    const dropped = broker.receive(dave, drop(hello), 3);
    expect(asked(alice, dropped)).toEqual([[20 * MIB + 1_000, 512 * KIB]]);
    const answer = broker.content(alice, frame(hello, 4 * FRAME - 1, 4 * FRAME), 4); // [H4]
    expect(messagesTo(carol, answer)).toEqual([corrupt(hello)]);
    expect(messagesTo(bob, answer)).toEqual([]);
    const rest = stream(broker, alice, { address: hello, total: 4 * FRAME, from: FRAME, now: 5 });
    const served = broker.verified(toVerify(rest), true, 5);
    expect(forwardedTo([...rest, ...served]).filter((one) => one === bob)).toHaveLength(3);
    expect(asked(alice, broker.receive(bob, want(hello), 6))).toEqual([[0, 256 * KIB]]);
  });

  test('[L3] is not told apart from bytes that are due to another by their offset alone', () => {
    const broker = scene();
    broker.receive(dave, drop(hello), 2);
    const first = broker.content(alice, frame(hello, 0, 4 * FRAME), 3);
    expect(forwardedTo(first)).toEqual([bob]);
  });
});

describe('a seeder', () => {
  test('[T12] is asked for no more than it may owe, and for the rest as it sends', () => {
    const broker = brokerWith(alice, bob, carol);
    const pages = many(40);
    broker.receive(alice, have(...pages), 0);
    const effects = pages.flatMap((page, n) => broker.receive(n % 2 ? bob : carol, want(page), 0));
    const before = sumOf(asked(alice, effects));
    expect(before).toBeLessThanOrEqual(4 * MIB);
    expect(before).toBeGreaterThan(3 * MIB);
    const served = new Set<string>();
    const queue = effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []));
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (next.type !== 'request') continue;
      const came = broker.content(alice, frame(next.address, 0, 10), 1);
      served.add(next.address);
      const more = [...came, ...broker.verified(toVerify(came), true, 1)];
      queue.push(...messagesTo(alice, more));
    }
    expect(served.size).toBe(40);
  });

  test('[H7] is not asked for a range that would come before the reader can use it', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const total = 2 * MIB;
    const requests = stream(broker, alice, { address: hello, total, to: MIB });
    // Carol asks from a byte on from which her second range is the same as Bob's next.
    const [next = 0] = asked(alice, requests).at(-1) ?? [];
    const wanted = broker.receive(carol, want(hello, next - 512 * KIB), 1);
    const got: number[] = [];
    const queue = [...asked(alice, [...requests, ...wanted])].filter(
      ([from, n]) => from + n > MIB / 2,
    );
    for (let range = queue.shift(); range; range = queue.shift()) {
      for (let at = range[0]; at < Math.min(total, range[0] + range[1]); at += FRAME) {
        const step = broker.content(alice, frame(hello, at, total), 2);
        if (forwardedTo(step).includes(carol)) got.push(at);
        for (const reader of forwardedTo(step)) step.push(...broker.drained(reader, 0, 2));
        queue.push(...asked(alice, step));
      }
    }
    expect(got).toEqual(got.toSorted((a, b) => a - b));
    expect(new Set(got).size).toBe(got.length);
    expect(got.at(-1)).toBe(total - FRAME);
  });

  test('[T6] has not failed while it answers what it was asked for before', () => {
    const broker = brokerWith(alice, bob, carol);
    const [first, second] = many(2) as [Address, Address];
    broker.receive(alice, have(first, second), 0);
    broker.receive(bob, want(first), 0);
    broker.receive(bob, want(second), 0);
    for (let now = 1_000; now < 3_000; now += 500) {
      broker.content(alice, frame(first, ((now - 1_000) / 500) * 100, MIB, 100), now);
      broker.tick(now);
    }
    broker.tick(3_000);
    // Had it failed, it would be left alone for a second.
    broker.receive(bob, unwant(second), 3_000);
    expect(asked(alice, broker.receive(carol, want(second), 3_001))).toEqual([[0, 256 * KIB]]);
  });

  test('[T6] has failed where it answers what it was asked for later', () => {
    const broker = brokerWith(alice, bob, carol);
    const [first, second] = many(2) as [Address, Address];
    broker.receive(alice, have(first, second), 0);
    broker.receive(bob, want(first), 0);
    broker.receive(bob, want(second), 0);
    for (let now = 1_000; now < 3_000; now += 500) {
      broker.content(alice, frame(second, ((now - 1_000) / 500) * 100, MIB, 100), now);
    }
    broker.tick(2_999);
    broker.receive(bob, unwant(first), 3_000);
    expect(asked(alice, broker.receive(carol, want(first), 3_001))).toEqual([]);
  });

  test('[B7] that cuts its frames to a byte never fills its reader past what is cut off', () => {
    const limits = { queuedBytes: 4 * MIB };
    const broker = brokerWithin(limits, alice, bob, carol);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, want(hello), 0);
    broker.receive(alice, have(hello), 0);
    const unsent = new Map([[bob, 0]]);
    let offset = 0;
    for (let n = 0; n < 20_000; n++) {
      const came = broker.content(alice, frame(hello, offset, MIB, 1), 1);
      for (const reader of forwardedTo(came)) {
        unsent.set(reader, (unsent.get(reader) ?? 0) + costOf(1));
        if (reader === carol) broker.drained(carol, 0, 1);
      }
      if (forwardedTo(came).length > 0) offset += 1;
    }
    expect(unsent.get(bob)).toBeLessThanOrEqual((3 / 4) * limits.queuedBytes);
    expect(offset).toBe(20_000); // Carol goes on
    const next = broker.drained(bob, 0, 2);
    const from = Math.floor((unsent.get(bob) ?? 0) / costOf(1));
    expect(asked(alice, next)).toEqual([[from, 512 * KIB]]);
  });
});

describe('where all that may be had is taken', () => {
  test('[B8] the client with most gives way to one with less, and not the other way round', () => {
    const broker = brokerWithin({ totalHaves: 48 });
    const pages = many(60);
    for (let n = 0; n < 4; n++) {
      broker.connect(n + 1, `session ${n}`, `client ${n}`);
      broker.receive(n + 1, have(...pages.slice(12 * n, 12 * n + 12)), 0);
    }
    broker.connect(9, 'session 9', 'a newcomer');
    const effects = broker.receive(9, have(...pages.slice(50, 53)), 1);
    expect(messagesTo(9, effects)).toEqual([]);
    const lost = [1, 2, 3, 4].filter((peer) => messagesTo(peer, effects).length > 0);
    expect(lost).toHaveLength(1);
    const [loser = 0] = lost;
    expect(messagesTo(loser, effects)).toMatchObject([{ code: 'too-many-haves' }]);
    expect(broker.announced.haves).toBe(39);
    broker.receive(loser, have(...pages.slice(0, 9)), 2);
    expect(broker.announced.haves).toBe(48);
    expect(messagesTo(loser, broker.receive(loser, have(...pages.slice(9, 12)), 3))).toMatchObject([
      { code: 'too-many-haves' },
    ]);
  });

  test('[B8] the networks that a client is in count as one', () => {
    const broker = brokerWithin({ totalHaves: 40 });
    const pages = many(20);
    for (let n = 0; n < 4; n++)
      broker.connect(n + 1, `session ${n}`, `2001:db8:0:${n}::/64`, ['48']);
    for (let n = 0; n < 4; n++) broker.receive(n + 1, have(...pages.slice(5 * n, 5 * n + 5)), 0);
    expect(broker.announced.haves).toBe(10);
  });
});

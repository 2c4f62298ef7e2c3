import { describe, expect, test } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import type { Broker } from '../../relay/broker/broker.ts';
import { drop, have, ping, request, seeders, unwant, want, corrupt } from '../support/messages.ts';
import {
  alice,
  asked,
  bob,
  brokerWith,
  brokerWithin,
  carol,
  FRAME,
  forwardedTo,
  frame,
  hello,
  KIB,
  messagesTo,
  MIB,
  sent,
  stream,
  toVerify,
  world,
  dave,
} from './scene.ts';

describe('a want', () => {
  test('[W1] is answered by the seeder count at once', () => {
    const broker = brokerWith(alice);
    expect(broker.receive(alice, want(hello), 0)).toEqual([sent(alice, seeders(hello, 0))]);
  });

  test('[W1] that is being served is told the count a little later', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    expect(messagesTo(bob, broker.receive(bob, want(hello), 0))).toEqual([]);
    const told = [50, 100, 150].flatMap((now) => messagesTo(bob, broker.tick(now)));
    expect(told).toEqual([seeders(hello, 1)]);
  });

  test('[W1] that was served before is not told the count', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.verified(toVerify(broker.content(alice, frame(hello, 0, 5), 0)), true, 0);
    expect([50, 100, 150].flatMap((now) => broker.tick(now))).toEqual([]);
  });

  test('[W2] that came before any have is served by the first', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, want(hello), 0);
    expect(broker.receive(alice, have(hello), 1)).toContainEqual(
      sent(alice, request(hello, 0, 256 * KIB)),
    );
  });

  test('[W2] that comes after a have is served at once', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    expect(asked(alice, broker.receive(bob, want(hello), 1))).toEqual([[0, 256 * KIB]]);
  });

  test('[W3] from a byte on is asked for from there', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    expect(asked(alice, broker.receive(bob, want(hello, 700), 1))).toEqual([[700, 256 * KIB]]);
  });

  test('[W4] that is taken back is not served', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, want(hello), 0);
    broker.receive(bob, unwant(hello), 0);
    expect(broker.receive(alice, have(hello), 1)).toEqual([]);
  });

  test('[W5] said again replaces the first', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    expect(asked(alice, broker.receive(bob, want(hello, 700), 0))).toEqual([[700, 256 * KIB]]);
    expect(broker.sizes.transfers).toBe(1);
  });

  test('[W3] from a byte that is not there costs its seeder nothing', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello, 4_000), 0);
    const restarted = broker.content(alice, frame(hello, 4, 5), 1);
    expect(messagesTo(bob, restarted)).toEqual([corrupt(hello)]);
    broker.receive(bob, unwant(hello), 2);
    expect(asked(alice, broker.receive(carol, want(hello), 2))).toEqual([[0, 256 * KIB]]);
  });

  test('[T10] that waits for room is served although those before it lost their seeder', () => {
    const broker = brokerWith(alice, bob, carol);
    const pages = Array.from({ length: 32 }, (_, n) => String(n).padStart(64, '0') as Address);
    broker.receive(alice, have(...pages), 0);
    for (const page of pages) broker.receive(bob, want(page), 0);
    broker.receive(carol, have(hello), 0);
    expect(asked(carol, broker.receive(bob, want(hello), 0))).toEqual([]);
    for (const page of pages) stream(broker, alice, { address: page, total: MIB, to: FRAME });
    expect(asked(carol, broker.disconnect(alice, 1, 'left'))).toEqual([[0, 256 * KIB]]);
  });

  test('[T10] that waits for room is served when those before it are blocked', () => {
    const broker = brokerWith(alice, bob);
    const pages = Array.from({ length: 32 }, (_, n) => String(n).padStart(64, '0') as Address);
    broker.receive(alice, have(hello, ...pages), 0);
    for (const page of [...pages, hello]) broker.receive(bob, want(page), 0);
    expect(asked(alice, broker.block(new Set(pages), 1))).toEqual([[0, 256 * KIB]]);
  });

  test('[W6] of the seeder itself takes it off what it feeds', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    expect(asked(carol, broker.receive(alice, want(hello), 0))).toEqual([[0, 64 * KIB]]);
    expect(broker.content(alice, frame(hello, 0, 5), 0)).toEqual([]);
  });

  test('[W6] is never served by the one who wants', () => {
    const broker = brokerWith(alice);
    broker.receive(alice, have(hello), 0);
    expect(asked(alice, broker.receive(alice, want(hello), 1))).toEqual([]);
  });
});

describe('a transfer', () => {
  test('[T1] of one frame goes to the reader once it is verified, and is over', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const came = broker.content(alice, frame(hello, 0, 5), 1);
    expect(forwardedTo(came)).toEqual([]);
    expect(forwardedTo(broker.verified(toVerify(came), true, 1))).toEqual([bob]);
    expect(broker.sizes.transfers).toBe(0);
  });

  test('[T2] feeds every reader who waits from one upload', () => {
    const broker = brokerWith(alice, bob, carol, dave);
    for (const reader of [bob, carol, dave]) broker.receive(reader, want(hello), 0);
    expect(asked(alice, broker.receive(alice, have(hello), 0))).toHaveLength(1);
    const came = broker.content(alice, frame(hello, 0, 2 * FRAME), 0);
    expect(forwardedTo(came)).toEqual([bob, carol, dave]);
  });

  test('[T3] is joined by a reader who comes while the start is at hand', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    stream(broker, alice, { address: hello, total: MIB, to: 2 * FRAME });
    const joined = broker.receive(carol, want(hello), 1);
    expect(joined).toContainEqual(expect.objectContaining({ type: 'replay', to: carol }));
    expect(asked(alice, joined)).toEqual([]);
    const next = broker.content(alice, frame(hello, 2 * FRAME, MIB), 1);
    expect(forwardedTo(next)).toEqual([bob, carol]);
  });

  test('[T3] that has let go of its start leaves later readers to the next', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const passed = stream(broker, alice, { address: hello, total: 4 * MIB, to: 512 * KIB });
    expect(passed).toContainEqual(expect.objectContaining({ type: 'release' }));
    expect(asked(alice, broker.receive(carol, want(hello), 1))).toEqual([[0, 256 * KIB]]);
  });

  test('[T3] keeps no start past the bound for all transfers, and gives it back when one ends', () => {
    const broker = brokerWithin({ keptBytes: FRAME + 256 }, alice, bob, carol);
    broker.receive(alice, have(hello, world), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(bob, want(world), 0);
    const keeps = (page: typeof hello, offset: number) =>
      broker
        .content(alice, frame(page, offset, MIB), 0)
        .some((effect) => effect.type === 'forward' && effect.keep);
    expect(keeps(hello, 0)).toBe(true);
    expect(keeps(world, 0)).toBe(false);
    expect(keeps(hello, FRAME)).toBe(false);
    broker.disconnect(bob, 1, 'left');
    broker.receive(carol, want(world), 2);
    expect(keeps(world, 0)).toBe(true);
  });

  test('[T3] keeps as many small frames as their number allows', () => {
    const broker = brokerWithin({ keptBytes: 10 * 257 }, alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const came = Array.from({ length: 12 }, (_, at) =>
      broker.content(alice, frame(hello, at, MIB, 1), 0),
    ).flat();
    expect(came.filter((effect) => effect.type === 'forward' && effect.keep)).toHaveLength(10);
    expect(came.filter(({ type }) => type === 'release')).toHaveLength(1);
  });

  test('[T4] asks for no more than the window ahead of what its reader has taken', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    let ahead = asked(alice, broker.receive(bob, want(hello), 0)).reduce(
      (sum, [, n]) => sum + n,
      0,
    );
    for (let offset = 0; ahead > offset; offset += FRAME) {
      const came = broker.content(alice, frame(hello, offset, 8 * MIB), 0);
      ahead += asked(alice, came).reduce((sum, [, n]) => sum + n, 0);
    }
    expect(ahead).toBeLessThanOrEqual(MIB);
    expect(ahead).toBeGreaterThan(512 * KIB);
  });

  test('[T4] goes on once its reader has drained', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    for (let offset = 0; offset < MIB; offset += FRAME) {
      broker.content(alice, frame(hello, offset, 8 * MIB), 0);
    }
    expect(asked(alice, broker.drained(bob, 600 * KIB, 1))).toEqual([]);
    expect(asked(alice, broker.drained(bob, 0, 1))).toEqual([[832 * KIB, 512 * KIB]]);
  });

  test('[T5] goes on at the byte reached when its seeder leaves', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    stream(broker, alice, { address: hello, total: 4 * MIB, to: MIB });
    expect(asked(carol, broker.disconnect(alice, 1, 'left'))).toEqual([[MIB, 512 * KIB]]);
  });

  test('[T5] goes on at the byte reached with a seeder who comes later', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    stream(broker, alice, { address: hello, total: 4 * MIB, to: MIB });
    broker.disconnect(alice, 1, 'left');
    expect(asked(carol, broker.receive(carol, have(hello), 500_000))).toEqual([[MIB, 512 * KIB]]);
  });

  test('[T5] asks the next seeder when one drops the page', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    expect(asked(carol, broker.receive(alice, drop(hello), 1))).toEqual([[0, 256 * KIB]]);
  });

  test('[T6] asks the next seeder when one is silent for two seconds', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    expect(asked(carol, broker.tick(1_999))).toEqual([]);
    expect(asked(carol, broker.tick(2_000))).toEqual([[0, 256 * KIB]]);
  });

  test('[T6] asks a silent seeder again where there is no other, and takes its late answer', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    expect(asked(alice, broker.tick(2_000))).toEqual([[0, 256 * KIB]]);
    expect(toVerify(broker.content(alice, frame(hello, 0, 5), 2_500))).toBeGreaterThan(0);
  });

  test('[T6] [T7] waits for a silent seeder without being told the time all the while', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    for (const reader of [bob, carol]) broker.receive(reader, want(hello), 0);
    let ticks = 0;
    for (; broker.nextAt < 60_000; ticks++) broker.tick(broker.nextAt);
    expect(ticks).toBeLessThan(30);
    broker.receive(alice, drop(hello), 60_000);
    broker.tick(broker.nextAt);
    expect(broker.nextAt).toBe(Infinity);
  });

  test('[T6] leaves a silent seeder for one who comes later', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.tick(2_000);
    expect(asked(carol, broker.receive(carol, have(hello), 2_100))).toEqual([[0, 256 * KIB]]);
  });

  test('[T7] leaves a slow seeder at the byte reached where somebody else holds the page', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    for (let second = 1; second < 5; second++) {
      broker.content(alice, frame(hello, second - 1, MIB, 1), second * 1_000);
    }
    expect(asked(carol, broker.tick(5_000))).toEqual([[4, 512 * KIB]]);
  });

  test('[T8] parts with a reader who does not show that it reads, though the network takes all for it', () => {
    const broker = brokerWith(alice, bob, carol);
    for (const reader of [bob, carol]) broker.receive(reader, want(hello), 0);
    expect(asked(alice, broker.receive(alice, have(hello), 0))).toEqual([[0, 64 * KIB]]);
    const came = broker.content(alice, frame(hello, 0, 8 * MIB), 0);
    for (const to of [bob, carol]) expect(came).toContainEqual({ type: 'probe', to });
    for (const reader of [bob, carol]) expect(broker.drained(reader, 0, 0)).toEqual([]);
    expect(asked(alice, broker.answered(bob, 1))).toEqual([]);
    expect(broker.nextAt).toBe(3);
    expect(broker.tick(3)).toEqual([]); // what came meanwhile may wait to be read
    const parted = broker.tick(4);
    expect(parted).toContainEqual(expect.objectContaining({ type: 'fork' }));
    expect(asked(alice, parted)).toEqual([[64 * KIB, 512 * KIB]]);
  });

  test('[T8] sends readers who read the more at a time, the more they have read', () => {
    const broker = brokerWith(alice, bob, carol);
    for (const reader of [bob, carol]) broker.receive(reader, want(hello), 0);
    broker.receive(alice, have(hello), 0);
    const effects = stream(broker, alice, { address: hello, total: 8 * MIB, to: MIB });
    const lengths = asked(alice, effects).map(([, length]) => length / KIB);
    expect(lengths.slice(0, 4)).toEqual([256, 448, 384, 256]);
    expect(effects.filter(({ type }) => type === 'fork')).toEqual([]);
  });

  test('[T8] gives up an answer that does not come, after twice the time for each', () => {
    const broker = brokerWith(alice, bob, carol);
    for (const reader of [bob, carol]) broker.receive(reader, want(hello), 0);
    broker.receive(alice, have(hello), 0);
    const waits = [2_000, 4_000, 8_000];
    let now = 0;
    for (const [i, wait] of waits.entries()) {
      broker.content(alice, frame(hello, i * FRAME, 8 * MIB), now);
      for (const reader of [bob, carol]) broker.drained(reader, 0, now);
      broker.tick(now + 3); // neither of them may go on
      expect(asked(alice, broker.tick(now + wait - 1))).toEqual([]);
      now += wait + 3;
      expect(asked(alice, broker.tick(now))).toEqual([[(i + 1) * FRAME, FRAME]]);
    }
  });

  test('[T8] parts with a reader whose network takes nothing, and goes on with the others', () => {
    const broker = brokerWith(alice, bob, carol);
    for (const reader of [bob, carol]) broker.receive(reader, want(hello), 0);
    broker.receive(alice, have(hello), 0);
    for (let offset = 0; offset < MIB; offset += FRAME) {
      broker.content(alice, frame(hello, offset, 8 * MIB), 0);
      broker.drained(bob, 0, 0);
      for (const reader of [bob, carol]) broker.answered(reader, 0);
    }
    expect(asked(alice, broker.tick(2))).toEqual([]);
    expect(broker.tick(3)).toEqual([]); // what came meanwhile may wait to be read
    const parted = broker.tick(4);
    expect(parted).toContainEqual(expect.objectContaining({ type: 'fork' }));
    const [range] = asked(alice, parted);
    expect(range?.[1]).toBe(512 * KIB);
    expect(asked(alice, broker.drained(carol, 0, 4))).toEqual([]); // the same is owed to Bob
    const came = broker.content(alice, frame(hello, range?.[0] ?? 0, 8 * MIB), 5);
    expect(forwardedTo(came)).toEqual([bob, carol]);
  });

  test('[T8] asks to be told the time once the others would wait', () => {
    const broker = brokerWith(alice, bob, carol);
    for (const reader of [bob, carol]) broker.receive(reader, want(hello), 0);
    broker.receive(alice, have(hello), 0);
    broker.tick(100); // sends the counts
    broker.tick(200);
    expect(broker.nextAt).toBeGreaterThan(1_900);
    broker.content(alice, frame(hello, 0, 8 * MIB), 200);
    expect(broker.nextAt).toBe(203);
  });

  test('[T8] has no reader who lags where there is one', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, want(hello), 0);
    broker.receive(alice, have(hello), 0);
    broker.tick(100);
    broker.tick(200);
    for (let offset = 0; offset < 832 * KIB; offset += FRAME) {
      broker.content(alice, frame(hello, offset, 8 * MIB), 200);
      expect(broker.nextAt).toBeGreaterThan(1_900);
    }
  });

  test('[T9] ends with its last reader', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    expect(broker.disconnect(bob, 1, 'left')).toContainEqual(
      expect.objectContaining({ type: 'end' }),
    );
    expect(broker.content(alice, frame(hello, 0, 5), 1)).toEqual([]);
  });

  test('[T10] waits for room where a connection reads many already', () => {
    const broker = brokerWith(alice, bob);
    const pages = Array.from({ length: 33 }, (_, n) => n.toString(16).padStart(64, '0') as never);
    broker.receive(alice, have(...pages), 0);
    const effects = pages.flatMap((page) => broker.receive(bob, want(page), 0));
    expect(asked(alice, effects)).toHaveLength(32);
    const came = broker.content(alice, frame(pages[0]!, 0, 5), 0);
    expect(asked(alice, broker.verified(toVerify(came), true, 0))).toHaveLength(1);
  });
});

describe('a lie', () => {
  test('[L1] told alone never completes: its teller is closed and shut out, the next is asked', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    const came = stream(broker, alice, { address: hello, total: 2 * FRAME });
    const verdict = broker.verified(toVerify(came), false, 1);
    expect(forwardedTo(verdict)).toEqual([]);
    expect(messagesTo(bob, verdict)).toEqual([corrupt(hello)]);
    expect(verdict).toContainEqual(expect.objectContaining({ type: 'close', peer: alice }));
    expect(asked(carol, verdict)).toEqual([[0, 256 * KIB]]);
    expect(broker.receive(alice, have(hello), 2)).toEqual([]);
  });

  test('[L1] of one frame costs its readers nothing, not even a message', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const came = broker.content(alice, frame(hello, 0, 5), 0);
    expect(messagesTo(bob, broker.verified(toVerify(came), false, 0))).toEqual([]);
  });

  test('[L2] told by one of two makes both suspects, who are then asked alone', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    stream(broker, alice, { address: hello, total: 2 * FRAME, to: FRAME });
    broker.tick(2_000);
    const came = broker.content(carol, frame(hello, FRAME, 2 * FRAME), 2_001);
    const verdict = broker.verified(toVerify(came), false, 2_001);
    expect(messagesTo(bob, verdict)).toEqual([corrupt(hello)]);
    expect(verdict).not.toContainEqual(expect.objectContaining({ type: 'close' }));
    expect(asked(carol, verdict)).toEqual([[0, 256 * KIB]]);
    const alone = stream(broker, carol, { address: hello, total: 2 * FRAME, now: 2_002 });
    expect(forwardedTo(broker.verified(toVerify(alone), true, 2_002))).toEqual([bob]);
  });

  test('[L2] a suspect who falls silent halfway is not continued by another', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    stream(broker, alice, { address: hello, total: 3 * FRAME, to: FRAME });
    broker.tick(2_000);
    broker.verified(
      toVerify(stream(broker, carol, { address: hello, total: 3 * FRAME, from: FRAME })),
      false,
      2_001,
    );
    stream(broker, carol, { address: hello, total: 3 * FRAME, to: FRAME, now: 2_002 });
    const silent = broker.tick(10_000);
    expect(messagesTo(bob, silent)).toContainEqual(corrupt(hello));
    expect(asked(alice, silent)).toEqual([[0, 256 * KIB]]);
  });

  test('[T7] does not end the pass of a slow seeder, since it would have to start again', () => {
    const broker = brokerWithSuspects();
    const effects = [900, 1_800, 2_700, 3_600, 4_500].flatMap((ms, n) =>
      broker.content(dave, frame(hello, n * 4 * KIB, MIB, 4 * KIB), 2_001 + ms),
    );
    effects.push(...broker.tick(7_001));
    expect([alice, carol].flatMap((suspect) => asked(suspect, effects))).toEqual([]);
    expect(messagesTo(bob, effects)).not.toContainEqual(corrupt(hello));
  });

  test('[T7] ends the pass of one that crawls, who failed as often before long', () => {
    const broker = brokerWithSuspects();
    const effects = Array.from({ length: 20 }, (_, n) => 3_000 + n * 1_000).flatMap((now, n) => [
      ...broker.content(dave, frame(hello, n, MIB, 1), now),
      ...broker.tick(now),
    ]);
    expect([alice, carol].flatMap((suspect) => asked(suspect, effects))).not.toEqual([]);
  });

  test('[L3] about the length is found by the next seeder', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    stream(broker, alice, { address: hello, total: 4 * FRAME, to: 2 * FRAME });
    broker.tick(2_000);
    const last = broker.content(carol, frame(hello, FRAME - 1, FRAME), 2_001);
    expect(messagesTo(bob, last)).toEqual([corrupt(hello)]);
  });

  test('[L4] a page larger than the limit is refused and not asked for again', () => {
    const broker = brokerWithin({ pageBytes: MIB }, alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const came = broker.content(alice, frame(hello, 0, MIB + 1), 0);
    expect(messagesTo(alice, came)).toEqual([
      expect.objectContaining({ code: 'too-large', address: hello }),
    ]);
    expect(asked(alice, broker.tick(60_000))).toEqual([]);
  });

  test('[T14] a frame that nobody asked for is ignored', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello, world), 0);
    broker.receive(bob, want(hello), 0);
    expect(broker.content(alice, frame(world, 0, 5), 0)).toEqual([]);
    expect(broker.content(alice, frame(hello, FRAME, 2 * FRAME), 0)).toEqual([]);
    expect(broker.content(bob, frame(hello, 0, 5), 0)).toEqual([]);
  });
});

test('[P1] a ping is answered by a pong', () => {
  expect(brokerWith(alice).receive(alice, ping, 0)).toEqual([sent(alice, { type: 'pong' })]);
});

test('[W2] once a page is whole somebody is asked for it at once where another waits', () => {
  const broker = brokerWith(alice, bob, carol);
  broker.receive(alice, have(hello), 0);
  broker.receive(bob, have(hello), 0);
  broker.receive(bob, want(hello), 0);
  broker.tick(2_500); // alice was silent, and nobody else can be asked
  broker.receive(carol, want(hello, 5), 2_500);
  const [verify] = broker.content(alice, frame(hello, 0, 10), 2_600).slice(-1);
  const effects = broker.verified(toVerify(verify ? [verify] : []), true, 2_600);
  expect([...asked(alice, effects), ...asked(bob, effects)]).toHaveLength(1);
});

/** Alice and Carol fed a pass that came out wrong; Dave feeds the next to Bob, from 2,001 ms on. */
function brokerWithSuspects(): Broker {
  const broker = brokerWith(alice, bob, carol, dave);
  broker.receive(alice, have(hello), 0);
  broker.receive(bob, want(hello), 0);
  broker.receive(carol, have(hello), 0);
  stream(broker, alice, { address: hello, total: 2 * FRAME, to: FRAME });
  broker.tick(2_000);
  broker.receive(dave, have(hello), 2_000);
  const came = broker.content(carol, frame(hello, FRAME, 2 * FRAME), 2_001);
  broker.verified(toVerify(came), false, 2_001);
  return broker;
}

import { describe, expect, test } from 'vitest';
import type { Address, ClientMessage } from '@mayfly/relay/protocol';
import type { Broker } from '../../relay/broker/broker.ts';
import type { Effect, PeerId } from '../../relay/broker/effects.ts';
import { drop, have, seeders, want, watch } from '../support/messages.ts';
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
  stream,
  world,
} from './scene.ts';

const again: PeerId = 101;

/** The session that `brokerWith` gives a peer. */
const sessionOf = (peer: PeerId): string => `session of ${peer}`;

function resume(
  broker: Broker,
  peer: PeerId,
  now: number,
  wants: { address: Address; from: number }[] = [],
): Effect[] {
  broker.connect(again, 'another session');
  const message: ClientMessage = { type: 'resume', session: sessionOf(peer), wants };
  return broker.receive(again, message, now);
}

describe('a peer whose connection was lost', () => {
  test('[R1] is again what it was, without announcing anything', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello, world), 0);
    broker.receive(alice, watch(world), 0);
    broker.disconnect(alice, 1, 'lost');
    const resumed = resume(broker, alice, 2);
    expect(messagesTo(again, resumed)).toEqual([
      { type: 'resumed', received: 2 },
      seeders(world, 1),
    ]);
    expect(asked(again, broker.receive(bob, want(hello), 3))).toEqual([[0, 256 * KIB]]);
  });

  test('[R4] has no place where as many are kept already as may be connected', () => {
    const broker = brokerWithin({ connections: 2 }, alice, bob, carol);
    for (const peer of [alice, bob, carol]) {
      broker.receive(peer, have(hello), 0);
      broker.disconnect(peer, 1, 'lost');
    }
    expect(broker.sizes.away).toBe(2);
    expect(messagesTo(again, resume(broker, carol, 2))).toMatchObject([
      { code: 'unknown-session' },
    ]);
    broker.disconnect(again, 3, 'left');
    expect(messagesTo(again, resume(broker, bob, 4))).toMatchObject([{ type: 'resumed' }]);
  });

  test('[R4] has no place where as many of its client are kept already as it may have connections', () => {
    const broker = brokerWithin({ connectionsPerAddress: 1 });
    for (const peer of [alice, bob]) broker.connect(peer, sessionOf(peer), 'one client');
    broker.connect(carol, sessionOf(carol), 'another');
    for (const peer of [alice, bob, carol]) {
      broker.receive(peer, have(hello), 0);
      broker.disconnect(peer, 1, 'lost');
    }
    expect(broker.sizes.away).toBe(2);
    expect(messagesTo(again, resume(broker, bob, 2))).toMatchObject([{ code: 'unknown-session' }]);
    broker.disconnect(again, 3, 'left');
    expect(messagesTo(again, resume(broker, alice, 4))).toMatchObject([{ type: 'resumed' }]);
    broker.disconnect(again, 5, 'lost');
    expect(broker.sizes.away).toBe(2);
  });

  test('[R2] is counted meanwhile, and asked for nothing', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, watch(hello), 0);
    broker.disconnect(alice, 60, 'lost');
    expect(broker.tick(120)).toEqual([]);
    const wanted = broker.receive(bob, want(hello), 200);
    expect(messagesTo(bob, wanted)).toEqual([seeders(hello, 1)]);
    expect(asked(alice, wanted)).toEqual([]);
  });

  test('[R2] is asked for what was wanted meanwhile once it is back', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.disconnect(alice, 1, 'lost');
    broker.receive(bob, want(hello), 2);
    expect(asked(again, resume(broker, alice, 3))).toEqual([[0, 256 * KIB]]);
  });

  test('[R2] leaves the transfer it fed to another at the byte reached', () => {
    const broker = brokerWith(alice, bob, carol);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    broker.receive(carol, have(hello), 0);
    stream(broker, alice, { address: hello, total: 4 * MIB, to: MIB });
    expect(asked(carol, broker.disconnect(alice, 1, 'lost'))).toEqual([[MIB, 512 * KIB]]);
  });

  test('[R3] gets what it wants from the byte it says', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    stream(broker, alice, { address: hello, total: 4 * MIB, to: MIB });
    expect(broker.disconnect(bob, 1, 'lost')).toContainEqual(
      expect.objectContaining({ type: 'end' }),
    );
    const resumed = resume(broker, bob, 2, [{ address: hello, from: 10 * FRAME }]);
    expect(asked(alice, resumed)).toEqual([[10 * FRAME, 256 * KIB]]);
    const next = broker.content(alice, frame(hello, 10 * FRAME, 4 * MIB), 3);
    expect(forwardedTo(next)).toEqual([again]);
  });

  test('[R3] no longer wants what it does not name', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(bob, want(hello), 0);
    broker.disconnect(bob, 1, 'lost');
    resume(broker, bob, 2);
    expect(asked(alice, broker.receive(alice, have(hello), 3))).toEqual([]);
  });

  test('[R4] is forgotten after thirty seconds, and its count with it', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, watch(hello), 0);
    broker.disconnect(alice, 1_000, 'lost');
    expect(messagesTo(bob, broker.tick(30_999))).toEqual([]);
    expect(messagesTo(bob, broker.tick(31_000))).toEqual([seeders(hello, 0)]);
    expect(messagesTo(again, resume(broker, alice, 31_001))).toEqual([
      expect.objectContaining({ type: 'error', code: 'unknown-session' }),
    ]);
  });

  test('[R4] is forgotten at once where it holds, wants and watches nothing', () => {
    const broker = brokerWith(alice);
    broker.disconnect(alice, 1, 'lost');
    expect(broker.sizes).toMatchObject({ peers: 0, away: 0 });
  });

  test('[R5] takes over from a connection that is not known to be lost', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    const resumed = resume(broker, alice, 1);
    expect(resumed).toContainEqual(expect.objectContaining({ type: 'close', peer: alice }));
    expect(broker.disconnect(alice, 2, 'lost')).toEqual([]);
    expect(asked(again, broker.receive(bob, want(hello), 3))).toEqual([[0, 256 * KIB]]);
    expect(broker.sizes).toMatchObject({ peers: 2, away: 0 });
  });

  test('[R6] resumes before it says anything else, or not at all', () => {
    const broker = brokerWith(alice);
    broker.receive(alice, have(hello), 0);
    broker.disconnect(alice, 1, 'lost');
    broker.connect(again, 'another session');
    broker.receive(again, have(world), 2);
    const late = broker.receive(again, { type: 'resume', session: sessionOf(alice), wants: [] }, 3);
    expect(messagesTo(again, late)).toEqual([
      expect.objectContaining({ type: 'error', code: 'unknown-session' }),
    ]);
  });

  test('[R7] resumes by the session of its last connection only', () => {
    const broker = brokerWith(alice);
    broker.receive(alice, have(hello), 0);
    broker.disconnect(alice, 1, 'lost');
    resume(broker, alice, 2);
    broker.connect(102, 'a third');
    const stale: ClientMessage = { type: 'resume', session: sessionOf(alice), wants: [] };
    expect(messagesTo(102, broker.receive(102, stale, 3))).toEqual([
      expect.objectContaining({ code: 'unknown-session' }),
    ]);
    const fresh: ClientMessage = { ...stale, session: 'another session' };
    broker.disconnect(again, 4, 'lost');
    expect(messagesTo(102, broker.receive(102, fresh, 5))).toEqual([
      expect.objectContaining({ code: 'unknown-session' }), // it is not the first message [R6]
    ]);
    broker.connect(103, 'a fourth');
    expect(messagesTo(103, broker.receive(103, fresh, 5))).toEqual([
      { type: 'resumed', received: 1 },
    ]);
  });
});

test('[R5] a seeder that resumes before its connection is known to be lost is asked again for what it owed', () => {
  const broker = brokerWith(alice, bob);
  broker.receive(alice, have(hello), 0);
  broker.receive(bob, want(hello), 0);
  stream(broker, alice, { address: hello, total: MIB, to: FRAME });
  expect(asked(again, resume(broker, alice, 1))).toEqual([[FRAME, 512 * KIB]]);
});

describe('a peer that left', () => {
  test('[R4] is gone at once', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.disconnect(alice, 1, 'left');
    expect(messagesTo(bob, broker.receive(bob, want(hello), 2))).toEqual([seeders(hello, 0)]);
  });
});

describe('a blocked address', () => {
  const blocked = new Set([hello]);

  test('[K1] is refused to those who want and have it', () => {
    const broker = brokerWith(alice, bob);
    broker.block(blocked, 0);
    const refusal = expect.objectContaining({ code: 'blocked', address: hello });
    expect(messagesTo(alice, broker.receive(alice, have(hello, world), 0))).toEqual([refusal]);
    expect(messagesTo(bob, broker.receive(bob, want(hello), 0))).toEqual([refusal]);
    expect(asked(alice, broker.receive(bob, want(world), 0))).toEqual([[0, 256 * KIB]]);
  });

  test('[K2] ends what was under way', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(bob, want(hello), 0);
    const effects = broker.block(blocked, 1);
    const refusal = expect.objectContaining({ code: 'blocked', address: hello });
    expect(messagesTo(alice, effects)).toEqual([refusal]);
    expect(messagesTo(bob, effects)).toEqual([refusal]);
    expect(broker.sizes).toMatchObject({ swarms: 0, transfers: 0 });
  });

  test('[K3] is brokered again once it is no longer blocked', () => {
    const broker = brokerWith(alice, bob);
    broker.block(blocked, 0);
    broker.block(new Set(), 1);
    broker.receive(alice, have(hello), 2);
    expect(asked(alice, broker.receive(bob, want(hello), 2))).toEqual([[0, 256 * KIB]]);
  });
});

describe('a peer that announces what it does not hold', () => {
  const pages = Array.from({ length: 9 }, (_, n) => n.toString(16).padStart(64, '0') as Address);

  test('[T11] is not asked for anything for a while once it failed eight times in a row', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(...pages), 0);
    for (const page of pages.slice(0, 8)) {
      broker.receive(bob, want(page), 0);
      broker.receive(alice, drop(page), 0);
    }
    const last = pages[8]!;
    expect(asked(alice, broker.receive(bob, want(last), 1))).toEqual([]);
    expect(asked(alice, broker.tick(29_999))).toEqual([]);
    expect(asked(alice, broker.tick(30_000))).toEqual([[0, 256 * KIB]]);
  });

  test('[T11] comes after others for all its pages once it was silent', () => {
    const broker = brokerWithin({});
    for (const peer of [alice, carol, bob]) broker.connect(peer, `session of ${peer}`, 'one home');
    for (const peer of [alice, carol]) broker.receive(peer, have(...pages), 0);
    expect(asked(alice, broker.receive(bob, want(pages[0]!), 0))).toHaveLength(1);
    expect(asked(carol, broker.tick(2_000))).toHaveLength(1);
    const effects = broker.receive(bob, want(pages[1]!), 2_001);
    expect(asked(alice, effects)).toEqual([]);
    expect(asked(carol, effects)).toHaveLength(1);
  });

  test('[T11] starts anew once it delivers', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(...pages), 0);
    for (const page of pages.slice(0, 7)) {
      broker.receive(bob, want(page), 0);
      broker.receive(alice, drop(page), 0);
    }
    broker.receive(bob, want(pages[7]!), 0);
    broker.content(alice, frame(pages[7]!, 0, 2 * FRAME), 0);
    broker.receive(alice, drop(pages[7]!), 0);
    expect(asked(alice, broker.receive(bob, want(pages[8]!), 1))).toEqual([[0, 256 * KIB]]);
  });
});

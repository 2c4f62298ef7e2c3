import { describe, expect, test } from 'vitest';
import type { Broker } from '../../relay/broker/broker.ts';
import type { Effect, PeerId } from '../../relay/broker/effects.ts';
import {
  type Address,
  type ClientMessage,
  DEFAULT_LIMITS,
  NAMES_KNOWN,
  NOTES_OFFERED_BURST,
  NOTES_OFFERED_PER_SECOND,
  NOTES_UNSENT_BYTES,
} from '../../relay/protocol/index.ts';
import { noteCost } from '../../relay/protocol/note.ts';
import {
  drop,
  have,
  haveAnswering,
  note,
  unwant,
  unwatch,
  want,
  watch,
} from '../support/messages.ts';
import { newBroker } from './new-broker.ts';
import { seeded } from './simulation-dice.ts';
import { alice, bob, brokerWith, carol, dave, hello, messagesTo, sent, world } from './scene.ts';

const NOTES_BURST = DEFAULT_LIMITS.notesPerMinute / 6;
const body = 'aGVsbG8';

/** The names of those whose notes a peer got. */
function namesTo(peer: PeerId, effects: readonly Effect[]): string[] {
  return messagesTo(peer, effects).flatMap((message) =>
    message.type === 'note' ? [message.from] : [],
  );
}

/** The codes of a peer's refusals. */
function refusals(peer: PeerId, effects: readonly Effect[]): string[] {
  return messagesTo(peer, effects).flatMap((message) =>
    message.type === 'error' ? [message.code] : [],
  );
}

/** Alice answers for hello, and bob watches it. */
function scene(...others: PeerId[]): Broker {
  const broker = brokerWith(alice, bob, ...others);
  broker.receive(alice, haveAnswering(hello), 0);
  broker.receive(bob, watch(hello), 0);
  return broker;
}

/** Bob's note reaches alice; returns his name. */
function asks(broker: Broker, now = 0): string {
  const [name = ''] = namesTo(alice, broker.receive(bob, note(hello), now));
  return name;
}

describe('a note about a page', () => {
  test('[M1] of who watches it goes to who answers for it, unchanged, and to nobody else', () => {
    const broker = scene(carol);
    broker.receive(carol, have(hello), 0);
    expect(broker.receive(bob, note(hello), 0)).toEqual([
      sent(alice, { type: 'note', address: hello, from: 'name 1', body }),
    ]);
  });

  test('[M1] of who wants it goes there too', () => {
    const broker = scene(carol);
    broker.receive(carol, want(hello), 0);
    expect(namesTo(alice, broker.receive(carol, note(hello), 0))).toEqual(['name 1']);
  });

  test('[M2] of who neither wants nor watches it is refused', () => {
    const broker = scene(carol);
    expect(refusals(carol, broker.receive(carol, note(hello), 0))).toEqual(['nobody']);
  });

  test('[M2] without a name is refused to who only answers for it', () => {
    const broker = scene(carol);
    broker.receive(carol, haveAnswering(hello), 0);
    expect(refusals(carol, broker.receive(carol, note(hello), 0))).toEqual(['nobody']);
  });

  test('[M1] that nobody answers for is refused at once, with its address', () => {
    const broker = scene();
    broker.receive(bob, watch(world), 0);
    expect(broker.receive(bob, note(world), 0)).toMatchObject([
      { to: bob, message: { type: 'error', code: 'nobody', address: world } },
    ]);
  });

  test('[M1] does not come back to its sender, who answers for the page too', () => {
    const broker = scene();
    broker.receive(alice, watch(hello), 0);
    expect(refusals(alice, broker.receive(alice, note(hello), 0))).toEqual(['nobody']);
  });

  test('[M1] goes to any of those who answer', () => {
    const dice = [0, 0, 0.5, 0];
    const broker = newBroker({ random: () => dice.shift() ?? 0 });
    for (const peer of [alice, bob, carol]) broker.connect(peer, `session of ${peer}`);
    for (const holder of [alice, carol]) broker.receive(holder, haveAnswering(hello), 0);
    broker.receive(bob, watch(hello), 0);
    expect(namesTo(alice, broker.receive(bob, note(hello), 0))).toHaveLength(1);
    expect(namesTo(carol, broker.receive(bob, note(hello), 0))).toHaveLength(1);
  });

  test('[M1] reaches each client that answers as often, however many connections it has', () => {
    const limits = { ...DEFAULT_LIMITS, notesPerMinute: 1_000_000 };
    const broker = newBroker({ limits, random: seeded(1) });
    broker.connect(alice, 'a', '192.0.2.1');
    broker.connect(bob, 'b', '192.0.2.2');
    const many = Array.from({ length: 100 }, (_, n) => 10 + n);
    for (const peer of many) broker.connect(peer, `s${peer}`, '192.0.2.3');
    for (const peer of [...many, alice]) broker.receive(peer, haveAnswering(hello), 0);
    broker.receive(bob, watch(hello), 0);
    let notes = 0;
    for (let now = 0; now < 100_000; now += 1_000) {
      notes += namesTo(alice, broker.receive(bob, note(hello), now)).length;
      broker.drained(alice, 0, now);
    }
    expect(notes).toBeGreaterThan(35);
  });

  test('[K1] that is blocked is refused', () => {
    const broker = scene();
    broker.block(new Set([hello]), 0);
    expect(refusals(bob, broker.receive(bob, note(hello), 0))).toEqual(['blocked']);
  });
});

describe('who answers for a page', () => {
  test.each([
    ['says that it has the page, without answers', have(hello)],
    ['drops the page', drop(hello)],
  ])('[M1] gets no notes after it %s', (_, message) => {
    const broker = scene();
    broker.receive(alice, message, 0);
    expect(refusals(bob, broker.receive(bob, note(hello), 0))).toEqual(['nobody']);
  });

  test('[M1] need not have said so when it began to hold the page', () => {
    const broker = brokerWith(alice, bob);
    broker.receive(alice, have(hello), 0);
    broker.receive(alice, haveAnswering(hello), 0);
    broker.receive(bob, watch(hello), 0);
    expect(asks(broker)).toBe('name 1');
  });

  test.each(['left', 'lost'] as const)('[M1] gets no notes after it %s', (how) => {
    const broker = scene();
    broker.disconnect(alice, 0, how);
    expect(refusals(bob, broker.receive(bob, note(hello), 0))).toEqual(['nobody']);
  });

  test('[M1] answers again when it has resumed its session', () => {
    const broker = scene();
    broker.disconnect(alice, 0, 'lost');
    broker.connect(carol, 'a new session');
    broker.receive(carol, { type: 'resume', session: `session of ${alice}`, wants: [] }, 1);
    expect(namesTo(carol, broker.receive(bob, note(hello), 1))).toHaveLength(1);
  });

  test('[M2] says something only to a name that it was given', () => {
    const broker = scene(carol);
    const name = asks(broker);
    broker.receive(carol, haveAnswering(hello), 0);
    expect(namesTo(bob, broker.receive(alice, note(hello, name), 0))).toEqual(['name 2']);
    expect(refusals(carol, broker.receive(carol, note(hello, name), 0))).toEqual(['nobody']);
  });

  test('[M2] says nothing about another page to a name', () => {
    const broker = scene();
    const name = asks(broker);
    broker.receive(alice, haveAnswering(world), 0);
    broker.receive(bob, watch(world), 0);
    expect(refusals(alice, broker.receive(alice, note(world, name), 0))).toEqual(['nobody']);
  });

  test('[M2] says nothing to a name once it has dropped the page', () => {
    const broker = scene();
    const name = asks(broker);
    broker.receive(alice, drop(hello), 0);
    expect(refusals(alice, broker.receive(alice, note(hello, name), 0))).toEqual(['nobody']);
  });

  test('[M2] can be named by who got its answer, and by nobody else', () => {
    const broker = scene(carol);
    const [holder = ''] = namesTo(bob, broker.receive(alice, note(hello, asks(broker)), 0));
    broker.receive(carol, watch(hello), 0);
    expect(namesTo(alice, broker.receive(bob, note(hello, holder), 0))).toEqual(['name 1']);
    expect(refusals(carol, broker.receive(carol, note(hello, holder), 0))).toEqual(['nobody']);
  });
});

describe('a name', () => {
  test('[M3] is the same for all notes of one connection about one page, and for no others', () => {
    const broker = scene();
    broker.receive(alice, haveAnswering(world), 0);
    broker.receive(bob, watch(world), 0);
    expect([asks(broker), asks(broker)]).toEqual(['name 1', 'name 1']);
    expect(namesTo(alice, broker.receive(bob, note(world), 0))).toEqual(['name 2']);
  });

  test('[M3] ends with unwatch, and is another after a new watch', () => {
    const broker = scene();
    const name = asks(broker);
    broker.receive(bob, unwatch(hello), 0);
    expect(refusals(alice, broker.receive(alice, note(hello, name), 0))).toEqual(['nobody']);
    broker.receive(bob, watch(hello), 0);
    expect(refusals(alice, broker.receive(alice, note(hello, name), 0))).toEqual(['nobody']);
    expect(asks(broker)).not.toBe(name);
  });

  test('[M3] lasts while its owner still watches what it no longer wants', () => {
    const broker = scene();
    broker.receive(bob, want(hello), 0);
    const name = asks(broker);
    broker.receive(bob, unwant(hello), 0);
    expect(namesTo(bob, broker.receive(alice, note(hello, name), 0))).toHaveLength(1);
  });

  test.each(['left', 'lost'] as const)('[M3] ends when its owner %s', (how) => {
    const broker = scene();
    const name = asks(broker);
    broker.disconnect(bob, 0, how);
    expect(refusals(alice, broker.receive(alice, note(hello, name), 0))).toEqual(['nobody']);
  });

  test('[M3] is not resumed with a session', () => {
    const broker = scene();
    const name = asks(broker);
    broker.disconnect(bob, 0, 'lost');
    broker.connect(carol, 'a new session');
    broker.receive(carol, { type: 'resume', session: `session of ${bob}`, wants: [] }, 0);
    expect(refusals(alice, broker.receive(alice, note(hello, name), 0))).toEqual(['nobody']);
    expect(namesTo(alice, broker.receive(carol, note(hello), 0))).not.toContain(name);
  });

  test('[M3] gives way to newer ones of its connection, and the one used last stays', () => {
    const broker = scene();
    const pages = Array.from(
      { length: NAMES_KNOWN },
      (_, n) => n.toString(16).padStart(64, '0') as Address,
    );
    broker.receive(alice, haveAnswering(...pages), 0);
    broker.receive(bob, watch(...pages), 0);
    const first = asks(broker);
    for (const [n, page] of pages.entries()) broker.receive(bob, note(page), n * 1_000);
    const now = 1_000_000;
    expect(refusals(alice, broker.receive(alice, note(hello, first), now))).toEqual(['nobody']);
    expect(broker.sizes.notes).toBe(NAMES_KNOWN + NAMES_KNOWN + 1); // names, and what alice answers for
  });

  test('[M3] leaves nothing when all have gone', () => {
    const broker = scene();
    broker.receive(alice, note(hello, asks(broker)), 0);
    broker.disconnect(bob, 0, 'left');
    broker.disconnect(alice, 0, 'left');
    expect(Object.values(broker.sizes).every((size) => size === 0)).toBe(true);
  });
});

/** The number of notes of these peers in turn that were taken, of so many. */
function taken(broker: Broker, senders: readonly PeerId[], tries: number, now = 0): number {
  let notes = 0;
  for (let i = 0; i < tries; i++) {
    const sender = senders[i % senders.length] ?? bob;
    notes += Number(refusals(sender, broker.receive(sender, note(hello), now)).length === 0);
    broker.drained(alice, 0, now);
  }
  return notes;
}

describe('a client that sends many notes', () => {
  /** Bob and carol are connections of one client, dave is a neighbour in its /48. */
  function clients(): Broker {
    const broker = newBroker({});
    broker.connect(alice, 'a', '192.0.2.1');
    broker.connect(bob, 'b', '2001:db8::/64', ['2001:db8::/48']);
    broker.connect(carol, 'c', '2001:db8::/64', ['2001:db8::/48']);
    broker.connect(dave, 'd', '2001:db8:0:1::/64', ['2001:db8::/48']);
    broker.receive(alice, haveAnswering(hello), 0);
    for (const peer of [bob, carol, dave]) broker.receive(peer, watch(hello), 0);
    return broker;
  }

  test('[M5] is refused beyond its burst, on all its connections together', () => {
    const broker = clients();
    expect(taken(broker, [bob, carol], 100)).toBe(NOTES_BURST);
    expect(taken(broker, [dave], 1)).toBe(1);
  });

  test('[M5] may send so many in a minute, and closes nobody', () => {
    const broker = clients();
    taken(broker, [bob], 100);
    let notes = 0;
    for (let now = 0; now < 60_000; now += 100) notes += taken(broker, [bob, carol], 2, now);
    expect(notes).toBe(DEFAULT_LIMITS.notesPerMinute - 1);
    expect(broker.sizes.peers).toBe(4);
  });

  test('[M5] pays no less because it comes anew', () => {
    const broker = clients();
    taken(broker, [bob], 100);
    broker.disconnect(bob, 0, 'left');
    broker.disconnect(carol, 0, 'left');
    broker.connect(5, 'e', '2001:db8::/64', ['2001:db8::/48']);
    broker.receive(5, watch(hello), 0);
    expect(taken(broker, [5], 3)).toBe(0);
  });

  test('[M5] with a whole network has no more than four clients', () => {
    const broker = clients();
    const peers = Array.from({ length: 50 }, (_, n) => 10 + n);
    for (const peer of peers) {
      broker.connect(peer, `s${peer}`, `2001:db8:0:${peer}::/64`, ['2001:db8::/48']);
      broker.receive(peer, watch(hello), 0);
    }
    let notes = 0;
    for (let now = 0; now < 60_000; now += 50) notes += taken(broker, peers, 50, now);
    expect(notes).toBeLessThan(4 * (DEFAULT_LIMITS.notesPerMinute + NOTES_BURST) + 1);
  });

  test('[M5] answers each note once for nothing', () => {
    const broker = clients();
    const name = asks(broker);
    broker.receive(alice, watch(hello), 0);
    broker.receive(carol, haveAnswering(hello), 0);
    for (let i = 0; i < NOTES_BURST; i++) broker.receive(alice, note(hello), 0); // hers are used up
    expect(refusals(alice, broker.receive(alice, note(hello), 0))).toEqual(['too-many-notes']);
    expect(namesTo(bob, broker.receive(alice, note(hello, name), 0))).toHaveLength(1);
    expect(refusals(alice, broker.receive(alice, note(hello, name), 0))).toEqual([
      'too-many-notes',
    ]);
  });

  test('[M5] pays for the answer to an answer', () => {
    const broker = clients();
    const [holder = ''] = namesTo(bob, broker.receive(alice, note(hello, asks(broker)), 0));
    taken(broker, [bob], 100);
    expect(refusals(bob, broker.receive(bob, note(hello, holder), 0))).toEqual(['too-many-notes']);
  });
});

describe('a peer that gets many notes', () => {
  /** Alice answers, and so many others ask her, each a client. */
  function crowd(): { broker: Broker; senders: PeerId[] } {
    const broker = newBroker({});
    broker.connect(alice, 'a', '192.0.2.1');
    broker.receive(alice, haveAnswering(hello), 0);
    const senders = Array.from({ length: 200 }, (_, n) => 10 + n);
    for (const peer of senders) {
      broker.connect(peer, `s${peer}`, `client ${peer}`);
      broker.receive(peer, watch(hello), 0);
    }
    return { broker, senders };
  }

  test('[M6] is offered few in a second, and the rest is refused to the senders', () => {
    const { broker, senders } = crowd();
    expect(taken(broker, senders, 200, 0)).toBe(NOTES_OFFERED_BURST);
    expect(taken(broker, senders, 200, 1_000)).toBe(NOTES_OFFERED_PER_SECOND);
  });

  test('[M6] leaves the rest to others who answer', () => {
    const { broker, senders } = crowd();
    broker.connect(bob, 'b', '192.0.2.2');
    broker.receive(bob, haveAnswering(hello), 0);
    expect(taken(broker, senders, 200, 0)).toBe(2 * NOTES_OFFERED_BURST);
  });

  test('[M6] and takes none of them is sent no more, until it has taken some', () => {
    const { broker, senders } = crowd();
    let waiting = 0;
    for (let now = 0; now < 600_000; now += 1_000) {
      const sender = senders[(now / 1_000) % senders.length] ?? bob;
      const long: ClientMessage = { type: 'note', address: hello, body: 'A'.repeat(4_096) };
      const effects = broker.receive(sender, long, now);
      waiting += namesTo(alice, effects).length * noteCost('A'.repeat(4_096));
    }
    expect(waiting).toBeGreaterThan(NOTES_UNSENT_BYTES - 5_000);
    expect(waiting).toBeLessThanOrEqual(NOTES_UNSENT_BYTES);
    broker.drained(alice, 10_000, 600_000);
    expect(namesTo(alice, broker.receive(10, note(hello), 600_000))).toHaveLength(1);
  });
});

describe('a relay of a cluster', () => {
  const far = 'the far relay';
  const foreign = { address: hello, from: 'a far name', body, isAnswer: false };

  /** Bob watches hello on a relay with a backplane; `dice` decides where it looks first. */
  function clustered(dice: number): Broker {
    const broker = newBroker({ tellsChanges: true, random: () => dice });
    for (const peer of [alice, bob]) broker.connect(peer, `session of ${peer}`);
    broker.receive(bob, watch(hello), 0);
    return broker;
  }

  function carried(effects: readonly Effect[]) {
    return effects.flatMap((effect) => (effect.type === 'carry' ? [effect] : []));
  }

  test.each([0, 0.9])('passes a note on where nobody answers here', (dice) => {
    const broker = clustered(dice);
    expect(carried(broker.receive(bob, note(hello), 0))).toEqual([
      {
        type: 'carry',
        sender: bob,
        note: { address: hello, from: 'name 1', body, isAnswer: false },
      },
    ]);
  });

  test('asks elsewhere first in half of all cases, although somebody answers here', () => {
    for (const [dice, notes] of [
      [0, 0],
      [0.9, 1],
    ] as const) {
      const broker = clustered(dice);
      broker.receive(alice, haveAnswering(hello), 0);
      const effects = broker.receive(bob, note(hello), 0);
      expect([namesTo(alice, effects).length, carried(effects).length]).toEqual([notes, 1 - notes]);
    }
  });

  test('gives a note that nobody elsewhere takes to who answers here', () => {
    const broker = clustered(0);
    broker.receive(alice, haveAnswering(hello), 0);
    const [effect] = carried(broker.receive(bob, note(hello), 0));
    if (!effect) throw new Error('expected a note to be carried');
    const { sender, note: its } = effect;
    expect(namesTo(alice, broker.carried({ sender, note: its, code: 'nobody' }, 1))).toEqual([
      'name 1',
    ]);
  });

  test('refuses a note that nobody takes anywhere, and only while its sender waits', () => {
    const broker = clustered(0);
    const [effect] = carried(broker.receive(bob, note(hello), 0));
    if (!effect) throw new Error('expected a note to be carried');
    const back = { sender: bob, note: effect.note, code: 'nobody' } as const;
    expect(refusals(bob, broker.carried(back, 1))).toEqual(['nobody']);
    broker.receive(bob, unwatch(hello), 2);
    expect(broker.carried(back, 2)).toEqual([]);
  });

  test('gives the note of another relay to who answers here, and the answer to that relay', () => {
    const broker = clustered(0);
    broker.receive(alice, haveAnswering(hello), 0);
    const effects = broker.carried({ note: foreign, relay: far, ticket: 't' }, 0);
    expect(effects).toEqual([
      sent(alice, { type: 'note', address: hello, from: 'a far name', body }),
    ]);
    expect(broker.receive(alice, note(hello, 'a far name'), 0)).toEqual([
      {
        type: 'carry',
        sender: alice,
        relay: far,
        note: { address: hello, to: 'a far name', from: 'name 1', body, isAnswer: true },
      },
    ]);
  });

  test('gives the answer of another relay to its name here', () => {
    const broker = clustered(0);
    broker.receive(bob, note(hello), 0);
    const answer = { ...foreign, to: 'name 1', isAnswer: true };
    const effects = broker.carried({ note: answer, relay: far, ticket: 't' }, 0);
    expect(namesTo(bob, effects)).toEqual(['a far name']);
  });

  test.each([
    ['that nobody answers for', undefined, 0],
    ['to a name that is not there', 'name 7', 0],
    ['about a page that is blocked here', undefined, 1],
  ])('declines the note of another relay %s', (_, to, blocked) => {
    const broker = clustered(0);
    if (blocked) {
      broker.receive(alice, haveAnswering(hello), 0);
      broker.block(new Set([hello]), 0);
    }
    const foreignNote = { note: { ...foreign, ...(to && { to }) }, relay: far, ticket: 't' };
    expect(broker.carried(foreignNote, 0)).toEqual([
      { type: 'decline', ticket: 't', code: 'nobody' },
    ]);
  });

  test('[M6] declines the notes of others beyond those that a peer is offered', () => {
    const broker = clustered(0);
    broker.receive(alice, haveAnswering(hello), 0);
    const foreignNote = { note: foreign, relay: far, ticket: 't' };
    for (let n = 0; n < NOTES_OFFERED_BURST; n++) broker.carried(foreignNote, 0);
    expect(broker.carried(foreignNote, 0)).toEqual([
      { type: 'decline', ticket: 't', code: 'too-many-notes' },
    ]);
  });
});

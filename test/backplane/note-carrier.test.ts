import { beforeEach, describe, expect, test } from 'vitest';
import type { ForeignNote, ReturnedNote } from '../../relay/broker/notes.ts';
import type { Address } from '../../relay/protocol/index.ts';
import { NOTES_CARRIED } from '../../relay/protocol/limits.ts';
import type { Home } from '../../relay/server/backplane.ts';
import { NoteCarrier } from '../../relay/server/cluster/note-carrier.ts';
import type { NodeId } from '../../relay/server/cluster/subjects.ts';
import { type FakeBus, FakeNetwork } from './fake-bus.ts';

const HELLO = 'a'.repeat(64) as Address;
const node = (n: number) => n.toString(16).padStart(16, '0') as NodeId;
const NAME = 'q3Dw1jVd0mZ8rYt5KcXbNg';
const note = { address: HELLO, from: NAME, body: 'aGVsbG8', isAnswer: false };
const toOne = { sender: 1, relay: node(2), note: { ...note, to: NAME } };
const toAny = { sender: 1, note };

describe('a relay that passes notes on', () => {
  let bus: FakeBus;
  let carrier: NoteCarrier;
  let given: (ForeignNote | ReturnedNote)[];
  let now: number;
  let neighbours: NodeId[];

  beforeEach(() => {
    bus = new FakeNetwork().connect();
    given = [];
    now = 0;
    neighbours = [node(2), node(3), node(4)];
    // The part of a home that notes need.
    const home = { carried: (one) => given.push(one) } as Pick<Home, 'carried'> as Home;
    const member = { node: node(1), bus, home, now: () => now, random: () => 0 };
    const rest = { nextPeer: () => -1, defer: (act: () => void) => act() };
    carrier = new NoteCarrier({ ...member, ...rest }, () => neighbours);
  });

  const refuse = (name: string, by: NodeId, code: 'nobody' | 'too-many-notes' = 'nobody'): void =>
    carrier.hear(name, { type: 'unheard', node: by, code });

  test('[N24] says a note for anyone where its page is looked for', () => {
    carrier.carry(toAny);
    expect(bus.published).toEqual([`mayfly.1.want.${HELLO}`]);
  });

  test('[N24] says a note to a name to the relay of that name alone', () => {
    carrier.carry(toOne);
    expect(bus.published).toEqual([`mayfly.1.node.${node(2)}.note`]);
  });

  test('[N25] gives a note back at once where nobody listens', () => {
    carrier.carry(toAny);
    carrier.hear('n1');
    carrier.carry(toOne);
    carrier.hear('n2');
    expect(given).toEqual([
      { sender: 1, note: toAny.note, code: 'nobody' },
      { sender: 1, note: toOne.note, code: 'nobody' },
    ]);
  });

  test('[N25] says it to each neighbour in turn where the picked relay refuses it, then gives it back', () => {
    carrier.carry(toAny);
    refuse('n1', node(3));
    refuse('n2', node(2));
    carrier.hear('n3'); // the last one is gone
    const [first, ...asked] = bus.published;
    expect(first).toBe(`mayfly.1.want.${HELLO}`);
    expect(asked).toEqual([`mayfly.1.node.${node(2)}.note`, `mayfly.1.node.${node(4)}.note`]);
    expect(given).toEqual([{ sender: 1, note, code: 'nobody' }]);
  });

  test('[N25] says it to no more than eight of them', () => {
    neighbours = Array.from({ length: 50 }, (_, n) => node(n + 2));
    carrier.carry(toAny);
    for (let n = 1; given.length === 0; n++) refuse(`n${n}`, node(100 + n));
    expect(bus.published.length).toBeLessThanOrEqual(9);
  });

  test('[N25] gives a note back that its receiver has no room for', () => {
    carrier.carry(toAny);
    refuse('n1', node(2), 'too-many-notes');
    expect(given).toEqual([{ sender: 1, note, code: 'too-many-notes' }]);
  });

  test('[N25] says a note to a name nowhere else', () => {
    carrier.carry(toOne);
    refuse('n1', node(2));
    expect(bus.published).toHaveLength(1);
    expect(given).toEqual([{ sender: 1, note: toOne.note, code: 'nobody' }]);
  });

  test('gives a note back at once while it is cut off', () => {
    bus.isUp = false;
    carrier.carry(toAny);
    expect(given).toEqual([{ sender: 1, note, code: 'nobody' }]);
  });

  test('[N26] gives the notes of others to its peers, and says what they refuse', () => {
    carrier.receive({ type: 'note', node: node(2), note }, 'reply');
    expect(given).toEqual([{ note, relay: node(2), ticket: 'reply' }]);
    carrier.decline('reply', 'nobody');
    expect(bus.published).toEqual(['reply']);
  });

  test('[N27] forgets a note after a second', () => {
    carrier.carry(toAny);
    now = carrier.nextAt;
    carrier.tick(now);
    refuse('n1', node(2));
    expect([now, carrier.size, given.length]).toEqual([1_000, 0, 0]);
    expect(carrier.nextAt).toBe(Infinity);
  });

  test('[N27] remembers no more than so many, and forgets the oldest first', () => {
    for (let n = 0; n <= NOTES_CARRIED; n++) carrier.carry(toOne);
    expect(carrier.size).toBe(NOTES_CARRIED);
    refuse('n1', node(2));
    expect(given).toEqual([]);
    refuse('n2', node(2));
    expect(given).toHaveLength(1);
  });
});

import { expect, test } from 'vitest';
import type { ClientEvent } from '../../relay/client/events.ts';
import type { Address } from '../../relay/protocol/address.ts';
import { ACTIVITY_LIMIT, type ActivityEntry, noteActivity } from '../../relay/client/activity.ts';
import { activityText } from '../../relay/view/activity-log.tsx';

const hello = 'aa'.repeat(32) as Address;
const other = 'bb'.repeat(32) as Address;

function logOf(...events: ClientEvent[]): readonly ActivityEntry[] {
  return events.reduce<readonly ActivityEntry[]>(
    (entries, event, at) => noteActivity(entries, hello, { event, at }),
    [],
  );
}

function received(bytes: number): ActivityEntry['event'] {
  return { type: 'received', address: hello, received: bytes, total: 3000 };
}

function served(from: number, length: number): ActivityEntry['event'] {
  return { type: 'served', address: hello, from, length };
}

test('progress of one transfer stays on one line', () => {
  const log = logOf(received(1000), received(2000), received(3000));
  expect(log).toEqual([{ id: 1, at: 2, event: received(3000) }]);
});

test('a transfer that starts again gets a line of its own', () => {
  expect(logOf(received(2000), received(1000))).toHaveLength(2);
});

test('ranges served one after the other are one line, a range from elsewhere is another', () => {
  const log = logOf(served(0, 100), served(100, 50), served(0, 100));
  expect(log.map(({ event }) => event)).toEqual([served(0, 150), served(0, 100)]);
});

test('what comes from two relays in turns is a line for each', () => {
  const relay = 'https://relay.example:8443';
  const first = noteActivity(logOf(received(1000)), hello, { event: received(500), at: 1, relay });
  const second = noteActivity(first, hello, { event: received(2000), at: 2 });
  const log = noteActivity(second, hello, { event: received(3000), at: 3, relay });
  expect(log).toEqual([
    { id: 1, at: 2, event: received(2000) },
    { id: 2, at: 3, event: received(3000), relay },
  ]);
  expect(log.map(activityText)).toEqual([
    'Received 2 kB of 3 kB',
    'relay.example:8443: Received 3 kB of 3 kB',
  ]);
});

test('events about other pages leave the log as it is', () => {
  const log = logOf(received(1000));
  const events: ClientEvent[] = [
    { type: 'verified', address: other, total: 1 },
    { type: 'announced', addresses: [other] },
    { type: 'refused', code: 'too-many-wants', message: 'no', address: other },
  ];
  for (const event of events) expect(noteActivity(log, hello, { event, at: 9 })).toBe(log);
});

test('an announcement of many pages is noted as one of this page', () => {
  expect(logOf({ type: 'announced', addresses: [other, hello] })[0]?.event).toEqual({
    type: 'announced',
    addresses: [hello],
  });
});

test('the log is bounded and drops the oldest', () => {
  let log: readonly ActivityEntry[] = [];
  for (let at = 0; at < ACTIVITY_LIMIT + 50; at++) {
    const event = { type: 'corrupt', address: hello } as const;
    log = noteActivity(log, hello, { event, at });
  }
  expect(log).toHaveLength(ACTIVITY_LIMIT);
  expect(log[0]?.at).toBe(50);
  expect(new Set(log.map(({ id }) => id)).size).toBe(ACTIVITY_LIMIT);
});

test.each<[ActivityEntry['event'], string]>([
  [{ type: 'connection', connection: { state: 'connecting' } }, 'Connecting to the relay'],
  [{ type: 'wanted', address: hello, from: 0 }, 'Asked for the page'],
  [{ type: 'wanted', address: hello, from: 2048 }, 'Asked for the rest of the page, from 2 kB on'],
  [received(1024), 'Received 1 kB of 3 kB'],
  [{ type: 'seeders', address: hello, count: 3 }, 'Held by 3'],
  [served(0, 65_536), 'Request served: 66 kB uploaded to another reader'],
])('%j reads well', (event, text) => {
  expect(activityText({ id: 1, at: 0, event })).toBe(text);
});

// @vitest-environment happy-dom
import type { ConnectionState } from '@mayfly/relay/client';
import { afterEach, expect, test } from 'vitest';
import { RelaysNote } from '../../extension/ui/popup/relays-note.tsx';
import { OPEN } from './fake-client.ts';
import { hide, show } from './screen.ts';

const GONE = { state: 'waiting', retryInMs: 1_000, code: 1006, reason: 'gone' } as const;
const CONNECTING = { state: 'connecting' } as const;

afterEach(hide);

test.each<[readonly ConnectionState[], string, string]>([
  [[OPEN], 'connected', 'relay-0.test'],
  [[GONE], 'relay out of reach, trying again…', 'relay-0.test'],
  [[OPEN, OPEN], 'connected', 'relay-0.test, relay-1.test'],
  [[OPEN, CONNECTING, OPEN], 'connecting…', '3 relays'],
  [[OPEN, GONE, OPEN], '1 of 3 relays not reachable', 'relay-1.test'],
  [[GONE, GONE, CONNECTING], '2 of 3 relays not reachable', 'relay-0.test, relay-1.test'],
])('relays %j are %s: %s', async (states, note, places) => {
  const connections = states.map((connection, i) => ({
    relay: `https://relay-${i}.test`,
    connection,
  }));
  const body = await show(<RelaysNote connections={connections} />);
  expect(body.querySelector('[role=status]')?.textContent).toBe(note);
  expect(body.querySelector('.relays-note-host')?.textContent).toBe(places);
});

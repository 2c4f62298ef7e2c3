import { Duplex } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import {
  DEFAULT_LIMITS,
  encodeFrame,
  NOTE_BYTES,
  noteCost,
  NOTES_UNSENT_BYTES,
  parseRelayMessage,
  PATIENCE_MS,
  type RelayLimits,
  type RelayMessage,
} from '@mayfly/relay/protocol';
import { Backlog } from '../../relay/server/backlog.ts';
import { Budgets } from '../../relay/server/budget.ts';
import { Connection } from '../../relay/server/connection.ts';
import { Corks } from '../../relay/server/corks.ts';
import { Performer } from '../../relay/server/perform.ts';
import { Totals } from '../../relay/server/totals.ts';
import { Waits } from '../../relay/server/waits.ts';
import { WsFrame } from '../../relay/server/ws-frames.ts';
import { drop, have, haveAnswering, want, watch } from '../support/messages.ts';
import { randomPage } from '../support/wire.ts';

/** A performer whose connections lead to sockets that take nothing. */
function scene(bounds: Partial<RelayLimits>) {
  const limits = { ...DEFAULT_LIMITS, ...bounds };
  const at = { now: 0 };
  const now = () => at.now;
  const waits = new Waits(
    () => {},
    () => {},
  );
  const log = pino({ level: 'silent' });
  const backlog = new Backlog();
  const told = { limits, now, backlog, log, totals: new Totals(), waits };
  const hub = new Performer({ ...told, random: () => 0 });
  const cut: number[] = [];
  const written = new Map<number, Uint8Array[]>();
  const page = randomPage(5_000);

  /** Connects a peer of a client, and leaves this many bytes waiting for it. */
  const connect = (peer: number, queuedBytes: number, client = 'a client'): void => {
    const socket = new Duplex({ read: () => {}, write: () => {} });
    const parts: Uint8Array[] = [];
    const write = socket.write.bind(socket);
    socket.write = (part: Uint8Array, ...rest: never[]) => {
      parts.push(part);
      return write(part, ...rest);
    };
    written.set(peer, parts);
    const webSocket = {
      OPEN: 1,
      readyState: 1,
      terminate() {
        this.readyState = 3;
        socket.destroy();
        cut.push(peer);
      },
    };
    const connection = new Connection({
      peer,
      limits,
      now,
      // The part of a socket that a connection uses.
      webSocket: webSocket as unknown as WebSocket,
      socket,
      corks: new Corks(),
      backlog,
      budget: new Budgets(limits).open(client),
      takenBytes: () => 0,
      onDrained: () => {},
      onOverfull: (id) => hub.onOverfull(id),
    });
    hub.connect(peer, connection, { client });
    hub.receive(peer, have(page.address));
    const left = queuedBytes - connection.queuedBytes - 400;
    connection.forward(new WsFrame([new Uint8Array(left)], 0), true);
  };
  const check = (): void => {
    at.now += 1_000;
    hub.tick();
  };
  /** Serves the first bytes of the page to a peer who wants it. */
  const serve = (from: number, to: number): void => {
    hub.receive(to, drop(page.address));
    hub.receive(to, want(page.address));
    const header = { address: page.address, offset: 0, total: 5_000, length: 3_000 };
    hub.content(from, header, encodeFrame(page.address, 0, 5_000, page.bytes.subarray(0, 3_000)));
  };
  /** The messages to a peer. */
  const sent = (peer: number): RelayMessage[] => {
    const texts = (written.get(peer) ?? []).map((bytes) => Buffer.from(bytes).toString('latin1'));
    return texts.flatMap((text) => {
      const message = parseRelayMessage(text.slice(text.indexOf('{')));
      return message.type === 'violation' ? [] : [message];
    });
  };
  return { at, hub, sent, backlog, cut, page, connect, check, serve };
}

afterEach(() => vi.useRealTimers());

describe('what waits on all connections together', () => {
  test('[B7] may be as much as allowed', () => {
    const { cut, connect, check } = scene({ totalQueuedBytes: 9_000 });
    [3_000, 4_000, 2_000].forEach((bytes, i) => connect(i + 1, bytes));
    check();
    expect(cut).toEqual([]);
  });

  test('[B7] one byte more ends the connection with most, whose place is kept', () => {
    const { hub, cut, connect, check } = scene({ totalQueuedBytes: 9_000 });
    [3_000, 4_001, 2_000].forEach((bytes, i) => connect(i + 1, bytes));
    check();
    expect(cut).toEqual([2]);
    expect(hub.sizes).toMatchObject({ connections: 2, peers: 2, away: 1 });
    check();
    expect(cut).toEqual([2]);
  });

  test('[B7] ends as many as it takes, the fullest first', () => {
    const { cut, connect, check } = scene({ totalQueuedBytes: 2_500 });
    [3_000, 4_000, 2_000].forEach((bytes, i) => connect(i + 1, bytes));
    check();
    expect(cut).toEqual([2, 1]);
  });

  test('[B7] is looked at in each tick where pages wait', () => {
    const { at, hub, cut, connect, check, serve } = scene({ totalQueuedBytes: 7_000 });
    [2_000, 4_000].forEach((bytes, i) => connect(i + 1, bytes));
    check();
    expect(cut).toEqual([]);
    serve(1, 2);
    at.now += 20;
    hub.tick();
    expect(cut).toEqual([2]);
  });
});

describe('memory that is short', () => {
  const readers = Array.from({ length: 120 }, (_, n) => n + 10);

  test('[B7] cuts nobody off for a frame that waits on very many', () => {
    const { hub, backlog, cut, page, connect, check } = scene({ totalQueuedBytes: 1024 * 1024 });
    for (const peer of [1, ...readers]) connect(peer, 2_000);
    for (const peer of readers) {
      hub.receive(peer, drop(page.address));
      hub.receive(peer, want(page.address));
    }
    const total = 8 * 1024 * 1024;
    const bytes = new Uint8Array(64 * 1024);
    for (let offset = 0; offset < 256 * 1024; offset += bytes.length) {
      const header = { address: page.address, offset, total, length: bytes.length };
      hub.content(1, header, encodeFrame(page.address, offset, total, bytes));
    }
    check();
    expect(cut).toEqual([]);
    expect(backlog.bytes).toBeLessThan(1024 * 1024);
    expect(backlog.bytes).toBeGreaterThan(256 * 1024);
  });

  test('[B7] slows readers before anybody is cut off', () => {
    const { hub, cut, page, connect, check, sent } = scene({ totalQueuedBytes: 200_000 });
    connect(1, 2_000);
    connect(2, 120_000);
    check();
    hub.receive(2, drop(page.address));
    hub.receive(2, want(page.address));
    expect(sent(1).filter(({ type }) => type === 'request')).toEqual([
      { type: 'request', address: page.address, from: 0, length: 64 * 1024 },
    ]);
    expect(cut).toEqual([]);
  });

  test('[B7] cuts off those of the client with most, down to the level of all', () => {
    const { cut, connect, check } = scene({ totalQueuedBytes: 20_000 });
    for (let peer = 1; peer <= 10; peer++) connect(peer, 2_500, 'a crowd');
    connect(11, 6_000, 'another');
    check();
    expect(cut).toHaveLength(5);
    expect(cut).not.toContain(11);
  });

  test('[B7] takes little time, however many are cut off', () => {
    const { cut, connect, check } = scene({ totalQueuedBytes: 20_000_000 });
    const looks = vi.spyOn(Connection.prototype, 'share', 'get');
    for (let peer = 1; peer <= 5_000; peer++) connect(peer, 5_000 + peer, `client ${peer % 100}`);
    check();
    expect(cut.length).toBeGreaterThan(1_000);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2 * 5_000);
    looks.mockRestore();
  });
});

test('nothing runs while nothing waits for time', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate'] });
  const { hub, connect } = scene({});
  expect(vi.getTimerCount()).toBe(0);
  connect(1, 2_000);
  expect(vi.getTimerCount()).toBe(1);
  hub.disconnect(1, 'left');
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
});

test('[B7] a connection with more waiting than allowed is cut off as it is written to', () => {
  const { hub, cut, connect } = scene({ queuedBytes: 3_000 });
  connect(1, 3_000);
  expect(cut).toEqual([]);
  hub.receive(1, { type: 'ping' });
  expect(cut).toEqual([1]);
});

test('[B7] a client that vanishes while data waits for it is forgotten with its place', () => {
  const { hub, cut, connect, check } = scene({});
  connect(1, 3_000);
  for (let second = 0; second < 29; second++) check();
  expect(hub.sizes).toMatchObject({ connections: 1, peers: 1 });
  check();
  expect(cut).toEqual([1]);
  expect(hub.sizes).toMatchObject({ connections: 0, peers: 0, away: 0 });
});

test('[T8] a reader who lags is parted with as soon as it may be, whenever ticks come', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate'] });
  const { at, hub, page, connect } = scene({});
  const [seeder, reader, laggard] = [1, 2, 3];
  for (const peer of [seeder, reader, laggard]) connect(peer, 3_000);
  for (const peer of [reader, laggard]) hub.receive(peer, drop(page.address));
  for (const peer of [reader, laggard]) hub.receive(peer, want(page.address));
  const total = 8 * 1024 * 1024;
  const bytes = new Uint8Array(64 * 1024);
  for (let offset = 0; offset < 256 * 1024; offset += bytes.length) {
    const header = { address: page.address, offset, total, length: bytes.length };
    hub.content(seeder, header, encodeFrame(page.address, offset, total, bytes));
  }
  for (let probe = 0; probe < 2; probe++) hub.answered(reader);
  expect(hub.sizes.transfers).toBe(1);
  at.now += PATIENCE_MS;
  vi.advanceTimersByTime(PATIENCE_MS + 5);
  at.now += 1;
  vi.advanceTimersByTime(5);
  expect(hub.sizes.transfers).toBe(2);
});

test('[M6] a flood of notes fills a connection that takes nothing no further than its bound', () => {
  const { at, hub, sent, connect, cut, page } = scene({ notesPerMinute: 1_000_000 });
  const [author, reader] = [1, 2];
  for (const peer of [author, reader]) connect(peer, 3_000, `client ${peer}`);
  hub.receive(author, haveAnswering(page.address));
  hub.receive(reader, drop(page.address));
  hub.receive(reader, watch(page.address));
  const body = 'A'.repeat(NOTE_BYTES);
  for (let second = 0; second < 100; second++) {
    at.now += 1_000;
    for (let n = 0; n < 30; n++) hub.receive(reader, { type: 'note', address: page.address, body });
  }
  const notes = sent(author).filter(({ type }) => type === 'note');
  expect(notes.length * noteCost(body)).toBeGreaterThan(NOTES_UNSENT_BYTES - noteCost(body));
  expect(notes.length * noteCost(body)).toBeLessThanOrEqual(NOTES_UNSENT_BYTES);
  expect(cut).toEqual([]);
});

import { once } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { DEFAULT_LIMITS, type RelayLimits } from '@mayfly/relay/protocol';
import { Allowance } from '../../relay/server/allowance.ts';
import { Backlog } from '../../relay/server/backlog.ts';
import { Budgets, messagesIn } from '../../relay/server/budget.ts';
import { Connection } from '../../relay/server/connection.ts';
import { Corks } from '../../relay/server/corks.ts';
import { contentFrame, WsFrame } from '../../relay/server/ws-frames.ts';

describe('an allowance', () => {
  test('lets two seconds worth through at once, and not one more', () => {
    const allowance = new Allowance(10);
    for (let n = 0; n < 20; n++) expect(allowance.take(1, 0)).toBe(0);
    expect(allowance.take(1, 0)).toBe(100);
  });

  test('comes back with time', () => {
    const allowance = new Allowance(10);
    expect(allowance.take(30, 0)).toBe(1_000);
    expect(allowance.take(1, 1_100)).toBe(0);
    expect(allowance.take(1, 1_100)).toBe(100);
  });

  test('saves up no more than its burst', () => {
    const allowance = new Allowance(10);
    allowance.take(1, 0);
    expect(allowance.take(20, 1_000_000)).toBe(0);
    expect(allowance.take(1, 1_000_000)).toBe(100);
  });
});

/** The bytes that a write counts besides its own. */
const WRITE = 400;
const PONG_BYTES = WRITE + 2 + '{"type":"pong"}'.length;

/** Takes nothing. Like a socket of Node, it reports no error for bytes that were on their way when it was destroyed. */
function stuckSocket(): Duplex {
  let onTaken: (() => void) | undefined;
  return new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      onTaken = done;
    },
    destroy(error, done) {
      done(error);
      onTaken?.();
    },
  });
}

/** A connection on a socket that takes what the scene says, at the time it says. */
function scene(
  limits: Partial<RelayLimits> = {},
  socket: Duplex = new PassThrough({ highWaterMark: 1 }),
) {
  const at = { now: 0, taken: 0 };
  const calls: string[] = [];
  const overfull: number[] = [];
  const drained: number[] = [];
  const webSocket = {
    OPEN: 1,
    readyState: 1,
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
  };
  const backlog = new Backlog();
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  const connection = new Connection({
    peer: 1,
    limits: bounds,
    backlog,
    budget: new Budgets(bounds).open('a client'),
    now: () => at.now,
    // The part of a socket that a connection uses.
    webSocket: webSocket as unknown as WebSocket,
    socket,
    corks: new Corks(),
    takenBytes: () => at.taken,
    onDrained: (_peer, unsent) => drained.push(unsent),
    onOverfull: () => overfull.push(connection.queuedBytes),
  });
  /** Leaves this many bytes waiting: the first byte keeps the socket from taking any. */
  const fill = (bytes: number): void => {
    socket.write(new Uint8Array(1));
    socket.write(new Uint8Array(bytes - 1));
  };
  return { at, calls, overfull, drained, backlog, connection, socket, fill };
}

describe('a connection', () => {
  test('[B4] that sends too many messages is not read from until they are earned', () => {
    const { at, calls, connection } = scene({ messagesPerSecond: 10 });
    for (let n = 0; n < 20; n++) expect(connection.hear(50, 1)).toBe(false);
    expect(connection.hear(50, 1)).toBe(true);
    expect(connection.resume(99)).toBe(false);
    expect(connection.resume(100)).toBe(true);
    expect(calls).toEqual(['pause', 'resume']);
    at.now = 100;
    expect(connection.trouble(at.now)).toBe(undefined);
  });

  test('[T13] whose socket ends has not taken what waited for it', async () => {
    const { connection, socket, drained, backlog } = scene({}, stuckSocket());
    for (let n = 0; n < 8; n++) {
      connection.forward(contentFrame(new Uint8Array(64 * 1024)), true);
    }
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
    expect(drained).toEqual([]);
    connection.release();
    expect(backlog.bytes).toBe(0);
  });

  test('[B4] that sends long messages has sent many', () => {
    expect(messagesIn(19 * 1024 + 1, false)).toBe(20);
    expect(messagesIn(0, false)).toBe(1);
  });

  test('[B4] that sends content frames has sent a message for each, unless they are large', () => {
    expect(messagesIn(42, true)).toBe(1);
    expect(messagesIn(16 * 1024 - 1, true)).toBe(1);
    expect(messagesIn(16 * 1024, true)).toBe(0);
  });

  test('that waits for its turn is not read from until it has both that and its allowance', () => {
    const { calls, connection } = scene({ messagesPerSecond: 10 });
    connection.hear(50, 21);
    connection.wait();
    connection.resume(100);
    expect(calls).toEqual(['pause', 'pause']);
    connection.hear(50, 10);
    connection.readOn();
    connection.resume(2_000);
    expect(calls).toEqual(['pause', 'pause', 'pause', 'resume']);
  });

  test('[B4] that sends too many bytes is not read from until they are earned', () => {
    const { connection } = scene({ bytesPerSecond: 1_000 });
    expect(connection.hear(2_000, 0)).toBe(false);
    expect(connection.hear(1, 0)).toBe(true);
  });

  test('[P5] from which nothing was heard for two heartbeats is silent', () => {
    const { at, connection } = scene();
    at.now = 5_000;
    connection.hear(10, 1);
    expect(connection.trouble(46_000)).toBe(undefined);
    expect(connection.trouble(46_001)).toBe('silent');
  });

  test('[P5] that is not read from is not silent', () => {
    const { connection } = scene({ bytesPerSecond: 1 });
    connection.hear(1_000_000, 0);
    expect(connection.trouble(100_000)).toBe(undefined);
  });

  test('[B7] that takes nothing for thirty seconds and says nothing is gone', () => {
    const { connection, fill } = scene();
    fill(1_000);
    connection.trouble(0);
    expect(connection.trouble(29_999)).toBe(undefined);
    expect(connection.trouble(30_000)).toBe('gone');
  });

  test('[B7] that takes nothing for thirty seconds and is not read from is slow', () => {
    const { connection, fill } = scene({ bytesPerSecond: 1 });
    fill(1_000);
    connection.hear(1_000, 0);
    connection.trouble(0);
    expect(connection.trouble(29_999)).toBe(undefined);
    expect(connection.trouble(30_000)).toBe('slow');
  });

  test('[B7] that takes a byte now and then lives', () => {
    const { at, connection, fill } = scene();
    fill(1_000_000);
    for (let now = 0; now < 120_000; now += 20_000) {
      at.now = now;
      at.taken += 1;
      connection.hear(10, 1);
      expect(connection.trouble(now)).toBe(undefined);
    }
  });

  test('[B7] that takes nothing but speaks gets ten minutes', () => {
    const { at, connection, fill } = scene();
    fill(1_000);
    for (at.now = 0; at.now < 600_000; at.now += 20_000) {
      connection.hear(10, 1);
      expect(connection.trouble(at.now)).toBe(undefined);
    }
    expect(connection.trouble(600_000)).toBe('slow');
  });

  test('[B7] may have as much waiting as allowed, and not a byte more', () => {
    const { connection, overfull, fill } = scene({ queuedBytes: 1_000 });
    fill(1_000 - PONG_BYTES);
    connection.send({ type: 'pong' });
    expect([connection.queuedBytes, overfull]).toEqual([1_000, []]);
    connection.forward(new WsFrame([new Uint8Array(1)], 1), false);
    expect(overfull).toEqual([1_001 + WRITE]);
  });

  test('[B7] has too much waiting by many small messages', () => {
    const { connection, overfull, fill } = scene();
    fill(1_000);
    for (let n = 0; n < 200_000; n++) connection.send({ type: 'pong' });
    expect(overfull.length).toBeGreaterThan(0);
  });

  test('[B7] has nothing waiting once all is taken', async () => {
    const { connection, socket } = scene();
    for (let n = 0; n < 1_000; n++) connection.send({ type: 'pong' });
    connection.forward(new WsFrame([new Uint8Array(4), new Uint8Array(96)], 96), false);
    expect(connection.queuedBytes).toBe(1_000 * PONG_BYTES + 2 * WRITE + 100);
    socket.resume();
    await expect.poll(() => connection.queuedBytes).toBe(0);
  });

  test('[T8] has answered a probe once its bytes come back, and not before', async () => {
    const { connection, socket } = scene();
    const written = once(socket, 'data');
    connection.probe();
    const [frame] = (await written) as [Buffer];
    expect(frame[0]).toBe(0x89); // a ping of WebSocket
    expect(connection.answers(Buffer.alloc(6))).toBe(false);
    expect(connection.answers(frame.subarray(2))).toBe(true);
    expect(connection.answers(frame.subarray(2))).toBe(false);
  });

  test('whose peer takes little keeps only what waits in memory, not what it was cut from', () => {
    const { connection, socket, fill } = scene();
    const pool = new Uint8Array(8_192);
    fill(100_000);
    const written: Uint8Array[] = [];
    const write = socket.write.bind(socket);
    socket.write = (chunk: Uint8Array, ...rest: never[]) => {
      written.push(chunk);
      return write(chunk, ...rest);
    };
    connection.send({ type: 'pong' });
    connection.forward(new WsFrame([pool.subarray(0, 50)], 50), false);
    expect(written.map(({ buffer }) => buffer.byteLength)).toEqual([17, 50]);
  });

  test('[B7] shares what waits on others too: a frame counts once, and what each takes besides', async () => {
    const [one, other] = [scene(), scene()];
    const backlog = new Backlog();
    const frame = contentFrame(new Uint8Array(20_041));
    for (let n = 0; n < 3; n++) backlog.add(frame);
    expect(backlog.bytes).toBe(20_045 + 3 * 2 * WRITE);
    for (const { connection, fill } of [one, other]) {
      fill(1_000);
      connection.forward(frame, false);
    }
    expect(one.connection.share).toBe(20_045 / 5 + 2 * WRITE);
    one.connection.release();
    expect([one.connection.share, one.backlog.bytes]).toEqual([0, 0]);
    expect(other.connection.share).toBe(20_045 / 4 + 2 * WRITE);
  });

  test('writes at once what others wait behind, and the rest together', () => {
    const { connection, socket } = scene();
    connection.send({ type: 'pong' });
    expect(socket.writableCorked).toBe(1);
    connection.forward(contentFrame(new Uint8Array(50)), true);
    expect(socket.writableCorked).toBe(0);
  });

  test('[B7] has too much waiting by a message too', () => {
    const { connection, overfull, fill } = scene({ queuedBytes: 1_000 });
    fill(1_001 - PONG_BYTES);
    connection.send({ type: 'pong' });
    expect(overfull).toEqual([1_001]);
  });

  test('that is cut off has nothing waiting', () => {
    const { connection, socket, fill } = scene();
    fill(1_000);
    socket.destroy();
    expect(connection.queuedBytes).toBe(0);
  });
});

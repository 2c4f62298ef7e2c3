import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { FairReads } from '../../relay/server/fair-reads.ts';

const FRAME = 64 * 1024;

/** All that fair reading uses of a connection. */
function fakeSocket() {
  const socket = {
    isPaused: false,
    pause: () => (socket.isPaused = true),
    resume: () => (socket.isPaused = false),
  };
  return socket;
}

test('who sends large frames past the share of a turn waits for a later one', async () => {
  const reads = new FairReads();
  const sockets = Array.from({ length: 4 }, fakeSocket);
  for (const socket of sockets) reads.onContent(socket as unknown as WebSocket, FRAME);
  expect(sockets.map(({ isPaused }) => isPaused)).toEqual([false, false, true, true]);
  await setImmediate();
  expect(sockets.map(({ isPaused }) => isPaused)).toEqual([false, false, false, true]);
  await setImmediate();
  expect(sockets.some(({ isPaused }) => isPaused)).toBe(false);
});

test('while somebody waits, who has a turn gets it for one large frame', async () => {
  const reads = new FairReads();
  const [first, second, third] = [fakeSocket(), fakeSocket(), fakeSocket()];
  for (let n = 0; n < 3; n++) reads.onContent(first as unknown as WebSocket, FRAME);
  reads.onContent(second as unknown as WebSocket, FRAME);
  await setImmediate();
  expect([first.isPaused, second.isPaused]).toEqual([false, true]);
  reads.onContent(third as unknown as WebSocket, FRAME);
  expect(third.isPaused).toBe(true);
});

test('who sends small frames is never made to wait', () => {
  const reads = new FairReads();
  const [large, small] = [fakeSocket(), fakeSocket()];
  for (let n = 0; n < 3; n++) reads.onContent(large as unknown as WebSocket, FRAME);
  reads.onContent(small as unknown as WebSocket, 1_024);
  expect([large.isPaused, small.isPaused]).toEqual([true, false]);
});

test('who sends a long text waits sooner, since it takes longer', async () => {
  const reads = new FairReads();
  const socket = fakeSocket();
  reads.onText(socket as unknown as WebSocket, FRAME);
  expect(socket.isPaused).toBe(true);
  await setImmediate();
  expect(socket.isPaused).toBe(false);
});

test('who sends short texts is never made to wait', () => {
  const reads = new FairReads();
  const socket = fakeSocket();
  for (let n = 0; n < 10_000; n++) reads.onText(socket as unknown as WebSocket, 1_024);
  expect(socket.isPaused).toBe(false);
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { testRelay } from '../../extension/background/watch/relay-test.ts';
import { startRelay } from '../support/wire.ts';

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It listens on a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a relay says what it takes', async () => {
  const relay = await startRelay();
  const limits = expect.objectContaining({ pageBytes: DEFAULT_LIMITS.pageBytes });
  expect(await testRelay(relay.url)).toEqual({ outcome: 'answered', limits });
  await relay.stop();
});

test('where nothing listens nothing is reached', async () => {
  const server = createServer();
  const origin = await listening(server);
  server.close();
  await once(server, 'close');
  expect(await testRelay(origin)).toEqual({ outcome: 'failed', problem: 'unreachable' });
});

test('a web site is not a relay', async () => {
  const server = createServer((_, response) => response.end('hello'));
  expect(await testRelay(await listening(server))).toEqual({
    outcome: 'failed',
    problem: 'no-relay',
  });
  server.close();
});

test('who takes the connection and does not welcome speaks another protocol', async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server, handleProtocols: ([first = '']) => first });
  sockets.on('connection', (socket) => socket.send('hello'));
  expect(await testRelay(await listening(server))).toEqual({
    outcome: 'failed',
    problem: 'wrong-protocol',
  });
  server.close();
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { addressOf, createClient, relayUrl } from '../../relay/client/index.ts';
import { DEFAULT_LIMITS, encodeFrame, encodeMessage } from '../../relay/protocol/index.ts';
import { bytesOf, Shelf } from './scene.ts';

test("a page crosses a real socket through the platform's own WebSocket", async () => {
  const page = bytesOf(1_000);
  const address = await addressOf(page);
  const server = new WebSocketServer({ port: 0, path: '/ws' });
  server.on('connection', (socket) => {
    const limits = DEFAULT_LIMITS;
    socket.send(encodeMessage({ type: 'welcome', limits, heartbeatSeconds: 20 }));
    socket.on('message', () => socket.send(encodeFrame(address, 0, page.length, page)));
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP, so not a pipe's name
  const bob = createClient({ url: relayUrl(`http://localhost:${port}`), pages: new Shelf() });
  expect(await bob.fetch(address)).toEqual(page);
  const [socket] = server.clients;
  bob.close();
  expect(socket?.protocol).toBe('mayfly.1');
  if (socket) await once(socket, 'close');
  server.close();
});

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { SlowLink } from './slow-link.ts';

test('bytes arrive in order, however late the timers of a busy process are', async () => {
  const sent = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7) % 251));
  const server = createServer((socket) => {
    for (let at = 0; at < sent.length; at += 10_007) {
      setTimeout(() => socket.write(sent.subarray(at, at + 10_007)), at / 10_007);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const link = new SlowLink(port, { roundTripMs: 20, bytesPerSecond: 5_000_000 });
  const near = connect({ port: await link.listen(), host: '127.0.0.1' });
  const pieces: Buffer[] = [];
  near.on('data', (piece) => {
    pieces.push(piece);
    for (const until = performance.now() + 5; performance.now() < until;); // the process is busy
  });
  while (Buffer.concat(pieces).length < sent.length) await once(near, 'data');
  expect(Buffer.concat(pieces).equals(sent)).toBe(true);
  near.destroy();
  link.close();
  server.close();
});

/**
 * A process of its own, and a client of its own: 100 connections that each say 2 % of what a connection may. It frames
 * its pings once and reads nothing of what comes back, so that it takes little from the core that it shares with who
 * measures.
 */
import { connect, type Socket } from 'node:net';
import { setPriority } from 'node:os';
import { DEFAULT_LIMITS, encodeMessage } from '../../relay/protocol/index.ts';
import { textFrame, upgradeTo } from './slow-reader.ts';

const CONNECTIONS = 100;
const SHARE = 0.02;
const EVERY_MS = 10;

/** The pings sent since the last report, and the time they took. */
export interface PingReport {
  readonly pings: number;
  readonly ms: number;
}

const [url = ''] = process.argv.slice(2);
const atOnce = (DEFAULT_LIMITS.messagesPerSecond * SHARE * EVERY_MS) / 1_000;
const ping = textFrame(encodeMessage({ type: 'ping' }));
const pings = Buffer.concat(Array.from({ length: atOnce }, () => ping));
/** A pong as the relay frames it. */
const PONG_BYTES = 2 + encodeMessage({ type: 'pong' }).length;
const nowhere = Buffer.alloc(64 * 1024);
let pongBytes = 0;
let since = performance.now();

setPriority(19);
const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, open));
setInterval(() => {
  // A relay that does not read a connection is not sent more.
  for (const socket of sockets) if (socket.writableLength === 0) socket.write(pings);
}, EVERY_MS);
process.on('message', (message) => {
  if (message === 'stop') process.exit(0);
  report();
});
process.send?.('pinging');

async function open(): Promise<Socket> {
  const { hostname, port, pathname } = new URL(url);
  const onread = {
    buffer: nowhere,
    callback: (bytes: number) => {
      pongBytes += bytes;
      return true;
    },
  };
  // By this address of the machine the relay tells it from the others.
  const socket = connect({ port: Number(port), host: hostname, localAddress: '127.0.0.2', onread });
  const opened = Promise.withResolvers<void>();
  socket.once('connect', () => socket.write(upgradeTo(pathname), () => opened.resolve()));
  await opened.promise;
  return socket;
}

/** Reports the number of answered pings. Further pings still wait. */
function report(): void {
  const now = performance.now();
  const answered: PingReport = { pings: pongBytes / PONG_BYTES, ms: now - since };
  process.send?.(answered);
  pongBytes = 0;
  since = now;
}

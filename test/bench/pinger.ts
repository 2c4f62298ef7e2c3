/**
 * A loud client in a process of its own: 100 connections that each send 2 % of the pings that a connection may send. With
 * an address, as `node pinger.ts <url> <address>`, it is one connection that wants the page and takes the want back, as
 * often as it may. It frames its messages once and reads no answers, because it shares a core with the measuring process.
 */
import { connect, type Socket } from 'node:net';
import { setPriority } from 'node:os';
import { type Address, DEFAULT_LIMITS, encodeMessage } from '../../relay/protocol/index.ts';
import { textFrame, upgradeTo } from './slow-reader.ts';

const EVERY_MS = 10;

/** The pings sent since the last report, and the time they took. */
export interface PingReport {
  readonly pings: number;
  readonly ms: number;
}

const [url = '', address] = process.argv.slice(2);
const connections = address ? 1 : 100;
const allowance = address ? 1 : 0.02;
const messages = address ? wantAndUnwant(address as Address) : [encodeMessage({ type: 'ping' })];
const atOnce = (DEFAULT_LIMITS.messagesPerSecond * allowance * EVERY_MS) / 1_000;
const frames = messages.map(textFrame);
const said = Buffer.concat(Array.from({ length: atOnce / frames.length }, () => frames).flat());
/** A pong as the relay frames it. */
const PONG_BYTES = 2 + encodeMessage({ type: 'pong' }).length;
const nowhere = Buffer.alloc(64 * 1024);
let pongBytes = 0;
let since = performance.now();

setPriority(19);
const sockets = await Promise.all(Array.from({ length: connections }, open));
setInterval(() => {
  // A relay that does not read a connection is not sent more.
  for (const socket of sockets) if (socket.writableLength === 0) socket.write(said);
}, EVERY_MS);
process.on('message', (message) => {
  if (message === 'stop') process.exit(0);
  report();
});
process.send?.('pinging');

function wantAndUnwant(page: Address): string[] {
  return [
    encodeMessage({ type: 'want', address: page, from: 0 }),
    encodeMessage({ type: 'unwant', address: page }),
  ];
}

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

/** A process of its own, and a client of its own: 100 connections that each say 2 % of what a connection may. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { DEFAULT_LIMITS, encodeMessage, SUBPROTOCOL } from '../../relay/protocol/index.ts';

const CONNECTIONS = 100;
const SHARE = 0.02;
const EVERY_MS = 10;

const [url = ''] = process.argv.slice(2);
const ping = encodeMessage({ type: 'ping' });
const atOnce = (DEFAULT_LIMITS.messagesPerSecond * SHARE * EVERY_MS) / 1_000;
// By this address of the machine the relay tells it from the others.
const options = { localAddress: '127.0.0.2', perMessageDeflate: false };
const sockets = Array.from({ length: CONNECTIONS }, () => new WebSocket(url, SUBPROTOCOL, options));
await Promise.all(sockets.map(async (socket) => await once(socket, 'open')));
setInterval(() => {
  for (const socket of sockets) for (let i = 0; i < atOnce; i++) socket.send(ping);
}, EVERY_MS);
process.on('message', () => process.exit(0)); // there is only 'stop'
process.send?.('pinging');

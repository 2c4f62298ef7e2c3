/**
 * The floor that the relay is measured against: the least that can pass the same frames over `ws`. It knows who has and
 * who wants an address and asks for the next window when the last has left; it checks nothing, limits nothing,
 * survives nothing and forgets nothing.
 */
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { REQUEST_BYTES, SOCKET_PATH, WINDOW_BYTES } from '../../relay/protocol/index.ts';

interface Passing {
  readonly seeder: WebSocket;
  readonly readers: ReadonlySet<WebSocket>;
  asked: number;
  /** Bytes that have left for every reader. */
  left: number;
}

/** The last peer that said it holds an address. */
const haves = new Map<string, WebSocket>();
const waiting = new Map<string, Set<WebSocket>>();
const passing = new Map<string, Passing>();
/** The names of senders of notes, both ways. */
const named = new Map<string, WebSocket>();
const names = new Map<WebSocket, string>();

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  path: SOCKET_PATH,
  backlog: 4096,
});
server.on('listening', () => {
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  console.log(`The floor is at http://127.0.0.1:${port}`);
});
server.on('connection', (socket) => {
  const name = (named.size + 1).toString().padStart(22, 'A');
  named.set(name, socket);
  names.set(socket, name);
  socket.on('message', (message, isBinary) => {
    const bytes = message as Buffer; // `binaryType` is left at its default
    if (isBinary) pass(bytes);
    else receive(socket, JSON.parse(bytes.toString()));
  });
  socket.send('{"type":"welcome"}');
});
process.on('SIGTERM', () => process.exit(0));

type Message =
  | { type: 'have'; addresses: string[] }
  | { type: 'want'; address: string }
  | { type: 'note'; address: string; to?: string; body: string }
  | { type: 'ping' };

function receive(socket: WebSocket, message: Message): void {
  switch (message.type) {
    case 'have':
      for (const address of message.addresses) {
        haves.set(address, socket);
        start(address);
      }
      return;
    case 'want':
      return want(message.address, socket);
    case 'note': {
      const { address, to, body } = message;
      const receiver = to === undefined ? haves.get(address) : named.get(to);
      const note = { type: 'note', address, from: names.get(socket), body };
      return receiver?.send(JSON.stringify(note));
    }
    case 'ping':
      return socket.send('{"type":"pong"}');
  }
}

function want(address: string, socket: WebSocket): void {
  const readers = waiting.get(address) ?? new Set();
  waiting.set(address, readers.add(socket));
  start(address);
}

function start(address: string): void {
  const seeder = haves.get(address);
  const readers = waiting.get(address);
  if (!seeder || !readers || passing.has(address)) return;
  waiting.delete(address);
  passing.set(address, { seeder, readers, asked: WINDOW_BYTES, left: 0 });
  ask(seeder, address, 0, WINDOW_BYTES);
}

function pass(frame: Buffer): void {
  const address = frame.toString('hex', 1, 33);
  const transfer = passing.get(address);
  if (!transfer) return;
  const length = frame.length - 41;
  const total = frame.readUInt32BE(37);
  let pending = transfer.readers.size;
  for (const reader of transfer.readers) {
    reader.send(frame, () => {
      if (--pending === 0) askOn(transfer, address, length, total);
    });
  }
  if (frame.readUInt32BE(33) + length === total) {
    passing.delete(address);
    start(address);
  }
}

function askOn(transfer: Passing, address: string, length: number, total: number): void {
  transfer.left += length;
  if (transfer.asked >= total || transfer.asked - transfer.left > WINDOW_BYTES - REQUEST_BYTES)
    return;
  ask(transfer.seeder, address, transfer.asked, REQUEST_BYTES);
  transfer.asked += REQUEST_BYTES;
}

function ask(seeder: WebSocket, address: string, from: number, length: number): void {
  seeder.send(JSON.stringify({ type: 'request', address, from, length }));
}

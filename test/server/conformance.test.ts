/** The WebSocket endpoint, frame by frame (RFC 6455), by a client that is no WebSocket library. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLOSE, DEFAULT_LIMITS, encodeFrame, SUBPROTOCOL } from '@mayfly/relay/protocol';
import type { Relay } from '../../relay/server/serve.ts';
import { RawPeer, randomPage, startRelay } from '../support/wire.ts';

const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const END = 8;
const PING = 9;
const PONG = 10;

const PING_MESSAGE = '{"type":"ping"}';
const PONG_MESSAGE = '{"type":"pong"}';

interface Heard {
  readonly opcode: number;
  readonly payload: Buffer;
}

interface FrameShape {
  readonly fin?: boolean;
  /** The three reserved bits, as a number. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length in the header, whatever the payload is. */
  readonly length?: number | bigint;
  /** The number of bytes in which the length is written, if it is not the shortest. */
  readonly written?: 2 | 8;
}

function frame(opcode: number, payload: string | Uint8Array = '', shape: FrameShape = {}): Buffer {
  const { fin = true, reserved = 0, masked = true } = shape;
  const bytes = Buffer.from(payload);
  const length = shape.length ?? bytes.length;
  const mask = Buffer.of(1, 2, 3, 4);
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const header = [Buffer.of(first), lengthBytes(length, masked, shape.written)];
  if (!masked) return Buffer.concat([...header, bytes]);
  return Buffer.concat([...header, mask, bytes.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}

function lengthBytes(length: number | bigint, masked: boolean, written = shortest(length)): Buffer {
  const bit = masked ? 0x80 : 0;
  if (written === 0) return Buffer.of(bit | Number(length));
  if (written === 2) return Buffer.of(bit | 126, Number(length) >> 8, Number(length) & 0xff);
  const bytes = Buffer.alloc(9);
  bytes[0] = bit | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function shortest(length: number | bigint): 0 | 2 | 8 {
  if (length < 126) return 0;
  return length < 0x1_0000 ? 2 : 8;
}

function fragments(opcode: number, payload: string | Uint8Array, count: number): Buffer[] {
  const bytes = Buffer.from(payload);
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * bytes.length) / count);
    const to = Math.floor(((i + 1) * bytes.length) / count);
    const shape = { fin: i === count - 1 };
    return frame(i === 0 ? opcode : CONTINUATION, bytes.subarray(from, to), shape);
  });
}

function closing(code: number, reason: string | Uint8Array = ''): Buffer {
  return frame(END, Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from(reason)]));
}

const HANDSHAKE: Readonly<Record<string, string>> = {
  Host: 'relay',
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol': SUBPROTOCOL,
};

type Headers = Readonly<Record<string, string | undefined>>;

function upgrade(changes: Headers = {}, version = '1.1', body = ''): string {
  const headers = Object.entries({ ...HANDSHAKE, ...changes }).filter(([, value]) => value);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /ws HTTP/${version}\r\n${lines.join('')}\r\n${body}`;
}

/** A bare socket that reads what a relay answers, after the handshake as frames. */
class BareSocket {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  #bytes = Buffer.alloc(0);

  constructor(relay: Relay) {
    const { port } = new URL(relay.url);
    this.socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('error', () => {}); // the close that follows says what a test asks about
    this.socket.on('data', (chunk) => (this.#bytes = Buffer.concat([this.#bytes, chunk])));
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
  }

  /** Connected, upgraded and welcomed. */
  static async open(relay: Relay): Promise<BareSocket> {
    const bare = new BareSocket(relay);
    bare.socket.write(upgrade());
    expect(await bare.status()).toBe(101);
    expect((await bare.next()).payload.toString()).toContain('"welcome"');
    return bare;
  }

  /** The status of the answer to the handshake, whose headers are taken off what came. */
  async status(): Promise<number> {
    return Number((await this.head()).split(' ')[1]);
  }

  /** The answer to the handshake up to its content. */
  async head(): Promise<string> {
    const end = await this.#until(() => this.#bytes.indexOf('\r\n\r\n') + 1);
    return this.#take(end + 3).toString();
  }

  async next(): Promise<Heard> {
    const size = await this.#until(() => this.#sizeOfNext());
    const bytes = this.#take(size);
    const header = (bytes[1] ?? 0) < 126 ? 2 : 4;
    return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(header) };
  }

  /** The code of the close frame that comes next, whatever comes before it. */
  async closeCode(): Promise<number> {
    for (;;) {
      const { opcode, payload } = await this.next();
      if (opcode === END) return payload.length < 2 ? 1005 : payload.readUInt16BE(0);
    }
  }

  #sizeOfNext(): number {
    const length = this.#bytes[1];
    if (length === undefined) return 0;
    if (length < 126) return this.#bytes.length >= 2 + length ? 2 + length : 0;
    if (this.#bytes.length < 4) return 0;
    const long = 4 + this.#bytes.readUInt16BE(2);
    return this.#bytes.length >= long ? long : 0;
  }

  #take(size: number): Buffer {
    const taken = this.#bytes.subarray(0, size);
    this.#bytes = this.#bytes.subarray(size);
    return taken;
  }

  async #until(size: () => number): Promise<number> {
    for (;;) {
      const found = size();
      if (found > 0) return found;
      if (this.socket.readableEnded || this.socket.destroyed) throw new Error('the socket ended');
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'end'), this.closed]);
    }
  }
}

let relay: Relay;
let bystander: RawPeer;

beforeEach(async () => {
  relay = await startRelay();
  bystander = await RawPeer.connect(relay);
});

afterEach(async () => {
  // Whatever happened, it harmed nobody else and left nothing behind.
  await bystander.settled();
  await expect.poll(() => relay.sizes.connections).toBe(1);
  expect(relay.sizes).toMatchObject({ peers: 1, swarms: 0, transfers: 0 });
  bystander.close();
  await relay.stop();
});

const address = randomPage(1).address;
const content = encodeFrame(address, 0, 70_000, randomBytes(60_000));
const half = (text: string): string => text.slice(0, text.length / 2);
const badText = Buffer.from([0x7b, 0xc3, 0x28, 0x7d]);

const TAKEN: [name: string, frames: Buffer[]][] = [
  ['a text in one frame', [frame(TEXT, PING_MESSAGE)]],
  ['a text in three fragments', fragments(TEXT, PING_MESSAGE, 3)],
  ['a text in 64 fragments, some of them empty', fragments(TEXT, PING_MESSAGE, 64)],
  [
    'a text whose fragments part a character',
    fragments(TEXT, '{"type":"ping","x":"🦋🦋🦋🦋"}', 13),
  ],
  ['a content frame in one piece', [frame(BINARY, content), frame(TEXT, PING_MESSAGE)]],
  [
    'a content frame in 64 fragments',
    [...fragments(BINARY, content, 64), frame(TEXT, PING_MESSAGE)],
  ],
  ['an unasked pong', [frame(PONG, 'hello'), frame(TEXT, PING_MESSAGE)]],
  [
    'a frame that comes byte by byte',
    [...frame(TEXT, PING_MESSAGE)].map((byte) => Buffer.of(byte)),
  ],
];

describe('the endpoint takes', () => {
  test.each(TAKEN)('%s', async (_name, frames) => {
    const bare = await BareSocket.open(relay);
    for (const one of frames) bare.socket.write(one);
    expect((await bare.next()).payload.toString()).toBe(PONG_MESSAGE);
    bare.socket.destroy();
  });
});

const CLOSED: [name: string, frames: Buffer[], code: number][] = [
  ['a frame without a mask', [frame(TEXT, PING_MESSAGE, { masked: false })], 1002],
  ['the first reserved bit', [frame(TEXT, PING_MESSAGE, { reserved: 4 })], 1002],
  ['the second reserved bit', [frame(TEXT, PING_MESSAGE, { reserved: 2 })], 1002],
  ['the third reserved bit', [frame(BINARY, content, { reserved: 1 })], 1002],
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Buffer[], number] => [
    `the unknown opcode ${opcode}`,
    [frame(opcode, 'x')],
    1002,
  ]),
  ['a continuation of nothing', [frame(CONTINUATION, PING_MESSAGE)], 1002],
  [
    'a second text before the first has ended',
    [frame(TEXT, half(PING_MESSAGE), { fin: false }), frame(TEXT, PING_MESSAGE)],
    1002,
  ],
  [
    'a binary message inside a text',
    [frame(TEXT, half(PING_MESSAGE), { fin: false }), frame(BINARY, content)],
    1002,
  ],
  ['a ping in fragments', [frame(PING, 'x', { fin: false })], 1002],
  ['a ping of 126 bytes', [frame(PING, 'x'.repeat(126))], 1002],
  ['a close of 126 bytes', [closing(1000, 'x'.repeat(124))], 1002],
  ['text that is not UTF-8', [frame(TEXT, badText)], 1007],
  ['text that is not UTF-8, in fragments', fragments(TEXT, badText, 2), 1007],
  ['text that ends within a character', [frame(TEXT, Buffer.from('🦋').subarray(0, 3))], 1007],
  ['a message in 65 fragments', fragments(TEXT, PING_MESSAGE, 65), 1008],
  [
    'a frame that announces too much',
    [frame(BINARY, '', { length: DEFAULT_LIMITS.textBytes + 1 })],
    1009,
  ],
  ['a frame that announces 4 GiB', [frame(BINARY, '', { length: 2 ** 32 })], 1009],
  ['a frame that announces 2⁶³ bytes', [frame(BINARY, '', { length: 2n ** 63n })], 1009],
  [
    'fragments that together are too much',
    [frame(BINARY, content, { fin: false }), frame(CONTINUATION, content)],
    1009,
  ],
  ['a small length in two bytes', [frame(TEXT, PING_MESSAGE, { written: 2 })], 1002],
  ['a small length in eight bytes', [frame(TEXT, PING_MESSAGE, { written: 8 })], 1002],
  ['the length 125 in two bytes', [frame(PING, 'x'.repeat(125), { written: 2 })], 1002],
  ['a middle length in eight bytes', [frame(BINARY, content, { written: 8 })], 1002],
  ['no length in two bytes', [frame(END, '', { written: 2 })], 1002],
  [
    'a length that is too long behind good frames, byte by byte',
    [
      ...Buffer.concat([
        ...[frame(BINARY, content), frame(PING, 'x'.repeat(125)), frame(PONG)],
        frame(TEXT, PING_MESSAGE, { written: 8 }),
      ]),
    ].map((byte) => Buffer.of(byte)),
    1002,
  ],
  [
    'a content frame of a byte too many',
    [frame(BINARY, encodeFrame(address, 0, 70_000, randomBytes(DEFAULT_LIMITS.frameBytes + 1)))],
    1009,
  ],
  ['a binary message as long as a text may be', [frame(BINARY, Buffer.alloc(98_304))], 1009],
  ['an empty text', [frame(TEXT)], CLOSE.violation],
  ['an empty binary message', [frame(BINARY)], CLOSE.violation],
  ['a close with half a code', [frame(END, 'x')], 1002],
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2_999, 5_000].map(
    (code): [string, Buffer[], number] => [`a close with code ${code}`, [closing(code)], 1002],
  ),
  ['a close whose reason is not UTF-8', [closing(1000, badText)], 1007],
  ['a close without a code', [frame(END)], 1005],
  ['a close with code 1000', [closing(1000, 'done')], 1000],
  ['a close with code 4999', [closing(4_999)], 4_999],
];

describe('the endpoint closes the connection on', () => {
  test.each(CLOSED)('%s', async (_name, frames, code) => {
    const bare = await BareSocket.open(relay);
    for (const one of frames) bare.socket.write(one);
    expect(await bare.closeCode()).toBe(code);
    bare.socket.end();
    await bare.closed;
  });
});

describe('a control frame', () => {
  test('is answered by a pong with the same bytes', async () => {
    const bare = await BareSocket.open(relay);
    for (const payload of ['', 'x', 'x'.repeat(125)]) {
      bare.socket.write(frame(PING, payload));
      expect(await bare.next()).toEqual({ opcode: PONG, payload: Buffer.from(payload) });
    }
    bare.socket.destroy();
  });

  test('between the fragments of a message is answered at once, and the message still counts', async () => {
    const bare = await BareSocket.open(relay);
    const [first, second, third] = fragments(TEXT, PING_MESSAGE, 3);
    bare.socket.write(Buffer.concat([first!, frame(PING, 'now'), second!, frame(PONG)]));
    expect(await bare.next()).toEqual({ opcode: PONG, payload: Buffer.from('now') });
    bare.socket.write(third!);
    expect((await bare.next()).payload.toString()).toBe(PONG_MESSAGE);
    bare.socket.destroy();
  });

  test('that closes between the fragments of a message ends both', async () => {
    const bare = await BareSocket.open(relay);
    bare.socket.write(frame(TEXT, half(PING_MESSAGE), { fin: false }));
    bare.socket.write(closing(1000));
    expect(await bare.closeCode()).toBe(1000);
    bare.socket.end();
    await bare.closed;
  });
});

describe('after its close', () => {
  test('a connection is heard no more', async () => {
    const bare = await BareSocket.open(relay);
    bare.socket.write(Buffer.concat([closing(1000), frame(TEXT, PING_MESSAGE)]));
    expect((await bare.next()).opcode).toBe(END);
    bare.socket.end();
    await bare.closed;
  });
});

describe('a connection', () => {
  test('whose client sends no more, but could still read, is ended', async () => {
    const bare = await BareSocket.open(relay);
    bare.socket.end(frame(TEXT, PING_MESSAGE));
    expect((await bare.next()).payload.toString()).toBe(PONG_MESSAGE);
    await bare.closed;
  });

  test.each([
    ['before anything was said', Buffer.alloc(0)],
    ['within a header', frame(BINARY, content).subarray(0, 3)],
    ['within a message', frame(BINARY, content).subarray(0, 5_000)],
    ['between fragments', frame(BINARY, content, { fin: false })],
    ['behind a whole message', frame(TEXT, PING_MESSAGE)],
  ])('that is reset %s is forgotten', async (_when, bytes) => {
    const bare = await BareSocket.open(relay);
    await new Promise((resolve) => bare.socket.write(bytes, resolve));
    bare.socket.resetAndDestroy();
    await bare.closed;
  });
});

describe('an upgrade', () => {
  test.each([
    ['without a key', { 'Sec-WebSocket-Key': undefined }, 400],
    ['with a key that is none', { 'Sec-WebSocket-Key': 'short' }, 400],
    ['of an earlier version', { 'Sec-WebSocket-Version': '7' }, 426],
    ['of the version before this', { 'Sec-WebSocket-Version': '8' }, 426],
    ['of a later version', { 'Sec-WebSocket-Version': '14' }, 426],
    ['of two versions', { 'Sec-WebSocket-Version': '13\r\nSec-WebSocket-Version: 8' }, 426],
    ['of no version', { 'Sec-WebSocket-Version': undefined }, 426],
    ['to something else', { Upgrade: 'h2c' }, 426],
    ['to this among others', { Upgrade: 'h2c, WebSocket' }, 101],
    ['to others and, in a header of its own, this', { Upgrade: 'h2c\r\nUpgrade: websocket' }, 101],
    ['to something like it', { Upgrade: 'websocket-next' }, 426],
    ['to no host', { Host: undefined }, 400],
    ['to two hosts', { Host: 'relay\r\nHost: other' }, 400],
    ['to the same host twice', { Host: 'relay\r\nHOST: relay' }, 400],
    ['that announces content', { 'Content-Length': '5' }, 400],
    ['that announces no content', { 'Content-Length': '0' }, 101],
    ['with content in chunks', { 'Transfer-Encoding': 'chunked' }, 400],
    ['without the subprotocol', { 'Sec-WebSocket-Protocol': undefined }, 400],
    ['to a later subprotocol only', { 'Sec-WebSocket-Protocol': 'mayfly.2' }, 400],
    ['to this one among others', { 'Sec-WebSocket-Protocol': 'mayfly.2, mayfly.1' }, 101],
    ['with an extension that is not offered', { 'Sec-WebSocket-Extensions': 'x-zip' }, 101],
  ])('%s is answered by its status', async (_name, headers, status) => {
    const bare = new BareSocket(relay);
    bare.socket.write(upgrade(headers));
    expect(await bare.status()).toBe(status);
    bare.socket.destroy();
  });

  test('of another version is told which one is spoken', async () => {
    const bare = new BareSocket(relay);
    bare.socket.write(upgrade({ 'Sec-WebSocket-Version': '8' }));
    const head = await bare.head();
    expect(head).toContain('\r\nSec-WebSocket-Version: 13\r\n');
    expect(head).toContain('\r\nUpgrade: websocket\r\n');
    bare.socket.destroy();
  });

  test('in HTTP/1.0 is no upgrade', async () => {
    const bare = new BareSocket(relay);
    bare.socket.write(upgrade({}, '1.0'));
    expect(await bare.status()).toBe(426);
    bare.socket.destroy();
  });

  test('has no content that is read as frames', async () => {
    const bare = new BareSocket(relay);
    const body = frame(TEXT, PING_MESSAGE).toString('latin1');
    const said = upgrade({ 'Content-Length': String(body.length) }, '1.1', body);
    bare.socket.write(said, 'latin1');
    expect(await bare.status()).toBe(400);
    bare.socket.end();
    await bare.closed;
  });

  test.each([1, 10, 60, upgrade().length - 1, upgrade().length])(
    'that is reset after %i bytes harms nobody',
    async (length) => {
      const bare = new BareSocket(relay);
      await once(bare.socket, 'connect');
      const sent = upgrade().slice(0, length);
      await new Promise((resolve) => bare.socket.write(sent, resolve));
      bare.socket.resetAndDestroy();
      await bare.closed;
    },
  );

  test('with the first message behind it, in one piece, is heard', async () => {
    const bare = new BareSocket(relay);
    bare.socket.write(Buffer.concat([Buffer.from(upgrade()), frame(TEXT, PING_MESSAGE)]));
    expect(await bare.status()).toBe(101);
    expect((await bare.next()).payload.toString()).toContain('"welcome"');
    expect((await bare.next()).payload.toString()).toBe(PONG_MESSAGE);
    bare.socket.destroy();
  });
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeMessage, SUBPROTOCOL } from '../../relay/protocol/index.ts';
import type { Page } from './pages.ts';

const BYTES = 1024;
const EVERY_MS = 1_000;

/** Wants a page and takes 1 KiB of it a second. It is a bare TCP socket, for nothing else reads as little as one asks. */
export class SlowReader {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;

  /** Resolves when its want has taken effect. */
  static async start(url: string, { address }: Page): Promise<SlowReader> {
    const { hostname, port, pathname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(upgradeTo(pathname));
    await hear(socket, 'HTTP/1.1 101');
    socket.write(textFrame(encodeMessage({ type: 'want', address, from: 0 })));
    socket.write(textFrame(encodeMessage({ type: 'ping' })));
    await hear(socket, '{"type":"pong"}');
    return new SlowReader(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {}); // the measurement expects the cut
    this.#timer = setInterval(() => socket.read(BYTES), EVERY_MS);
  }

  /** The other side has ended the connection. */
  get isCutOff(): boolean {
    return this.#socket.destroyed;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }
}

async function hear(socket: Socket, text: string): Promise<void> {
  let heard = '';
  while (!heard.includes(text)) {
    heard += String(socket.read() ?? '');
    if (!heard.includes(text)) await once(socket, 'readable');
  }
}

/** The request that asks for a WebSocket. */
export function upgradeTo(path: string): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A short text message as a client sends it, masked with zeros. */
export function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length > 125) throw new Error(`expected at most 125 bytes, got ${text}`);
  return Buffer.concat([Buffer.of(0x81, 0x80 | body.length, 0, 0, 0, 0), body]);
}

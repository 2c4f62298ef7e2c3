/**
 * Stands between browsers and a relay, passes every byte on, and keeps them all: everything that the relay's sockets
 * and HTTP see of a browser, and their answers. It unmasks the browsers' WebSocket frames when a test looks at them.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Conversation {
  readonly said: Buffer[];
  readonly answered: Buffer[];
}

export class Wiretap {
  readonly #server: Server;
  readonly #conversations: Conversation[] = [];
  readonly #sockets = new Set<Socket>();
  /** The origin that browsers take for the relay's. */
  origin = '';

  /** Listens at a port of its own in front of the relay at `origin`. */
  static async before(origin: string): Promise<Wiretap> {
    const { hostname, port } = new URL(origin);
    const tap = new Wiretap(hostname, Number(port));
    tap.#server.listen(0, hostname);
    await once(tap.#server, 'listening');
    // It listens on a port.
    tap.origin = `http://${hostname}:${(tap.#server.address() as AddressInfo).port}`;
    return tap;
  }

  private constructor(hostname: string, port: number) {
    this.#server = createServer((browser) => this.#join(browser, connect(port, hostname)));
  }

  /** All bytes in both directions so far. */
  heard(): Buffer {
    return Buffer.concat(
      this.#conversations.flatMap(({ said, answered }) => [
        legible(Buffer.concat(said)),
        ...answered,
      ]),
    );
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(browser: Socket, relay: Socket): void {
    const conversation: Conversation = { said: [], answered: [] };
    this.#conversations.push(conversation);
    this.#pass(browser, relay, conversation.said);
    this.#pass(relay, browser, conversation.answered);
  }

  #pass(from: Socket, to: Socket, kept: Buffer[]): void {
    this.#sockets.add(from);
    from.on('data', (part: Buffer) => kept.push(part));
    from.on('error', () => to.destroy());
    from.pipe(to);
  }
}

/** A browser's bytes in plain: if it opened a WebSocket, its frames without their masks. */
function legible(said: Buffer): Buffer {
  const end = said.indexOf('\r\n\r\n') + 4;
  const head = said.subarray(0, end);
  if (!/^upgrade: websocket\r$/im.test(head.toString('latin1'))) return said;
  return Buffer.concat([head, ...unmasked(said.subarray(end))]);
}

/** The payloads of masked frames (RFC 6455, section 5.2). */
function* unmasked(frames: Buffer): Generator<Buffer> {
  for (let at = 0; at + 6 <= frames.length;) {
    const short = (frames[at + 1] ?? 0) & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    const length =
      extended === 0 ? short : Number(`0x${frames.toString('hex', at + 2, at + 2 + extended)}`);
    const mask = frames.subarray(at + 2 + extended, at + 6 + extended);
    const start = at + 6 + extended;
    const payload = Buffer.from(frames.subarray(start, start + length));
    for (const i of payload.keys()) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
    yield payload;
    at = start + length;
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { createClient, type Client, type PageSource, relayUrl } from '@mayfly/relay/client';
import {
  type Address,
  type ClientMessage,
  encodeFrame,
  encodeMessage,
  type RelayLimits,
  parseFrame,
  parseRelayMessage,
  type RelayMessage,
  SUBPROTOCOL,
} from '@mayfly/relay/protocol';
import type { Backplane } from '../../relay/server/backplane.ts';
import { type Relay, serve } from '../../relay/server/serve.ts';

/** A real relay on a free port of this machine. */
export async function startRelay(limits?: RelayLimits, backplane?: Backplane): Promise<Relay> {
  const log = pino({ level: 'silent' });
  const at = { host: '127.0.0.1', port: 0 };
  return await serve({ ...at, log, metrics: at, ...(limits && { limits }), backplane });
}

/** The present metrics of a relay. */
export async function metricsOf({ metricsUrl }: Pick<Relay, 'metricsUrl'>): Promise<string> {
  if (metricsUrl === undefined) throw new Error('expected a relay whose metrics are read');
  return await (await fetch(metricsUrl)).text();
}

export interface TestPage {
  readonly address: Address;
  readonly bytes: Buffer;
}

export function randomPage(length: number): TestPage {
  const bytes = randomBytes(length);
  return { bytes, address: createHash('sha256').update(bytes).digest('hex') as Address };
}

/** Holds pages in memory, like a tab. */
export class MemoryPages implements PageSource {
  readonly #pages = new Map<Address, Uint8Array>();

  constructor(...pages: TestPage[]) {
    for (const page of pages) this.add(page);
  }

  add({ address, bytes }: TestPage): void {
    this.#pages.set(address, bytes);
  }

  addresses(): Promise<readonly Address[]> {
    return Promise.resolve([...this.#pages.keys()]);
  }

  read(address: Address, from: number, length: number) {
    const bytes = this.#pages.get(address);
    return Promise.resolve(
      bytes && { total: bytes.length, bytes: bytes.subarray(from, from + length) },
    );
  }
}

export function connectClient(relay: Pick<Relay, 'url'>, ...pages: TestPage[]): Client {
  return createClient({ url: relayUrl(relay.url), pages: new MemoryPages(...pages) });
}

/** A client that holds these pages; resolves when the relay knows of them. */
export async function connectSeeder(
  relay: Pick<Relay, 'url'>,
  ...pages: TestPage[]
): Promise<Client> {
  const client = connectClient(relay, ...pages);
  const announced = new Promise<void>((resolve) => {
    client.subscribe(({ type }) => type === 'announced' && resolve());
  });
  await announced;
  await client.settled();
  return client;
}

/** A peer that sends exactly the messages of a test, and keeps the messages it hears. */
export class RawPeer {
  readonly socket: WebSocket;
  readonly heard: (RelayMessage | Uint8Array)[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #waiting = new Set<() => void>();

  /** `query` follows the address of the relay's socket. */
  constructor(relay: Relay, query = '') {
    this.socket = new WebSocket(relayUrl(relay.url) + query, SUBPROTOCOL);
    this.socket.on('error', () => {}); // the close that follows says what a test needs to know
    this.socket.on('message', (message, isBinary) => this.#hear(message as Buffer, isBinary));
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async connect(relay: Relay): Promise<RawPeer> {
    const peer = new RawPeer(relay);
    await once(peer.socket, 'open');
    await peer.next('welcome');
    return peer;
  }

  say(...messages: ClientMessage[]): void {
    for (const message of messages) this.socket.send(encodeMessage(message));
  }

  /** Sends bytes `[from, from + length)` of a page in content frames. */
  serve({ address, bytes }: TestPage, from: number, length: number): void {
    const end = Math.min(bytes.length, from + length);
    for (let at = from; at < end; at += 65_536) {
      const payload = bytes.subarray(at, Math.min(end, at + 65_536));
      this.socket.send(encodeFrame(address, at, bytes.length, payload));
    }
  }

  /** The first message of this type that the test has not taken yet. */
  async next<T extends RelayMessage['type']>(type: T): Promise<Extract<RelayMessage, { type: T }>> {
    for (;;) {
      const at = this.heard.findIndex((one) => !(one instanceof Uint8Array) && one.type === type);
      const [message] = at < 0 ? [] : this.heard.splice(at, 1);
      // The line above selects it by its type.
      if (message) return message as Extract<RelayMessage, { type: T }>;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Resolves when this many payload bytes have come in content frames. */
  async received(bytes: number): Promise<Uint8Array> {
    for (;;) {
      const payloads = this.heard.flatMap((one) => {
        if (!(one instanceof Uint8Array)) return [];
        const header = parseFrame(one, 65_536);
        return 'length' in header ? [one.subarray(one.length - header.length)] : [];
      });
      const whole = Buffer.concat(payloads);
      if (whole.length >= bytes) return whole;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Resolves when the relay has acted on all messages of the peer. */
  async settled(): Promise<void> {
    this.say({ type: 'ping' });
    await this.next('pong');
  }

  close(): void {
    this.socket.terminate();
  }

  #hear(message: Buffer, isBinary: boolean): void {
    if (isBinary) this.heard.push(new Uint8Array(message));
    else {
      const parsed = parseRelayMessage(message.toString());
      if (parsed.type === 'violation') throw new Error(`the relay said ${message.toString()}`);
      this.heard.push(parsed);
    }
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

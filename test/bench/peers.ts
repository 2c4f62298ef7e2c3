import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  type Address,
  ADDRESSES_PER_MESSAGE,
  type ClientMessage,
  DEFAULT_LIMITS,
  encodeMessage,
  parseFrame,
  parseRelayMessage,
  SUBPROTOCOL,
} from '../../relay/protocol/index.ts';
import { framesOf, type Page } from './pages.ts';

interface Fetch {
  received: number;
  readonly done: () => void;
}

/** The lightest client that speaks the protocol: seeds and reads, checks only that every byte comes once. */
export class Peer {
  readonly #socket: WebSocket;
  readonly #pages = new Map<Address, Page>();
  readonly #fetches = new Map<Address, Fetch>();
  readonly #pongs: (() => void)[] = [];

  static async connect(url: string): Promise<Peer> {
    const socket = new WebSocket(url, SUBPROTOCOL, { perMessageDeflate: false });
    const peer = new Peer(socket);
    await once(socket, 'open');
    return peer;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (message, isBinary) => {
      const bytes = message as Buffer; // `binaryType` is left at its default
      if (isBinary) this.#onFrame(bytes);
      else this.#onText(bytes.toString());
    });
  }

  /** Announces pages. */
  have(pages: readonly Page[]): void {
    for (const page of pages) this.#pages.set(page.address, page);
    for (let i = 0; i < pages.length; i += ADDRESSES_PER_MESSAGE) {
      const addresses = pages.slice(i, i + ADDRESSES_PER_MESSAGE).map(({ address }) => address);
      this.#send({ type: 'have', addresses });
    }
  }

  /** Resolves when the last byte of the page has come. */
  fetch({ address }: Page): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#fetches.set(address, { received: 0, done: resolve });
    this.#send({ type: 'want', address, from: 0 });
    return promise;
  }

  /** Resolves when everything sent before took effect. */
  settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pongs.push(resolve);
    this.#send({ type: 'ping' });
    return promise;
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(message: ClientMessage): void {
    this.#socket.send(encodeMessage(message));
  }

  #onText(text: string): void {
    const message = parseRelayMessage(text);
    switch (message.type) {
      case 'request':
        return this.#serve(message.address, message.from, message.length);
      case 'pong':
        return this.#pongs.shift()?.();
      case 'error':
      case 'corrupt':
      case 'bye':
        throw new Error(`the bench cannot go on after ${text}`);
      case 'welcome':
      case 'seeders':
      case 'violation': // the floor's welcome carries no limits
        return;
    }
  }

  #serve(address: Address, from: number, length: number): void {
    const page = this.#pages.get(address);
    if (!page) throw new Error(`asked for ${address}, which this peer does not hold`);
    for (const frame of framesOf(page, from, length)) this.#socket.send(frame);
  }

  #onFrame(frame: Uint8Array): void {
    const header = parseFrame(frame, DEFAULT_LIMITS.frameBytes);
    if ('type' in header) throw new Error(header.message);
    const fetch = this.#fetches.get(header.address);
    if (fetch?.received !== header.offset) {
      throw new Error(`expected byte ${fetch?.received}, got ${header.offset}`);
    }
    fetch.received += header.length;
    if (fetch.received < header.total) return;
    this.#fetches.delete(header.address);
    fetch.done();
  }
}

/** Connects so many peers, a few at a time. */
export async function connectPeers(url: string, count: number): Promise<Peer[]> {
  const peers: Peer[] = [];
  while (peers.length < count) {
    const more = Math.min(50, count - peers.length);
    peers.push(...(await Promise.all(Array.from({ length: more }, () => Peer.connect(url)))));
  }
  return peers;
}

export async function settled(peers: readonly Peer[]): Promise<void> {
  await Promise.all(peers.map((peer) => peer.settled()));
}

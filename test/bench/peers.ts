import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  type Address,
  ADDRESSES_PER_MESSAGE,
  type ClientMessage,
  DEFAULT_LIMITS,
  encodeMessage,
  FRAME_HEADER_BYTES,
  parseFrame,
  parseRelayMessage,
  type ReceivedNote,
  SUBPROTOCOL,
} from '../../relay/protocol/index.ts';
import { framesOf, type Page } from './pages.ts';

interface Fetch {
  received: number;
  readonly done: () => void;
}

/** The lightest client that speaks the protocol: seeds and reads, checks only that every byte comes once. */
export class Peer {
  /** Payload bytes that it uploaded. */
  uploaded = 0;
  #session = '';
  #answersNotes = false;
  /** The callers that wait for the answer to a note. */
  readonly #asked: (() => void)[] = [];
  readonly #socket: WebSocket;
  #pages = new Map<Address, Page>();
  readonly #fetches = new Map<Address, Fetch>();
  readonly #counts = new Map<Address, number>();
  /** The callers that wait for a `pong` or `resumed` to earlier messages. */
  readonly #answers: (() => void)[] = [];

  static async connect(url: string): Promise<Peer> {
    const socket = new WebSocket(url, SUBPROTOCOL, { perMessageDeflate: false });
    const peer = new Peer(socket);
    await once(socket, 'open');
    return peer;
  }

  /** Connects, and becomes the peer that was cut off. */
  static async resume(url: string, lost: Peer): Promise<Peer> {
    const peer = await Peer.connect(url);
    peer.#pages = lost.#pages;
    await peer.#answered({ type: 'resume', session: lost.#session, wants: [] });
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

  /** Announces a page, and answers every note about it with one of the same body. */
  answerFor({ address }: Page): void {
    this.#send({ type: 'have', addresses: [address], answers: true });
    this.#answersNotes = true;
  }

  /** Sends a note about a page that it watches. Resolves when the answer has come. */
  ask({ address }: Page, body: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#asked.push(resolve);
    this.#send({ type: 'note', address, body });
    return promise;
  }

  watch({ address }: Page): void {
    this.#send({ type: 'watch', addresses: [address] });
  }

  /** The holder count that this peer got last. */
  count({ address }: Page): number | undefined {
    return this.#counts.get(address);
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
    return this.#answered({ type: 'ping' });
  }

  #answered(message: ClientMessage): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#answers.push(resolve);
    this.#send(message);
    return promise;
  }

  /** Goes on purpose; it will not resume. */
  leave(): void {
    this.#socket.close(1000);
  }

  /** Breaks the connection. */
  cut(): void {
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
      case 'resumed':
        return this.#answers.shift()?.();
      case 'seeders':
        for (const [address, count] of Object.entries(message.counts)) {
          this.#counts.set(address as Address, count); // the keys of `counts` are addresses
        }
        return;
      case 'welcome':
        this.#session = message.session ?? '';
        return;
      case 'error':
      case 'corrupt':
      case 'bye':
        throw new Error(`the bench cannot go on after ${text}`);
      case 'note':
        return this.#onNote(message);
      case 'cancel': // it is served before it could be called off
      case 'violation': // the floor's welcome carries no limits
        return;
    }
  }

  #onNote({ address, from, body }: ReceivedNote): void {
    if (this.#answersNotes) this.#send({ type: 'note', address, to: from, body });
    else this.#asked.shift()?.();
  }

  #serve(address: Address, from: number, length: number): void {
    const page = this.#pages.get(address);
    if (!page) throw new Error(`asked for ${address}, which this peer does not hold`);
    for (const frame of framesOf(page, from, length)) {
      this.uploaded += frame.length - FRAME_HEADER_BYTES;
      this.#socket.send(frame);
    }
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

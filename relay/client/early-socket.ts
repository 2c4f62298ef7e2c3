/**
 * A socket that is opened, and asks for a page, before there is a client that uses it. It keeps the events that come
 * meanwhile, and tells them to the client when it listens. Imports next to nothing: it is part of the first file that a
 * reader loads.
 */
import { SUBPROTOCOL } from '../protocol/close-codes.ts';
import type { Address } from '../protocol/address.ts';
import { EARLY_WANT, withEarlyWant } from '../protocol/early-want.ts';
import type { ClientMessage, Welcome } from '../protocol/messages.ts';
import type { WebSocketLike } from './socket.ts';

type Type = 'message' | 'close' | 'error';
type Listener = (event: never) => void;

const TYPES: readonly Type[] = ['message', 'close', 'error'];

export class EarlySocket implements WebSocketLike {
  /** The page that it asks for from byte 0, if any. */
  readonly wanted: Address | undefined;
  readonly #socket: WebSocket;
  readonly #listeners: (readonly [Type, Listener])[] = [];
  #kept: Event[] | undefined = [];

  constructor(url: string, wanted: Address | undefined) {
    this.wanted = wanted;
    this.#socket = new WebSocket(wanted ? withEarlyWant(url, wanted) : url, SUBPROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    for (const type of TYPES) this.#socket.addEventListener(type, this.#keep);
    if (wanted === undefined) return;
    // Before the client hears of the welcome, so that what it says comes after.
    this.#socket.addEventListener('message', ({ data }) => this.#onWelcome(wanted, data), {
      once: true,
    });
  }

  get binaryType(): string {
    return this.#socket.binaryType;
  }

  set binaryType(type: string) {
    if (type === 'arraybuffer' || type === 'blob') this.#socket.binaryType = type;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(message);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  /**
   * Passes the kept events on after the listener has finished its own synchronous work, such as fetching the wanted
   * page.
   */
  addEventListener(type: Type, listener: Listener): void {
    this.#listeners.push([type, listener]);
    // The type says which event the listener takes.
    this.#socket.addEventListener(type, listener as (event: Event) => void);
    const kept = this.#kept;
    if (!kept) return;
    this.#kept = undefined;
    for (const one of TYPES) this.#socket.removeEventListener(one, this.#keep);
    queueMicrotask(() => kept.forEach((event) => this.#tell(event)));
  }

  /** Asks again where the relay is of an older version. [F9] */
  #onWelcome(address: Address, text: string): void {
    const { can = [] } = JSON.parse(text) as Partial<Welcome>; // the first message is a welcome
    if (can.includes(EARLY_WANT)) return;
    const want: ClientMessage = { type: 'want', address, from: 0 };
    this.#socket.send(JSON.stringify(want));
  }

  readonly #keep = (event: Event): void => void this.#kept?.push(event);

  #tell(event: Event): void {
    for (const [type, listener] of this.#listeners) {
      if (type === event.type) listener(event as never); // the type says so
    }
  }
}

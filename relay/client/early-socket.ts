/**
 * A socket that opens and sends its first message before the client that uses it exists. It keeps everything that
 * comes, and passes it on when the client listens. It imports almost nothing, because it is part of the first file that
 * a reader loads.
 */
import { SUBPROTOCOL } from '../protocol/close-codes.ts';
import type { Address } from '../protocol/address.ts';
import type { ClientMessage } from '../protocol/messages.ts';
import type { WebSocketLike } from './socket.ts';

type Type = 'message' | 'close' | 'error';
type Listener = (event: never) => void;

const TYPES: readonly Type[] = ['message', 'close', 'error'];

export class EarlySocket implements WebSocketLike {
  /** The page that the first message wants from its first byte, if any. */
  readonly wanted: Address | undefined;
  readonly #socket: WebSocket;
  readonly #listeners: (readonly [Type, Listener])[] = [];
  #kept: Event[] | undefined = [];

  constructor(url: string, wanted: Address | undefined) {
    this.wanted = wanted;
    this.#socket = new WebSocket(url, SUBPROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    for (const type of TYPES) this.#socket.addEventListener(type, this.#keep);
    if (wanted === undefined) return;
    const want: ClientMessage = { type: 'want', address: wanted, from: 0 };
    this.#socket.addEventListener('open', () => this.#socket.send(JSON.stringify(want)));
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

  readonly #keep = (event: Event): void => void this.#kept?.push(event);

  #tell(event: Event): void {
    for (const [type, listener] of this.#listeners) {
      if (type === event.type) listener(event as never); // the type says so
    }
  }
}

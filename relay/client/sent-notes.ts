/** The notes that this client sends. They wait until the relay knows which pages the client wants and watches. */
import {
  type Address,
  type ClientMessage,
  encodeBase64url,
  type Limits,
} from '../protocol/index.ts';
import type { ClientEvent } from './events.ts';

export interface SentNotesDeps {
  readonly send: (message: ClientMessage) => void;
  readonly emit: (event: ClientEvent) => void;
}

/** The most notes that wait. */
const WAITING = 64;

export class SentNotes {
  readonly #deps: SentNotesDeps;
  /** Undefined while disconnected, 0 at a relay that passes no notes on. */
  #noteBytes: number | undefined;
  #isReady = false;
  #waiting: ClientMessage[] = [];

  constructor(deps: SentNotesDeps) {
    this.#deps = deps;
  }

  note(address: Address, body: Uint8Array, to: string | undefined): void {
    if (this.#noteBytes === undefined) return;
    const text = encodeBase64url(body);
    if (text.length > this.#noteBytes) return this.#refuse(address);
    const note = { type: 'note', address, ...(to !== undefined && { to }), body: text } as const;
    if (this.#isReady) this.#deps.send(note);
    else if (this.#waiting.length < WAITING) this.#waiting.push(note);
  }

  onOpen({ noteBytes = 0 }: Limits, takesNotes: boolean): void {
    this.#noteBytes = takesNotes ? noteBytes : 0;
  }

  /** The client has sent all messages of a new connection. */
  onReady(): void {
    this.#isReady = true;
    for (const note of this.#waiting.splice(0)) this.#deps.send(note);
  }

  onLost(): void {
    this.#noteBytes = undefined;
    this.#isReady = false;
    this.#waiting = [];
  }

  #refuse(address: Address): void {
    const message = `expected a relay that takes such notes, got ${this.#noteBytes} bytes`;
    this.#deps.emit({ type: 'refused', code: 'no-notes', message, address });
  }
}

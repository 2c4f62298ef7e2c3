import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PeerId } from '../broker/effects.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import { encodeMessage } from '../protocol/encode.ts';
import { payloadOf } from '../protocol/frames.ts';
import type { RelayMessage } from '../protocol/messages.ts';
import type { Corks } from './corks.ts';

interface ConnectionDeps {
  readonly peer: PeerId;
  readonly webSocket: WebSocket;
  /** The socket below it, for content frames: written as they came, to any number of readers. */
  readonly socket: Duplex;
  readonly corks: Corks;
  /** The socket has taken content; so many payload bytes are left. */
  readonly onDrained: (peer: PeerId, unsent: number) => void;
}

/** The relay's end of one socket: writes messages and content frames, and knows what has not been taken. */
export class Connection {
  readonly #deps: ConnectionDeps;
  #unsent = 0;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  send(message: RelayMessage): void {
    if (!this.#isOpen) return;
    this.#deps.corks.cork(this.#deps.socket);
    this.#deps.webSocket.send(encodeMessage(message));
  }

  /** Passes a content frame on, behind the WebSocket header made for it. */
  forward(header: Uint8Array, frame: Uint8Array): void {
    if (!this.#isOpen) return;
    const { socket, corks, peer, onDrained } = this.#deps;
    const { length } = payloadOf(frame);
    this.#unsent += length;
    corks.cork(socket);
    socket.write(header);
    socket.write(frame, () => {
      this.#unsent -= length;
      onDrained(peer, this.#unsent);
    });
  }

  close(code: CloseCode, reason: string): void {
    this.#deps.webSocket.close(code, reason);
  }

  terminate(): void {
    this.#deps.webSocket.terminate();
  }

  get #isOpen(): boolean {
    return this.#deps.webSocket.readyState === this.#deps.webSocket.OPEN;
  }
}

/** The header of an unmasked binary WebSocket message in one fragment (RFC 6455 section 5.2). */
export function binaryHeader(length: number): Uint8Array {
  const FIN_BINARY = 0x82;
  if (length < 126) return Uint8Array.of(FIN_BINARY, length);
  if (length < 0x1_0000) return Uint8Array.of(FIN_BINARY, 126, length >> 8, length & 0xff);
  const header = new Uint8Array(10);
  header[0] = FIN_BINARY;
  header[1] = 127;
  new DataView(header.buffer).setUint32(6, length);
  return header;
}

import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PeerId } from '../broker/effects.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import { encodeMessage } from '../protocol/encode.ts';
import type { RelayMessage } from '../protocol/messages.ts';
import type { Corks } from './corks.ts';

interface ConnectionDeps {
  readonly peer: PeerId;
  readonly webSocket: WebSocket;
  /** The socket below it: what is written to it is framed here, once for any number of readers. */
  readonly socket: Duplex;
  readonly corks: Corks;
  /** The socket has taken content; so many payload bytes are left. */
  readonly onDrained: (peer: PeerId, unsent: number) => void;
}

/** So many bytes may have been taken before the broker is told outside of a tick. */
const TELL_BYTES = 128 * 1024;

/** The relay's end of one socket: writes messages and content frames, and knows what has not been taken. */
export class Connection {
  readonly #deps: ConnectionDeps;
  #unsent = 0;
  /** What the broker takes `#unsent` to be; never less. */
  #believed = 0;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  send(message: RelayMessage): void {
    if (!this.#isOpen) return;
    this.#deps.corks.cork(this.#deps.socket);
    this.#deps.socket.write(textFrame(encodeMessage(message)));
  }

  /** Passes a content frame on, as `contentChunks` made it ready. */
  forward(chunks: readonly Uint8Array[], payloadBytes: number): void {
    if (!this.#isOpen) return;
    const { socket, corks } = this.#deps;
    this.#unsent += payloadBytes;
    this.#believed += payloadBytes;
    corks.cork(socket);
    const last = chunks.length - 1;
    chunks.forEach((chunk, i) =>
      i < last ? socket.write(chunk) : socket.write(chunk, () => this.#onTaken(payloadBytes)),
    );
  }

  /** Tells the broker what has been taken, and says whether that was all. */
  tell(): boolean {
    if (this.#believed !== this.#unsent) {
      this.#believed = this.#unsent;
      this.#deps.onDrained(this.#deps.peer, this.#unsent);
    }
    return this.#unsent === 0;
  }

  #onTaken(bytes: number): void {
    this.#unsent -= bytes;
    if (this.#believed - this.#unsent >= TELL_BYTES) this.tell();
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

const FIN_TEXT = 0x81;
const FIN_BINARY = 0x82;

/** Below this, one chunk that is copied costs less than two that are not. */
const SMALL_BYTES = 4 * 1024;

/** A content frame as what to write to a reader's socket. */
export function contentChunks(frame: Uint8Array): readonly Uint8Array[] {
  const header = Buffer.allocUnsafe(headerBytes(frame.length));
  writeHeader(header, FIN_BINARY, frame.length);
  return frame.length <= SMALL_BYTES ? [Buffer.concat([header, frame])] : [header, frame];
}

function textFrame(text: string): Uint8Array {
  const length = Buffer.byteLength(text);
  const at = headerBytes(length);
  const frame = Buffer.allocUnsafe(at + length);
  writeHeader(frame, FIN_TEXT, length);
  frame.write(text, at);
  return frame;
}

/** The header of an unmasked WebSocket message in one fragment (RFC 6455 section 5.2). */
function writeHeader(target: Buffer, kind: number, length: number): void {
  target[0] = kind;
  if (length < 126) {
    target[1] = length;
  } else if (length < 0x1_0000) {
    target[1] = 126;
    target.writeUInt16BE(length, 2);
  } else {
    target[1] = 127;
    target.writeBigUInt64BE(BigInt(length), 2);
  }
}

function headerBytes(length: number): number {
  if (length < 126) return 2;
  return length < 0x1_0000 ? 4 : 10;
}

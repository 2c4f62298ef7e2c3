import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Millis, PeerId } from '../broker/effects.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import { encodeMessage } from '../protocol/encode.ts';
import {
  HEARTBEAT_SECONDS,
  type RelayLimits,
  STALLED_MS,
  STALLED_SPEAKING_MS,
} from '../protocol/limits.ts';
import type { RelayMessage } from '../protocol/messages.ts';
import { Allowance } from './allowance.ts';
import { compact } from './compact.ts';
import type { Corks } from './corks.ts';

export interface ConnectionDeps {
  readonly peer: PeerId;
  readonly limits: RelayLimits;
  readonly now: () => Millis;
  readonly webSocket: WebSocket;
  /** The socket below it: what is written to it is framed here, once for any number of readers. */
  readonly socket: Duplex;
  readonly corks: Corks;
  /** How many bytes the network has taken of what was written to the socket. */
  readonly takenBytes: () => number;
  /** The socket has taken content; so many payload bytes are left. */
  readonly onDrained: (peer: PeerId, unsent: number) => void;
  /** More than `queuedBytes` wait, by no more than what was written last. */
  readonly onOverfull: (peer: PeerId) => void;
}

/** A client says something every heartbeat; the second is for what the network adds. */
const SILENT_MS = (2 * HEARTBEAT_SECONDS + 1) * 1_000;

/** A text message counts once for each of these: one that names a thousand addresses costs as much as many short ones. */
const COUNTED_BYTES = 1024;

/** A content frame counts below this. From it on, its bytes are what it costs. */
const UNCOUNTED_BYTES = 16 * 1024;

/** How many messages a message counts as. [B4] */
export function messagesIn(bytes: number, isContent: boolean): number {
  if (isContent) return bytes < UNCOUNTED_BYTES ? 1 : 0;
  return Math.max(1, Math.ceil(bytes / COUNTED_BYTES));
}

/** What a write takes in memory besides its bytes until the network has taken it, as measured. */
const WRITE_BYTES = 400;

/** With more than this waiting, what else is written may stay in memory for long. */
const BACKED_UP_BYTES = 64 * 1024;

/** So many bytes may have been taken before the broker is told outside of a tick. */
const TELL_BYTES = 128 * 1024;

/** The relay's end of one socket: writes messages and content frames, and knows what has not been taken. */
export class Connection {
  readonly #deps: ConnectionDeps;
  /** Writes that the network has not taken. */
  #writes = 0;
  #unsent = 0;
  /** What the broker takes `#unsent` to be; never less. */
  #believed = 0;
  readonly #messages: Allowance;
  readonly #bytes: Allowance;
  #heardAt: Millis;
  /** When the network was last seen to take something, and what it had taken in all. */
  #takenAt: Millis;
  #taken = 0;
  #pausedUntil: Millis | undefined;
  #isWaiting = false;

  constructor(deps: ConnectionDeps) {
    const { limits, now } = deps;
    this.#deps = deps;
    this.#messages = new Allowance(limits.messagesPerSecond);
    this.#bytes = new Allowance(limits.bytesPerSecond);
    this.#heardAt = now();
    this.#takenAt = this.#heardAt;
  }

  /** What was written and the network has not taken: its bytes, and what else it takes in memory. */
  get queuedBytes(): number {
    const { socket } = this.#deps;
    return socket.destroyed ? 0 : socket.writableLength + this.#writes * WRITE_BYTES;
  }

  /** Something came. Says whether so much came lately that this connection is not read from until `resume`. [B4] */
  hear(bytes: number, messages: number): boolean {
    const now = this.#deps.now();
    this.#heardAt = now;
    const waitMs = Math.max(this.#bytes.take(bytes, now), this.#messages.take(messages, now));
    if (waitMs === 0) return false;
    this.#pausedUntil = now + waitMs;
    this.#deps.webSocket.pause();
    return true;
  }

  /** Reads on if it is time to, and says whether it does. */
  resume(now: Millis): boolean {
    if (this.#pausedUntil === undefined) return true;
    if (now < this.#pausedUntil) return false;
    this.#pausedUntil = undefined;
    this.#heardAt = now;
    if (!this.#isWaiting) this.#deps.webSocket.resume();
    return true;
  }

  /** Is not read from until `readOn`: others have their turn. */
  wait(): void {
    this.#isWaiting = true;
    this.#deps.webSocket.pause();
  }

  readOn(): void {
    this.#isWaiting = false;
    if (this.#pausedUntil === undefined) this.#deps.webSocket.resume();
  }

  /**
   * What is wrong with the connection, if anything. To be asked about once a second.
   * - slow: it takes nothing, though its client lives as far as is known.
   * - gone: it takes nothing, and nothing is heard of its client.
   * - silent: nothing is heard of its client, and nothing waits for it.
   */
  trouble(now: Millis): 'slow' | 'gone' | 'silent' | undefined {
    const taken = this.#deps.takenBytes();
    if (taken !== this.#taken || this.queuedBytes === 0) {
      this.#taken = taken;
      this.#takenAt = now;
    }
    const isPaused = this.#pausedUntil !== undefined || this.#isWaiting;
    const [unheardMs, untakenMs] = [now - this.#heardAt, now - this.#takenAt];
    if (unheardMs >= STALLED_MS && untakenMs >= STALLED_MS) return isPaused ? 'slow' : 'gone';
    // What a slow reader takes may reach the network's own buffers in lumps minutes apart, so one that speaks gets longer.
    if (untakenMs >= STALLED_SPEAKING_MS) return 'slow';
    return !isPaused && unheardMs > SILENT_MS ? 'silent' : undefined;
  }

  send(message: RelayMessage): void {
    if (!this.#isOpen) return;
    this.#deps.corks.cork(this.#deps.socket);
    this.#writes += 1;
    this.#deps.socket.write(this.#lasting(textFrame(encodeMessage(message))), this.#onTextTaken);
    this.#checkQueue();
  }

  /** Passes a content frame on, as `contentChunks` made it ready. */
  forward(chunks: readonly Uint8Array[], payloadBytes: number): void {
    if (!this.#isOpen) return;
    const { socket, corks } = this.#deps;
    this.#unsent += payloadBytes;
    this.#believed += payloadBytes;
    corks.cork(socket);
    const writes = chunks.length;
    this.#writes += writes;
    const onTaken = (): void => {
      this.#writes -= writes;
      this.#onTaken(payloadBytes);
    };
    chunks.forEach((chunk, i) =>
      i < writes - 1 ? socket.write(chunk) : socket.write(this.#lasting(chunk), onTaken),
    );
    this.#checkQueue();
  }

  /** What is small comes from memory that it shares, and keeps all of it as long as it waits. */
  #lasting(chunk: Uint8Array): Uint8Array {
    const isBackedUp = this.#deps.socket.writableLength > BACKED_UP_BYTES;
    return isBackedUp && chunk.length <= SMALL_BYTES ? compact(chunk) : chunk;
  }

  #checkQueue(): void {
    const { limits, peer } = this.#deps;
    if (this.queuedBytes > limits.queuedBytes) this.#deps.onOverfull(peer); // [B7]
  }

  /** Tells the broker what has been taken, and says whether that was all. */
  tell(): boolean {
    if (this.#believed !== this.#unsent) {
      this.#believed = this.#unsent;
      this.#deps.onDrained(this.#deps.peer, this.#unsent);
    }
    return this.#unsent === 0;
  }

  readonly #onTextTaken = (): void => {
    this.#writes -= 1;
  };

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

  get isClosing(): boolean {
    return !this.#isOpen;
  }

  get #isOpen(): boolean {
    return this.#deps.webSocket.readyState === this.#deps.webSocket.OPEN;
  }
}

const FIN_TEXT = 0x81;
const FIN_BINARY = 0x82;

/** Below this, one chunk that is copied costs less than two that are not, and keeps nothing else in memory. */
const SMALL_BYTES = 16 * 1024;

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

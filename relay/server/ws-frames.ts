import { FRAME_HEADER_BYTES } from '../protocol/frames.ts';
import { SMALL_BYTES, WRITE_BYTES } from '../protocol/limits.ts';
import { costOf } from '../broker/transfer.ts';

const FIN_TEXT = 0x81;
const FIN_BINARY = 0x82;
const FIN_PING = 0x89;

/** One WebSocket message as it is written to sockets, once for any number of readers. */
export class WsFrame {
  #parts: readonly Uint8Array[];
  readonly bytes: number;
  /** Its cost in flow control; 0 unless it is content or a note. */
  readonly cost: number;
  #isCompact = false;
  /** The number of connections that it waits on. */
  #waiting = 0;

  constructor(parts: readonly Uint8Array[], cost: number) {
    this.#parts = parts;
    this.cost = cost;
    this.bytes = parts.reduce((sum, { length }) => sum + length, 0);
  }

  get parts(): readonly Uint8Array[] {
    return this.#parts;
  }

  /** Its memory for each connection that it waits on, besides its bytes. */
  get overhead(): number {
    return this.#parts.length * WRITE_BYTES;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** It will wait: a small part is copied, or it would keep the large buffer that it was cut from. */
  last(): void {
    if (this.#isCompact) return;
    this.#isCompact = true;
    this.#parts = this.#parts.map((part) => compact(part));
  }

  /** It waits on one connection more. Says by how much that adds to what waits in all. */
  hold(): number {
    this.#waiting += 1;
    return this.overhead + (this.#waiting === 1 ? this.bytes : 0);
  }

  /** It waits on one connection less. Says how much of what waits in all is gone by that. */
  letGo(): number {
    this.#waiting -= 1;
    return this.overhead + (this.#waiting === 0 ? this.bytes : 0);
  }
}

/** A content frame. Below a size, one part that is copied costs less than two that are not. */
export function contentFrame(frame: Uint8Array): WsFrame {
  const header = headerOf(FIN_BINARY, frame.length);
  const parts = frame.length <= SMALL_BYTES ? [Buffer.concat([header, frame])] : [header, frame];
  return new WsFrame(parts, costOf(frame.length - FRAME_HEADER_BYTES));
}

export function textFrame(text: string, cost = 0): WsFrame {
  const length = Buffer.byteLength(text);
  const at = headerBytes(length);
  const frame = Buffer.allocUnsafe(at + length);
  writeHeader(frame, FIN_TEXT, length);
  frame.write(text, at);
  return new WsFrame([frame], cost);
}

/** A ping of WebSocket itself, which any client answers by a pong of the same bytes. */
export function pingFrame(bytes: Buffer): WsFrame {
  return new WsFrame([Buffer.concat([headerOf(FIN_PING, bytes.length), bytes])], 0);
}

function headerOf(kind: number, length: number): Buffer {
  const header = Buffer.allocUnsafe(headerBytes(length));
  writeHeader(header, kind, length);
  return header;
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

/** The same bytes in memory of their own. As a small part of a large buffer they would keep all of it. */
export function compact(bytes: Uint8Array): Uint8Array {
  return bytes.length < bytes.buffer.byteLength / 2 ? new Uint8Array(bytes) : bytes;
}

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
  WRITE_BYTES,
} from '../protocol/limits.ts';
import type { RelayMessage } from '../protocol/messages.ts';
import { noteCost } from '../protocol/note.ts';
import type { Backlog } from './backlog.ts';
import type { Budget } from './budget.ts';
import type { Corks } from './corks.ts';
import { newSecret } from './secret.ts';
import { pingFrame, textFrame, type WsFrame } from './ws-frames.ts';

export interface ConnectionDeps {
  readonly peer: PeerId;
  readonly limits: RelayLimits;
  readonly now: () => Millis;
  readonly webSocket: WebSocket;
  /** The socket below it: what is written to it is framed here, once for any number of readers. */
  readonly socket: Duplex;
  readonly corks: Corks;
  readonly backlog: Backlog;
  /** The budget of the connection and of its client. */
  readonly budget: Budget;
  /** The number of written bytes that the network has taken. */
  readonly takenBytes: () => number;
  /** The socket has taken content; so much is left, as flow control counts it. */
  readonly onDrained: (peer: PeerId, unsent: number) => void;
  /** More than `queuedBytes` wait, by no more than what was written last. */
  readonly onOverfull: (peer: PeerId) => void;
}

/** A client says something every heartbeat; the second is for what the network adds. */
const SILENT_MS = (2 * HEARTBEAT_SECONDS + 1) * 1_000;

/** With more than this waiting, what else is written may stay in memory for long. */
const BACKED_UP_BYTES = 64 * 1024;

/** The broker is told once this much was taken. */
const TELL_BYTES = 128 * 1024;

/** The relay's end of one socket: writes messages and content frames, and knows what has not been taken. */
export class Connection {
  readonly #deps: ConnectionDeps;
  /** Frames that the network has not taken, the oldest first. */
  #waiting: WsFrame[] = [];
  /** The number of taken frames at the start of the list. */
  #taken = 0;
  /** The number of parts that they are written in. */
  #writes = 0;
  #unsent = 0;
  /** The value of `#unsent` that the broker knows; never less. */
  #believed = 0;
  #heardAt: Millis;
  /** The time at which the network was last seen to take bytes, and its total then. */
  #takenAt: Millis;
  #takenBytes = 0;
  /** The secret of the last probe, which its answer must repeat. */
  #probe: string | undefined;
  #pausedUntil: Millis | undefined;
  #isHeld = false;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    this.#heardAt = deps.now();
    this.#takenAt = this.#heardAt;
  }

  /** Memory of everything written that the network has not taken. */
  get queuedBytes(): number {
    const { socket } = this.#deps;
    return socket.destroyed ? 0 : socket.writableLength + this.#writes * WRITE_BYTES;
  }

  /** Its part of what waits on all connections together: a frame that waits on several is parted among them. */
  get share(): number {
    let share = 0;
    for (let i = this.#taken; i < this.#waiting.length; i++) {
      const frame = this.#waiting[i];
      if (frame) share += frame.overhead + frame.bytes / Math.max(1, frame.waiting);
    }
    return share;
  }

  /** The end of a pause in reading, because it or its client sent too much. */
  get pausedUntil(): Millis | undefined {
    return this.#pausedUntil;
  }

  /** Something came. Says whether so much came lately that this connection is not read from until `resume`. [B4] */
  hear(bytes: number, messages: number): boolean {
    const now = this.#deps.now();
    this.#heardAt = now;
    const waitMs = this.#deps.budget.take(bytes, messages, now);
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
    if (!this.#isHeld) this.#deps.webSocket.resume();
    return true;
  }

  /** Is not read from until `readOn`: others have their turn. */
  wait(): void {
    this.#isHeld = true;
    this.#deps.webSocket.pause();
  }

  readOn(): void {
    this.#isHeld = false;
    if (this.#pausedUntil === undefined) this.#deps.webSocket.resume();
  }

  /**
   * The trouble with the connection, if any. Call it about once a second.
   * - slow: it takes nothing, though its client lives as far as is known.
   * - gone: it takes nothing, and nothing is heard of its client.
   * - silent: nothing is heard of its client, and nothing waits for it.
   */
  trouble(now: Millis): 'slow' | 'gone' | 'silent' | undefined {
    const taken = this.#deps.takenBytes();
    if (taken !== this.#takenBytes || this.queuedBytes === 0) {
      this.#takenBytes = taken;
      this.#takenAt = now;
    }
    const isPaused = this.#pausedUntil !== undefined || this.#isHeld;
    const [unheardMs, untakenMs] = [now - this.#heardAt, now - this.#takenAt];
    if (unheardMs >= STALLED_MS && untakenMs >= STALLED_MS) return isPaused ? 'slow' : 'gone';
    // The network's buffers may take a slow reader's bytes in lumps minutes apart, so a reader that speaks gets longer.
    if (untakenMs >= STALLED_SPEAKING_MS) return 'slow';
    return !isPaused && unheardMs > SILENT_MS ? 'silent' : undefined;
  }

  /** Writes a message with what else is written to it in this turn. */
  send(message: RelayMessage): void {
    const cost = message.type === 'note' ? noteCost(message.body) : 0;
    this.#write(textFrame(encodeMessage(message), cost), false);
  }

  /** Passes a content frame on: where `atOnce`, without waiting for what else is written in this turn. */
  forward(frame: WsFrame, atOnce: boolean): void {
    this.#write(frame, atOnce);
  }

  /** Sends a ping of WebSocket behind all else, which only a client that took what is before it can answer. */
  probe(): void {
    this.#probe = newSecret();
    this.#write(pingFrame(Buffer.from(this.#probe)), false);
  }

  /** Whether a pong of these bytes answers the last probe. */
  answers(bytes: Buffer): boolean {
    if (bytes.toString('latin1') !== this.#probe) return false;
    this.#probe = undefined;
    return true;
  }

  close(code: CloseCode, reason: string): void {
    this.#deps.webSocket.close(code, reason);
  }

  terminate(): void {
    this.#deps.webSocket.terminate();
    this.release();
  }

  /** The connection is over: nothing waits any more. */
  release(): void {
    for (let i = this.#taken; i < this.#waiting.length; i++) {
      const frame = this.#waiting[i];
      if (frame) this.#deps.backlog.remove(frame);
    }
    this.#waiting = [];
    this.#taken = 0;
    this.#writes = 0;
  }

  get isClosing(): boolean {
    return !this.#isOpen;
  }

  get #isOpen(): boolean {
    return this.#deps.webSocket.readyState === this.#deps.webSocket.OPEN;
  }

  #write(frame: WsFrame, atOnce: boolean): void {
    if (!this.#isOpen) return;
    const { socket, corks, backlog, limits, peer } = this.#deps;
    if (socket.writableLength > BACKED_UP_BYTES) frame.last();
    corks.cork(socket);
    this.#waiting.push(frame);
    this.#writes += frame.parts.length;
    this.#unsent += frame.cost;
    this.#believed += frame.cost;
    backlog.add(frame);
    const last = frame.parts.length - 1;
    frame.parts.forEach((part, i) =>
      i < last ? socket.write(part) : socket.write(part, this.#onTaken),
    );
    if (atOnce) socket.uncork();
    if (this.queuedBytes > limits.queuedBytes) this.#deps.onOverfull(peer); // [B7]
  }

  /** The network has taken the oldest frame that waited. Node calls it for what is lost with its socket, too. */
  readonly #onTaken = (): void => {
    if (this.#deps.socket.destroyed) return; // else more would be asked for, for a reader that is gone
    const frame = this.#waiting[this.#taken];
    if (!frame) return; // it was released
    this.#taken += 1;
    if (this.#taken === this.#waiting.length || this.#taken === 1_024) {
      this.#waiting = this.#waiting.slice(this.#taken);
      this.#taken = 0;
    }
    this.#writes -= frame.parts.length;
    this.#deps.backlog.remove(frame);
    if (frame.cost === 0) return;
    this.#unsent -= frame.cost;
    if (this.#unsent === 0 || this.#believed - this.#unsent >= TELL_BYTES) this.#tell();
  };

  #tell(): void {
    this.#believed = this.#unsent;
    this.#deps.onDrained(this.#deps.peer, this.#unsent);
  }
}

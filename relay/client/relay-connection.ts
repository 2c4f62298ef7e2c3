/**
 * One relay's socket, which reopens whenever it is lost: subprotocol, welcome, heartbeat, decoding. It knows no pages,
 * and passes all messages to its owner.
 */
import {
  CLOSE,
  type ClientMessage,
  encodeMessage,
  type FrameHeader,
  type Limits,
  parseFrame,
  parseRelayMessage,
  payloadOf,
  type RelayMessage,
  SUBPROTOCOL,
  type Welcome,
} from '../protocol/index.ts';
import type { ConnectionState } from './events.ts';
import { Heartbeat } from './heartbeat.ts';
import { Reconnect } from './reconnect.ts';
import type { OpenSocket, Schedule, WebSocketLike } from './socket.ts';

/** The longest time from opening a socket to the relay's welcome. */
const WELCOME_MS = 10_000;
/** The longest silence of an open connection after it was asked for a sign. */
const CHECK_MS = 3_000;
/** The shortest time between two hurried attempts, whatever causes them. */
const HURRY_MS = 1_000;
/** The code that a browser gives for a connection that broke off without a close. */
const LOST = 1006;

export interface ConnectionDeps {
  readonly url: string;
  readonly openSocket: OpenSocket;
  readonly schedule: Schedule;
  readonly random: () => number;
}

/** The owner of a connection, who gets its events. */
export interface ConnectionOwner {
  onState(connection: ConnectionState): void;
  onOpen(welcome: Welcome): void;
  onLost(): void;
  /** Another connection continues this one's session: this client is done. [R5] */
  onReplaced(): void;
  onBeat(): void;
  onMessage(message: RelayMessage): void;
  onFrame(header: FrameHeader, payload: Uint8Array): void;
}

type Phase =
  | { readonly state: 'off' }
  | { readonly state: 'connecting'; readonly socket: WebSocketLike; readonly stop: () => void }
  | {
      readonly state: 'open';
      readonly socket: WebSocketLike;
      readonly limits: Limits;
      readonly heartbeat: Heartbeat;
    }
  | { readonly state: 'waiting'; readonly stop: () => void };

export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #owner: ConnectionOwner;
  readonly #reconnect: Reconnect;
  #phase: Phase = { state: 'off' };
  #state: ConnectionState = { state: 'idle' };
  /** Set for a moment after a hurried attempt. */
  #calmDown: (() => void) | undefined;

  constructor(deps: ConnectionDeps, owner: ConnectionOwner) {
    this.#deps = deps;
    this.#owner = owner;
    this.#reconnect = new Reconnect(deps.random);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The number of bytes in the socket that have not left yet. */
  get queuedBytes(): number {
    return this.#phase.state === 'open' ? this.#phase.socket.bufferedAmount : 0;
  }

  /**
   * Sends if the connection is open, and says whether it did. If it did not, the owner sends the message again after
   * `onOpen`.
   */
  send(message: ClientMessage): boolean {
    if (this.#phase.state !== 'open') return false;
    this.#phase.socket.send(encodeMessage(message));
    return true;
  }

  sendFrame(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#phase.state === 'open') this.#phase.socket.send(frame);
  }

  connect(): void {
    const { url, openSocket, schedule } = this.#deps;
    let socket: WebSocketLike;
    try {
      socket = openSocket(url, SUBPROTOCOL);
    } catch (error) {
      return this.#wait(LOST, `cannot open ${url}: ${String(error)}`);
    }
    const stop = schedule(() => this.#abandon(CLOSE.silent, 'no welcome in time'), WELCOME_MS);
    this.#phase = { state: 'connecting', socket, stop };
    this.#listen(socket);
    this.#become({ state: 'connecting' });
  }

  /** Connects at once if it waits, or asks for a sign if it is open; at most once a second. */
  hurry(): void {
    const phase = this.#phase;
    if (this.#calmDown || (phase.state !== 'waiting' && phase.state !== 'open')) return;
    if (phase.state === 'waiting' && this.#reconnect.isSentAway) return;
    this.#calmDown = this.#deps.schedule(() => (this.#calmDown = undefined), HURRY_MS);
    if (phase.state === 'open') return phase.heartbeat.check(CHECK_MS);
    phase.stop();
    this.connect();
  }

  /** Ends the connection for good. */
  close(): void {
    const phase = this.#leave();
    this.#phase = { state: 'off' };
    this.#calmDown?.();
    if ('socket' in phase) phase.socket.close(CLOSE.normal);
    this.#owner.onLost();
    this.#become({ state: 'closed' });
  }

  #listen(socket: WebSocketLike): void {
    const isCurrent = () => 'socket' in this.#phase && this.#phase.socket === socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      if (isCurrent()) this.#onData(data);
    });
    socket.addEventListener('close', ({ code, reason }) => {
      if (!isCurrent()) return;
      if (code === CLOSE.replaced) this.#owner.onReplaced();
      else this.#wait(code, reason || `closed with code ${code}`);
    });
    socket.addEventListener('error', () => {
      if (isCurrent()) this.#abandon(CLOSE.normal, 'the connection failed');
    });
  }

  #onData(data: unknown): void {
    if (this.#phase.state === 'open') this.#phase.heartbeat.heard();
    const problem = typeof data === 'string' ? this.#onText(data) : this.#onBytes(data);
    if (problem !== undefined) this.#abandon(CLOSE.violation, problem);
  }

  /** The reason why `text` is no message, if it is none. */
  #onText(text: string): string | undefined {
    const message = parseRelayMessage(text);
    if (message.type === 'violation') {
      // A later relay may know more messages than this client.
      return message.code === 'unknown-type' ? undefined : message.message;
    }
    if (this.#phase.state === 'connecting') return this.#onFirst(message);
    if (message.type === 'bye') this.#reconnect.bye(message.retryAfterMs);
    this.#owner.onMessage(message);
    return undefined;
  }

  #onBytes(data: unknown): string | undefined {
    if (this.#phase.state !== 'open' || !(data instanceof ArrayBuffer)) {
      return 'expected welcome, then text and binary messages';
    }
    const frame = new Uint8Array(data);
    const header = parseFrame(frame, this.#phase.limits.frameBytes);
    if ('type' in header) return header.message;
    this.#owner.onFrame(header, payloadOf(frame));
    return undefined;
  }

  #onFirst(message: RelayMessage): string | undefined {
    if (message.type !== 'welcome') return `expected welcome first, not ${message.type}`;
    this.#open(message);
    return undefined;
  }

  #open(welcome: Welcome): void {
    const phase = this.#leave();
    if (phase.state !== 'connecting') return;
    const { limits, heartbeatSeconds } = welcome;
    const heartbeat = new Heartbeat({
      seconds: heartbeatSeconds,
      schedule: this.#deps.schedule,
      beat: () => this.#beat(),
      silent: () => this.#abandon(CLOSE.silent, 'nothing heard for two heartbeats'),
    });
    this.#phase = { state: 'open', socket: phase.socket, limits, heartbeat };
    this.#owner.onOpen(welcome);
    this.#become({ state: 'open', limits, takesNotes: takesNotes(welcome) });
  }

  #beat(): void {
    this.#reconnect.lasted();
    this.#owner.onBeat();
  }

  /** Does not wait for the other side to close, because it may be gone. */
  #abandon(code: number, reason: string): void {
    const phase = this.#phase;
    this.#wait(code, reason);
    if ('socket' in phase) phase.socket.close(code, reason.slice(0, 120));
  }

  #wait(code: number, reason: string): void {
    this.#leave();
    const retryInMs = this.#reconnect.nextDelayMs();
    const stop = this.#deps.schedule(() => this.connect(), retryInMs);
    this.#phase = { state: 'waiting', stop };
    this.#owner.onLost();
    this.#become({ state: 'waiting', retryInMs, code, reason });
  }

  /** Stops the timers of the present phase and returns it. */
  #leave(): Phase {
    if (this.#phase.state === 'open') this.#phase.heartbeat.stop();
    else if (this.#phase.state !== 'off') this.#phase.stop();
    return this.#phase;
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#owner.onState(state);
  }
}

/** Says whether the relay passes notes on. */
export function takesNotes({ can = [] }: Welcome): boolean {
  return can.includes('note');
}

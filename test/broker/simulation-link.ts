import type { Millis, PeerId } from '../../relay/broker/effects.ts';
import type {
  Address,
  ClientMessage,
  ReceivedNote,
  RelayMessage,
} from '../../relay/protocol/index.ts';
import type { Agenda } from './simulation-agenda.ts';
import type { VirtualConnection, VirtualFrame, VirtualRelay } from './simulation-relay.ts';

/** The behaviour of one connection. */
export interface Line {
  /** Its owner. */
  readonly client: string;
  readonly latencyMs: Millis;
  /** Bytes a millisecond, down to the client. */
  readonly rate: number;
  /** Adds to the latency of each message. */
  readonly jitter: () => Millis;
}

/** The client's end of a connection. */
export interface LinkEnd {
  hear(message: RelayMessage): void;
  take(frame: VirtualFrame): void;
  readonly isHonest: boolean;
  onClosed(code: number): void;
}

export interface Wiring {
  readonly agenda: Agenda;
  readonly relay: VirtualRelay;
  readonly now: () => Millis;
}

/** Two messages of one direction never arrive at the same moment, so they keep their order. */
const BETWEEN_MS = 0.001;

/**
 * One virtual connection: messages keep their order each way and take their time, and those in flight are lost with
 * it. Frames leave the relay at the pace of the line.
 */
export class Link implements VirtualConnection {
  readonly id: PeerId;
  readonly client: string;
  readonly end: LinkEnd;
  unsent = 0;
  /** Nothing arrives any more, either way. */
  isLost = false;
  /** The client has closed it and listens no more. */
  #hasLeft = false;
  /** Text messages that the client sent. */
  sent = 0;
  /** Ranges that were asked for and are not through, of each page. */
  readonly #owed = new Map<Address, number>();
  readonly #wiring: Wiring;
  readonly #line: Line;
  #upAt: Millis = 0;
  #downAt: Millis = 0;
  #takenAt: Millis = 0;

  constructor(id: PeerId, end: LinkEnd, wiring: Wiring, line: Line) {
    this.id = id;
    this.client = line.client;
    this.end = end;
    this.#wiring = wiring;
    this.#line = line;
    this.#up(() => wiring.relay.connect(this));
  }

  get isHonest(): boolean {
    return this.end.isHonest;
  }

  owes(address: Address): boolean {
    return (this.#owed.get(address) ?? 0) > 0;
  }

  /** With `ends`, the message answers this many requests for a page, or the rest of them. */
  say(
    message: ClientMessage,
    ends?: { readonly address: Address; readonly requests: number },
  ): void {
    const { relay, now } = this.#wiring;
    this.sent += 1;
    this.#up(() => {
      if (ends) this.#owe(ends.address, -ends.requests);
      relay.receive(this, message, now());
    });
  }

  /** `isLast` of what a request asked for. */
  sayFrame(frame: VirtualFrame, isLast: boolean): void {
    const { relay, now } = this.#wiring;
    this.#up(() => {
      if (isLast) this.#owe(frame.address, -1);
      relay.content(this, frame, now());
    });
  }

  send(message: RelayMessage): void {
    if (message.type === 'request') this.#owe(message.address, +1);
    this.#down(() => this.end.hear(message));
  }

  #owe(address: Address, change: number): void {
    this.#owed.set(address, (this.#owed.get(address) ?? 0) + change);
  }

  forward(frame: VirtualFrame): void {
    const { agenda, relay, now } = this.#wiring;
    this.#takenAt = Math.max(now(), this.#takenAt) + frame.length / this.#line.rate;
    agenda.add(this.#takenAt, () => relay.taken(this, frame.length, now()), this);
    this.#down(() => this.end.take(frame));
  }

  note(message: ReceivedNote): void {
    const { agenda, relay, now } = this.#wiring;
    this.#takenAt = Math.max(now(), this.#takenAt) + message.body.length / this.#line.rate;
    agenda.add(this.#takenAt, () => relay.takenNote(this, message, now()), this);
  }

  /** The network stack below a client answers, whatever the client does. */
  probe(): void {
    const { relay, now } = this.#wiring;
    this.#down(() => this.#up(() => relay.answered(this, now())));
  }

  close(code: number): void {
    this.#down(() => {
      this.isLost = true;
      this.end.onClosed(code);
    });
  }

  /** The client takes nothing more for a while. */
  stall(ms: Millis): void {
    this.#takenAt = Math.max(this.#wiring.now(), this.#takenAt) + ms;
  }

  /** The client closes: what it sent before still arrives. */
  leave(): void {
    const { relay, now } = this.#wiring;
    this.#hasLeft = true;
    this.#up(() => {
      this.isLost = true;
      relay.disconnect(this, now(), 'left');
    });
  }

  /** The line is cut; the relay learns of it after so long. */
  lose(noticedAfterMs: Millis): void {
    const { relay, agenda, now } = this.#wiring;
    this.isLost = true;
    agenda.add(now() + noticedAfterMs, () => relay.disconnect(this, now(), 'lost'));
  }

  #up(act: () => void): void {
    const { latencyMs, jitter } = this.#line;
    this.#upAt = Math.max(this.#upAt + BETWEEN_MS, this.#wiring.now() + latencyMs + jitter());
    this.#wiring.agenda.add(this.#upAt, act, this);
  }

  /** Behind all frames that were sent before. */
  #down(act: () => void): void {
    const { latencyMs, jitter } = this.#line;
    const leavesAt = Math.max(this.#wiring.now(), this.#takenAt);
    this.#downAt = Math.max(this.#downAt + BETWEEN_MS, leavesAt + latencyMs + jitter());
    const arrive = (): void => {
      if (!this.#hasLeft) act();
    };
    this.#wiring.agenda.add(this.#downAt, arrive, this);
  }
}

/**
 * Joins the parts of the client: it passes each event of the connection to the right part, and sends the messages of
 * the parts.
 */
import {
  type Address,
  type ClientMessage,
  decodeBase64url,
  type ErrorMessage,
  type FrameHeader,
  type ReceivedNote,
  type RelayMessage,
  type Welcome,
} from '../protocol/index.ts';
import { Again } from './retry-beats.ts';
import { Announcer } from './announcer.ts';
import type { Client, ClientOptions, FetchOptions } from './client.ts';
import { Connection, type ConnectionOwner, takesNotes } from './relay-connection.ts';
import type { EarlySocket } from './early-socket.ts';
import { ClosedError, RefusedError } from './errors.ts';
import type { ClientEvent, ConnectionState } from './events.ts';
import { Listeners } from './listeners.ts';
import type { PageSink } from './page-sink.ts';
import type { PageSource } from './page-source.ts';
import { FOR_WANT_OF_ROOM, NOT_OF_READERS, OF_SEEDERS } from './refusals.ts';
import { RoundTrips } from './round-trips.ts';
import { SentNotes } from './sent-notes.ts';
import { RangeServer } from './serve-ranges.ts';
import { type Kept, type LostSession, NOTHING_KEPT, Session } from './session.ts';
import { type OpenSocket, openPlatformSocket, type Schedule, scheduleTimeout } from './socket.ts';
import { Wants } from './wants.ts';
import { Watches } from './watched-counts.ts';

/** A client that is already connecting. */
export function createClient(options: ClientOptions): Client {
  return new RelayClient(options);
}

class RelayClient implements Client, ConnectionOwner {
  readonly #pages: PageSource;
  readonly #schedule: Schedule;
  readonly #listeners = new Listeners<ClientEvent>();
  readonly #connection: Connection;
  readonly #announcer: Announcer;
  readonly #wants: Wants;
  readonly #watches: Watches;
  readonly #notes: SentNotes;
  readonly #roundTrips: RoundTrips;
  readonly #session = new Session();
  readonly #again: Again;
  /** The first socket, until it is open or lost. */
  #early: EarlySocket | undefined;
  #welcome: Welcome | undefined;
  /** The number of heartbeats since `resume` was sent. */
  #beatsUnresumed = 0;
  /** Serves the present connection. */
  #rangeServer: RangeServer | undefined;

  constructor(options: ClientOptions) {
    const { url, pages, random = Math.random, schedule = scheduleTimeout } = options;
    const { openSocket = openPlatformSocket, early } = options;
    this.#early = early;
    const told = { send: this.#send, emit: this.#emit };
    this.#pages = pages;
    this.#schedule = schedule;
    this.#connection = new Connection(
      { url, openSocket: early ? firstly(early, openSocket) : openSocket, random, schedule },
      this,
    );
    this.#announcer = new Announcer({ pages, ...told });
    this.#wants = new Wants(told, early?.wanted);
    this.#watches = new Watches(told);
    this.#notes = new SentNotes(told);
    this.#roundTrips = new RoundTrips(this.#send);
    this.#again = new Again(random);
    this.#connection.connect();
  }

  get connection(): ConnectionState {
    return this.#connection.state;
  }

  subscribe(listener: (event: ClientEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  have(...addresses: readonly Address[]): void {
    this.#announcer.have(...addresses);
  }

  drop(...addresses: readonly Address[]): void {
    this.#announcer.drop(...addresses);
  }

  async fetch(address: Address, options?: FetchOptions): Promise<Uint8Array<ArrayBuffer>> {
    this.#assertNotClosed();
    return await this.#wants.fetch(address, options);
  }

  async fetchInto(sink: PageSink, address: Address, options?: FetchOptions): Promise<void> {
    this.#assertNotClosed();
    await this.#wants.fetchInto(sink, address, options);
  }

  watch(address: Address, listener: (count: number) => void): () => void {
    return this.#isClosed ? () => {} : this.#watches.watch(address, listener);
  }

  note(address: Address, body: Uint8Array, to?: string): void {
    this.#notes.note(address, body, to);
  }

  async settled(): Promise<void> {
    this.#assertNotClosed();
    await this.#roundTrips.settled();
  }

  hurry(): void {
    this.#connection.hurry();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#connection.close();
    this.#wants.end(new ClosedError());
    this.#watches.end();
    this.#roundTrips.end(new ClosedError());
  }

  get #isClosed(): boolean {
    return this.connection.state === 'closed';
  }

  #assertNotClosed(): void {
    if (this.#isClosed) throw new ClosedError();
  }

  readonly #send = (message: ClientMessage): void => {
    if (this.#connection.send(message)) this.#session.onSent(message);
  };

  readonly #emit = (event: ClientEvent): void => this.#listeners.call(event);

  onState(connection: ConnectionState): void {
    this.#emit({ type: 'connection', connection });
  }

  onOpen(welcome: Welcome): void {
    const { limits, session } = welcome;
    this.#welcome = welcome;
    this.#rangeServer = this.#openRangeServer(limits.frameBytes);
    this.#session.onOpen(session);
    this.#notes.onOpen(limits, takesNotes(welcome));
    const wanted = this.#early?.wanted;
    if (wanted) this.#session.onSent({ type: 'want', address: wanted, from: 0 });
    this.#early = undefined;
    if (this.#session.lost) this.#resume(welcome, this.#session.lost);
    else void this.#introduce(welcome);
  }

  onLost(): void {
    this.#early = undefined;
    this.#rangeServer?.stop();
    this.#rangeServer = undefined;
    this.#session.onLost(this.#announcer.onLost(), this.#watches.onLost());
    this.#wants.onLost();
    this.#notes.onLost();
    this.#roundTrips.onLost();
    this.#again.onLost();
  }

  onReplaced(): void {
    this.close();
  }

  onBeat(): void {
    this.#roundTrips.beat();
    if (this.#session.lost && ++this.#beatsUnresumed >= RESUME_BEATS) this.#startAnew();
    if (!this.#again.onBeat()) return;
    this.#announcer.repeat();
    this.#watches.repeat();
    this.#wants.repeat();
  }

  onFrame(header: FrameHeader, payload: Uint8Array): void {
    this.#wants.onFrame(header, payload);
  }

  onMessage(message: RelayMessage): void {
    switch (message.type) {
      case 'request':
        return this.#rangeServer?.request(message);
      case 'cancel':
        return this.#rangeServer?.cancel(message);
      case 'seeders':
        return this.#watches.onSeeders(message);
      case 'corrupt':
        return this.#wants.onCorrupt(message.address);
      case 'error':
        return this.#onRefused(message);
      case 'pong':
        return this.#roundTrips.onPong();
      case 'resumed':
        return this.#onResumed(message.received);
      case 'note':
        return this.#onNote(message);
      case 'welcome':
      case 'bye':
        return; // the connection handles it
    }
  }

  /**
   * Sends all haves, wants and watches that the relay did not keep, and takes back those it kept that are out of date.
   */
  async #introduce(welcome: Welcome, { haves, watches } = NEWCOMER): Promise<void> {
    const { limits } = welcome;
    const taken = { room: limits.haves, takesNotes: takesNotes(welcome) };
    if (!(await this.#announcer.onOpen(taken, haves))) return;
    this.#wants.onOpen(limits);
    this.#watches.onOpen(limits.watches, watches);
    this.#notes.onReady();
    this.#roundTrips.onReady();
  }

  #resume({ limits }: Welcome, { session }: LostSession): void {
    this.#beatsUnresumed = 0;
    this.#send({ type: 'resume', session, wants: this.#wants.onResume(limits) });
  }

  #onResumed(received: number): void {
    if (!this.#session.lost) return; // too late: the client has announced everything again
    const kept = this.#session.onResumed(received);
    if (!this.#welcome) return;
    this.#emit({ type: 'resumed' });
    void this.#introduce(this.#welcome, kept);
  }

  #onRefused({ code, message, address }: ErrorMessage): void {
    if (code === 'unknown-session') return this.#startAnew();
    this.#emit({ type: 'refused', code, message, ...(address && { address }) });
    if (FOR_WANT_OF_ROOM.has(code)) this.#onNoRoom();
    if (address === undefined) return;
    if (code === 'too-many-wants') return this.#wants.putOff(address);
    if (OF_SEEDERS.has(code)) this.#announcer.refuse(address);
    if (!NOT_OF_READERS.has(code)) {
      this.#wants.refuse(address, new RefusedError(code, message, address));
    }
  }

  /** The relay cannot resume the session: the client announces, wants and watches everything again. [R4, R6] */
  #startAnew(): void {
    if (!this.#welcome || !this.#session.lost) return;
    this.#session.lost = undefined;
    this.#wants.onLost(); // the client must ask again for the wants in `resume`
    void this.#introduce(this.#welcome);
  }

  #onNote({ address, from, body }: ReceivedNote): void {
    const bytes = decodeBase64url(body);
    if (bytes) this.#emit({ type: 'note', address, from, body: bytes });
  }

  #onNoRoom(): void {
    this.#again.onRefused();
    this.#session.onNotTaken();
  }

  #openRangeServer(frameBytes: number): RangeServer {
    return new RangeServer({
      pages: this.#pages,
      frameBytes,
      schedule: this.#schedule,
      emit: this.#emit,
      send: (frame) => this.#connection.sendFrame(frame),
      queuedBytes: () => this.#connection.queuedBytes,
      cancelled: (range) => this.#send({ type: 'cancelled', ...range }),
      drop: (address) => this.#announcer.drop(address),
    });
  }
}

/** Opens this socket first, then others. */
function firstly(early: EarlySocket, openSocket: OpenSocket): OpenSocket {
  let first: EarlySocket | undefined = early;
  return (url, protocol) => {
    const socket = first ?? openSocket(url, protocol);
    first = undefined;
    return socket;
  };
}

/** The relay kept nothing of this client. */
const NEWCOMER: { haves: Kept; watches: Kept } = { haves: NOTHING_KEPT, watches: NOTHING_KEPT };

/** After this many heartbeats without an answer to `resume`, no answer comes. */
const RESUME_BEATS = 2;

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Address } from '../protocol/address.ts';
import { CLOSE, SUBPROTOCOL } from '../protocol/close-codes.ts';
import { earlyWantIn } from '../protocol/early-want.ts';
import { encodeMessage } from '../protocol/encode.ts';
import { FRAME_HEADER_BYTES, parseFrame } from '../protocol/frames.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import type { ClientMessage } from '../protocol/messages.ts';
import { parseClientMessage, type Violation } from '../protocol/parse.ts';
import type { Admission, From } from './admission.ts';
import type { Backlog } from './backlog.ts';
import { Budgets, messagesIn } from './budget.ts';
import { Connection } from './connection.ts';
import { Corks } from './corks.ts';
import { FairReads, Share } from './fair-reads.ts';
import { FrameLengths } from './frame-lengths.ts';
import { flawOf, type Reason, refuse } from './handshake.ts';
import { logText, printable } from './log-text.ts';
import type { PeerLog } from './peer-log.ts';
import type { Performer } from './perform.ts';
import type { Totals } from './totals.ts';

/** The codes of clients that go on purpose: at their end, or with their page. */
const LEFT: ReadonlySet<number> = new Set([CLOSE.normal, 1001]);

export interface SocketsDeps {
  readonly performer: Performer;
  readonly backlog: Backlog;
  readonly limits: RelayLimits;
  readonly log: Logger;
  /** For what anybody can bring about as often as they like. */
  readonly peerLog: Pick<PeerLog, 'info'>;
  readonly totals: Totals;
  readonly admission: Admission;
  /** True when logs name the addresses of clients. */
  readonly logIps: boolean;
}

/** Turns sockets into peers of the broker: the upgrade, the decoding, and what a broken message leads to. */
export class Sockets {
  readonly #deps: SocketsDeps;
  readonly #server: WebSocketServer;
  readonly #corks = new Corks();
  readonly #fairReads = new FairReads();
  readonly #budgets: Budgets;
  #lastPeer = 0;
  /** True once no new client is let in. */
  isDraining = false;

  constructor(deps: SocketsDeps) {
    this.#deps = deps;
    this.#budgets = new Budgets(deps.limits);
    const options = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // The shorter limit for text is applied once the text is there.
      maxPayload: Math.max(deps.limits.textBytes, FRAME_HEADER_BYTES + deps.limits.frameBytes),
      maxFragments: 64,
      closeTimeout: 3_000,
      handleProtocols: () => SUBPROTOCOL,
    };
    this.#server = new WebSocketServer(options);
  }

  /** Handles a request to upgrade, whatever its path. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A reset before the handshake would otherwise end the process.
    socket.on('error', (error) => this.#deps.log.debug({ error: error.message }, 'socket error'));
    const flaw = flawOf(request, this.isDraining);
    if (flaw) return this.#refuse(socket, flaw);
    const from = this.#admit(request, socket);
    if (!from) return;
    request.headers.upgrade = 'websocket'; // the only protocol of its list that counts; ws knows no lists
    let isUpgraded = false;
    this.#corks.cork(socket); // the answer and the `welcome` after it leave in one write
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      isUpgraded = true;
      this.#open(webSocket, socket, from, earlyWantIn(request.url ?? ''));
    });
    if (!isUpgraded) this.#deps.totals.connectionRefused('handshake'); // ws has answered
  }

  /** The client's origin if it may connect; its connection then counts until its socket has closed. */
  #admit(request: IncomingMessage, socket: Duplex): From | undefined {
    if (socket.destroyed) return undefined; // it may have closed already
    const { headers } = request;
    const verdict = this.#deps.admission.admit({
      remoteAddress: request.socket.remoteAddress ?? '',
      forwardedFor: headers['x-forwarded-for']?.toString(),
      origin: headers.origin,
    });
    if (verdict.type === 'admitted') {
      socket.once('close', verdict.leave);
      return verdict.from;
    }
    const { refusal, ip } = verdict;
    const origin = refusal === 'origin' ? { origin: printable(headers.origin ?? '', 100) } : {};
    this.#deps.peerLog.info({ refusal, ...origin, ...this.#named(ip) }, 'connection refused');
    this.#refuse(socket, refusal);
    return undefined;
  }

  #refuse(socket: Duplex, reason: Reason): void {
    this.#deps.totals.connectionRefused(reason);
    refuse(socket, reason);
  }

  #named(ip: string): { ip?: string } {
    return this.#deps.logIps ? { ip } : {};
  }

  #open(webSocket: WebSocket, socket: Duplex, from: From, early: Address | undefined): void {
    const { performer, backlog, limits, log } = this.#deps;
    const { ip, client, networks } = from;
    const peer = ++this.#lastPeer;
    const connection = new Connection({
      peer,
      limits,
      now: () => performance.now(),
      webSocket,
      socket,
      corks: this.#corks,
      backlog,
      budget: this.#budgets.open(client),
      takenBytes: () => takenBytes(socket),
      onDrained: (id, unsent) => performer.drained(id, unsent),
      onOverfull: (id) => performer.onOverfull(id),
    });
    this.#watchLengths(socket, peer, connection);
    const share = new Share(connection, client, this.#handler(peer, connection));
    webSocket.on('error', (error) => log.debug({ peer, error: error.message }, 'connection error'));
    webSocket.on('close', (code) => {
      log.debug({ peer, code }, 'disconnected');
      this.#fairReads.close(share);
      this.#budgets.close(client);
      performer.disconnect(peer, LEFT.has(code) ? 'left' : 'lost');
    });
    const onMessage = (bytes: Buffer, isBinary: boolean): void => {
      this.#hear(connection, bytes.length, messagesIn(bytes.length, isBinary));
      this.#fairReads.receive(share, bytes, isBinary);
    };
    // `binaryType` is left at its default, so a message is one Buffer.
    webSocket.on('message', (message, isBinary) => onMessage(message as Buffer, isBinary));
    // Pings and pongs of WebSocket itself, which ws answers.
    const onControl = (bytes: Buffer): void => {
      this.#hear(connection, bytes.length, 1);
      this.#fairReads.count(share);
    };
    webSocket.on('ping', onControl);
    webSocket.on('pong', (bytes) => {
      onControl(bytes);
      if (connection.answers(bytes)) performer.answered(peer);
    });
    log.debug({ peer, ...this.#named(ip) }, 'connected');
    performer.connect(peer, connection, { client, networks });
    if (early) onMessage(textOf({ type: 'want', address: early, from: 0 }), false); // [F9]
  }

  #watchLengths(socket: Duplex, peer: number, connection: Connection): void {
    const lengths = new FrameLengths();
    const onPiece = (piece: Buffer): void => {
      if (lengths.areMinimal(piece)) return;
      socket.off('data', onPiece);
      if (connection.isClosing) return;
      connection.close(CLOSE.badFrame, 'length not minimal');
      this.#deps.performer.disconnect(peer, 'left');
    };
    socket.prependListener('data', onPiece); // before ws reads the frames in it
  }

  #hear(connection: Connection, bytes: number, messages: number): void {
    if (connection.isClosing) return;
    if (connection.hear(bytes, messages)) this.#deps.performer.onPaused(connection);
  }

  /** The handler of a connection's messages; it returns the number of steps that each took. */
  #handler(peer: number, connection: Connection): Share['handle'] {
    const { totals } = this.#deps;
    return (bytes, isBinary) => {
      if (connection.isClosing) return 1; // it was closed for an earlier message
      const before = totals.framesOut + totals.messagesOut;
      if (bytes.length > this.#longest(isBinary)) this.#onTooLong(peer, connection);
      else {
        const broken = isBinary ? this.#onFrame(peer, bytes) : this.#onText(peer, bytes);
        if (broken) this.#reject(peer, connection, broken);
      }
      return (
        (isBinary ? 1 : messagesIn(bytes.length, false)) +
        totals.framesOut +
        totals.messagesOut -
        before
      );
    };
  }

  #longest(isBinary: boolean): number {
    const { frameBytes, textBytes } = this.#deps.limits;
    return isBinary ? FRAME_HEADER_BYTES + frameBytes : textBytes;
  }

  #onText(peer: number, bytes: Buffer): Violation | undefined {
    const message = parseClientMessage(bytes.toString('utf8'));
    if (message.type === 'violation') return message;
    this.#deps.performer.receive(peer, message);
    return undefined;
  }

  #onFrame(peer: number, bytes: Buffer): Violation | undefined {
    const header = parseFrame(bytes, this.#deps.limits.frameBytes);
    if ('type' in header) return header;
    this.#deps.performer.content(peer, header, bytes);
    return undefined;
  }

  #onTooLong(peer: number, connection: Connection): void {
    connection.close(CLOSE.tooBig, 'message too long');
    this.#deps.performer.disconnect(peer, 'left');
  }

  #reject(peer: number, connection: Connection, { code, message }: Violation): void {
    this.#deps.totals.violated(code);
    this.#deps.peerLog.info({ peer, code, violation: logText(message) }, 'protocol violated');
    connection.send({ type: 'error', code, message });
    connection.close(CLOSE.violation, code);
    this.#deps.performer.disconnect(peer, 'left');
  }
}

function textOf(message: ClientMessage): Buffer {
  return Buffer.from(encodeMessage(message));
}

/** Node keeps both numbers on the handle alone: what it handed to the kernel, and what of it still waits there. */
interface StreamHandle {
  readonly bytesWritten: number;
  readonly writeQueueSize: number;
}

function takenBytes(socket: Duplex): number {
  const { _handle: handle } = socket as { _handle?: StreamHandle | null };
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}

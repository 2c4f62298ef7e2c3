import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { CLOSE, SOCKET_PATH, SUBPROTOCOL } from '../protocol/close-codes.ts';
import { FRAME_HEADER_BYTES, parseFrame } from '../protocol/frames.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import { parseClientMessage, type Violation } from '../protocol/parse.ts';
import type { Admission, From, Refusal } from './admission.ts';
import { Connection, messagesIn } from './connection.ts';
import { Corks } from './corks.ts';
import { FairReads, Share } from './fair-reads.ts';
import type { Hub } from './hub.ts';
import { logText, printable } from './log-text.ts';
import type { PeerLog } from './peer-log.ts';
import type { Totals } from './totals.ts';

/** The codes of clients that go on purpose: at their end, or with their page. */
const LEFT: ReadonlySet<number> = new Set([CLOSE.normal, 1001]);

export interface SocketsDeps {
  readonly hub: Hub;
  readonly limits: RelayLimits;
  readonly log: Logger;
  /** For what anybody can bring about as often as they like. */
  readonly peerLog: Pick<PeerLog, 'info'>;
  readonly totals: Totals;
  readonly admission: Admission;
  /** Whether logs name the addresses of clients. */
  readonly logIps: boolean;
}

/** Why a request to connect is refused: for what it asks, or for who asks. */
type Reason = 'path' | 'draining' | 'subprotocol' | Refusal;

interface Answer {
  readonly status: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

const RETRY_AFTER_SECONDS = 10;

/** What a client that is refused gets. */
const ANSWERS: Readonly<Record<Reason, Answer>> = {
  path: { status: '404 Not Found', message: `the socket is at ${SOCKET_PATH}` },
  draining: { status: '503 Service Unavailable', message: 'the relay is stopping' },
  subprotocol: { status: '400 Bad Request', message: `the subprotocol must be ${SUBPROTOCOL}` },
  origin: { status: '403 Forbidden', message: 'this origin may not connect' },
  connections: {
    status: '503 Service Unavailable',
    message: 'the relay is full',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  'connections-per-address': {
    status: '429 Too Many Requests',
    message: 'too many connections from your network',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
};

/** Turns sockets into peers of the hub: the upgrade, the decoding, and what a broken message leads to. */
export class Sockets {
  readonly #deps: SocketsDeps;
  readonly #server: WebSocketServer;
  readonly #corks = new Corks();
  readonly #fairReads = new FairReads();
  #lastPeer = 0;
  /** Nobody new is let in. */
  isDraining = false;

  constructor(deps: SocketsDeps) {
    this.#deps = deps;
    const options = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // Whether a text is too long for its kind is looked at once it is there.
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
    const reason = this.#unfit(request);
    if (reason) return this.#refuse(socket, reason);
    const from = this.#admit(request, socket);
    if (!from) return;
    let isUpgraded = false;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      isUpgraded = true;
      this.#open(webSocket, socket, from);
    });
    if (!isUpgraded) this.#deps.totals.connectionRefused('handshake'); // ws has answered
  }

  /** What is wrong with a request, whoever sent it. */
  #unfit(request: IncomingMessage): Reason | undefined {
    if (request.url?.split('?')[0] !== SOCKET_PATH) return 'path';
    if (this.isDraining) return 'draining';
    return offersSubprotocol(request) ? undefined : 'subprotocol';
  }

  /** Where the client comes from if it may connect, and then it counts until its socket has closed. */
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
    answer(socket, ANSWERS[reason]);
  }

  #named(ip: string): { ip?: string } {
    return this.#deps.logIps ? { ip } : {};
  }

  #open(webSocket: WebSocket, socket: Duplex, { ip, client }: From): void {
    const { hub, limits, log } = this.#deps;
    const peer = ++this.#lastPeer;
    const connection = new Connection({
      peer,
      limits,
      now: () => performance.now(),
      webSocket,
      socket,
      corks: this.#corks,
      takenBytes: () => takenBytes(socket),
      onDrained: (id, unsent) => hub.drained(id, unsent),
      onOverfull: (id) => hub.onOverfull(id),
    });
    const share = new Share(connection, this.#handler(peer, connection));
    webSocket.on('error', (error) => log.debug({ peer, error: error.message }, 'connection error'));
    webSocket.on('close', (code) => {
      log.debug({ peer, code }, 'disconnected');
      this.#fairReads.close(share);
      hub.disconnect(peer, LEFT.has(code) ? 'left' : 'lost');
    });
    webSocket.on('message', (message, isBinary) => {
      // `binaryType` is left at its default, so a message is one Buffer.
      const bytes = message as Buffer;
      this.#hear(connection, bytes.length, messagesIn(bytes.length, isBinary));
      this.#fairReads.receive(share, bytes, isBinary);
    });
    // Pings and pongs of WebSocket itself, which ws answers.
    const onControl = (bytes: Buffer): void => {
      this.#hear(connection, bytes.length, 1);
      this.#fairReads.count(share);
    };
    webSocket.on('ping', onControl);
    webSocket.on('pong', onControl);
    log.debug({ peer, ...this.#named(ip) }, 'connected');
    hub.connect(peer, connection, client);
  }

  #hear(connection: Connection, bytes: number, messages: number): void {
    if (connection.isClosing) return;
    if (connection.hear(bytes, messages)) this.#deps.hub.onPaused(connection);
  }

  /** What handles a connection's messages, and says how many steps each took. */
  #handler(peer: number, connection: Connection): Share['handle'] {
    const { limits, totals } = this.#deps;
    return (bytes, isBinary) => {
      if (connection.isClosing) return 1; // it was closed for an earlier message
      const before = totals.framesOut;
      if (!isBinary && bytes.length > limits.textBytes) this.#onTooLong(peer, connection);
      else {
        const broken = isBinary ? this.#onFrame(peer, bytes) : this.#onText(peer, bytes);
        if (broken) this.#reject(peer, connection, broken);
      }
      return (isBinary ? 1 : messagesIn(bytes.length, false)) + totals.framesOut - before;
    };
  }

  #onText(peer: number, bytes: Buffer): Violation | undefined {
    const message = parseClientMessage(bytes.toString('utf8'));
    if (message.type === 'violation') return message;
    this.#deps.hub.receive(peer, message);
    return undefined;
  }

  #onFrame(peer: number, bytes: Buffer): Violation | undefined {
    const header = parseFrame(bytes, this.#deps.limits.frameBytes);
    if ('type' in header) return header;
    this.#deps.hub.content(peer, header, bytes);
    return undefined;
  }

  #onTooLong(peer: number, connection: Connection): void {
    connection.close(CLOSE.tooBig, 'text too long');
    this.#deps.hub.disconnect(peer, 'left');
  }

  #reject(peer: number, connection: Connection, { code, message }: Violation): void {
    this.#deps.totals.violated(code);
    this.#deps.peerLog.info({ peer, code, violation: logText(message) }, 'protocol violated');
    connection.send({ type: 'error', code, message });
    connection.close(CLOSE.violation, code);
    this.#deps.hub.disconnect(peer, 'left');
  }
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

function offersSubprotocol(request: IncomingMessage): boolean {
  const offered = request.headers['sec-websocket-protocol'] ?? '';
  return offered.split(',').some((name) => name.trim() === SUBPROTOCOL);
}

function answer(socket: Duplex, { status, message, retryAfterSeconds }: Answer): void {
  // A client that never closes its end would otherwise keep the socket.
  socket.once('finish', () => socket.destroy());
  const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\n${retry}` +
      `Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`,
  );
}

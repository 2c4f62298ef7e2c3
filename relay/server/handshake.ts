/**
 * Checks the form of a request to become a WebSocket (RFC 6455 section 4.2, RFC 9110 section 7.8, RFC 9112 section
 * 3.2), and answers the refused ones. `ws` does the rest of the handshake.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SOCKET_PATH, SUBPROTOCOL } from '../protocol/close-codes.ts';
import type { Refusal } from './admission.ts';

/** The reason why a request to connect is refused: its form, or its sender. */
export type Reason = 'host' | 'content' | 'path' | 'version' | 'draining' | 'subprotocol' | Refusal;

interface Answer {
  readonly status: string;
  readonly message: string;
  readonly headers?: string;
}

const VERSION = '13';
const RETRY_LATER = 'Retry-After: 10\r\n';

const ANSWERS: Readonly<Record<Reason, Answer>> = {
  host: { status: '400 Bad Request', message: 'expected one Host header' },
  content: { status: '400 Bad Request', message: 'expected no content before the WebSocket' },
  path: { status: '404 Not Found', message: `the socket is at ${SOCKET_PATH}` },
  version: {
    status: '426 Upgrade Required',
    message: `the version of WebSocket must be ${VERSION}`,
    headers: `Upgrade: websocket\r\nSec-WebSocket-Version: ${VERSION}\r\n`,
  },
  draining: { status: '503 Service Unavailable', message: 'the relay is stopping' },
  subprotocol: { status: '400 Bad Request', message: `the subprotocol must be ${SUBPROTOCOL}` },
  origin: { status: '403 Forbidden', message: 'this origin may not connect' },
  connections: {
    status: '503 Service Unavailable',
    message: 'the relay is full',
    headers: RETRY_LATER,
  },
  'connections-per-address': {
    status: '429 Too Many Requests',
    message: 'too many connections from your network',
    headers: RETRY_LATER,
  },
};

/**
 * True when a request asks for a WebSocket. Any other upgrade (to HTTP/2 in clear, as some clients offer with every
 * request) is ignored, and so is one in HTTP/1.0: RFC 9110 section 7.8.
 */
export function asksForWebSocket({ headers, httpVersion }: IncomingMessage): boolean {
  return httpVersion !== '1.0' && listed(headers.upgrade).some(isWebSocket);
}

/** The flaw in a request, for any sender. */
export function flawOf(request: IncomingMessage, isDraining: boolean): Reason | undefined {
  const { headers } = request;
  if (!hasOneHost(request)) return 'host';
  // The bytes after the request would be read as frames. [RFC 9110, section 7.8]
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0) {
    return 'content';
  }
  if (pathOf(request.url ?? '') !== SOCKET_PATH) return 'path';
  if (isDraining) return 'draining';
  if (headers['sec-websocket-version'] !== VERSION) return 'version';
  const offered = listed(headers['sec-websocket-protocol']);
  return offered.includes(SUBPROTOCOL) ? undefined : 'subprotocol';
}

/** True when a request names one host, as each must since HTTP/1.1: RFC 9112 section 3.2. */
export function hasOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length === 1 || (hosts.length === 0 && httpVersion === '1.0');
}

/** Answers a request that is refused, and hangs up. */
export function refuse(socket: Duplex, reason: Reason): void {
  const { status, message, headers = '' } = ANSWERS[reason];
  // A client that never closes its end would otherwise keep the socket.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\n${headers}` +
      `Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`,
  );
}

/** The path of a target in either form: RFC 9112 section 3.2. */
function pathOf(target: string): string | undefined {
  return target.replace(/^https?:\/\/[^/?]*/i, '').split('?')[0];
}

function listed(value: string | undefined): string[] {
  return (value ?? '').split(',').map((name) => name.trim());
}

function isWebSocket(protocol: string): boolean {
  return protocol.toLowerCase() === 'websocket';
}

import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/**
 * The most requests of one socket that may wait for their answers. Browsers and proxies ask for one thing at a time.
 */
const UNANSWERED = 16;

/**
 * Hangs up on a client that asks on and on without taking what it is answered, which is all kept for it. Throws on a Node
 * that does not let it: `maxRequestsPerSocket` alone lets the same flood take five times as much of the processor.
 */
export function boundUnanswered(http: FastifyInstance): void {
  requireParser(http.server);
  const unanswered = new WeakMap<Socket, number>();
  http.server.on('connection', endWithSocket);
  http.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const count = unanswered.get(socket) ?? 0;
    if (socket.destroyed || count === UNANSWERED) {
      socket.destroy();
      reply.hijack();
      return;
    }
    unanswered.set(socket, count + 1);
    reply.raw.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    done();
  });
}

/** Tries it with a connection that nobody is at. */
export function requireParser(server: Pick<Server, 'emit'>): void {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  server.emit('connection', socket);
  const { parser } = socket as { parser?: Parser };
  socket.destroy();
  if (typeof parser?.onIncoming === 'function') return;
  throw new Error(
    `expected a Node whose HTTP parser has onIncoming, such as 24, not ${process.version}`,
  );
}

/** The function that Node's parser calls with each request. Its answer says how to read the next bytes. */
interface Parser {
  onIncoming?: ((request: Incoming, keepsAlive: boolean) => number) | null;
}

interface Incoming extends IncomingMessage {
  /** The next bytes are not HTTP, but for another reader. */
  upgrade?: boolean;
}

const NO_MORE_REQUESTS = 2;

/**
 * Node hands over all requests that came in one piece, though the socket was closed for one of them: thousands of small
 * ones, from many sockets at once, take seconds and gigabytes.
 */
function endWithSocket(socket: Socket): void {
  const { parser } = socket as { parser?: Parser };
  const onIncoming = parser?.onIncoming;
  if (!onIncoming) return;
  parser.onIncoming = (request, keepsAlive) => {
    if (!socket.destroyed) return onIncoming(request, keepsAlive);
    request.upgrade = false;
    return NO_MORE_REQUESTS;
  };
}

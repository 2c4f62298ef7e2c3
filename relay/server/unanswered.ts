import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** So many requests of one socket may wait for their answers. Browsers and proxies ask for one thing at a time. */
const UNANSWERED = 16;

/** Hangs up on a client that asks on and on without taking what it is answered, which is all kept for it. */
export function boundUnanswered(http: FastifyInstance): void {
  const unanswered = new WeakMap<Socket, number>();
  http.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const count = unanswered.get(socket) ?? 0;
    // Node hands over all requests that came in one piece, though the socket was closed for one of them.
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

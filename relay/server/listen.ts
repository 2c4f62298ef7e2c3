import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** At the system's default of 511 a storm of reconnects lost connections for a second. */
const BACKLOG = 4_096;

/**
 * The addresses to listen on for a host. On most machines 'localhost' is two addresses, and a client may choose either.
 */
export async function addressesOf(host: string): Promise<readonly string[]> {
  if (host !== 'localhost') return [host];
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

/** Listens on the first of these addresses, and on the others where it can. Returns how to stop that. */
export async function listen(
  http: FastifyInstance,
  addresses: readonly string[],
  port: number,
): Promise<() => Promise<void>> {
  const [host = '', ...others] = addresses;
  await http.listen({ host, port, backlog: BACKLOG, listenTextResolver: () => 'listening' });
  const { port: bound } = http.server.address() as AddressInfo; // it listens on a port, any one where that was 0
  const servers = await Promise.all(others.map((other) => listenToo(http, other, bound)));
  return async () => {
    for (const server of servers) server.close();
    const closed = http.close();
    // Browsers hold connections open that never carried a request; those count as busy.
    http.server.closeAllConnections();
    await closed;
  };
}

/**
 * Hands all sockets over to the one HTTP server. Fastify, told to listen on 'localhost', would make another for the
 * second address, whose sockets nobody counts.
 */
async function listenToo(http: FastifyInstance, host: string, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.on('connection', (socket) => http.server.emit('connection', socket));
  try {
    await once(server.listen({ host, port, backlog: BACKLOG }), 'listening');
  } catch {
    // A machine may name an address that it does not have.
  }
  return server;
}

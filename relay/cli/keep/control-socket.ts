/**
 * The way from other programs of the same user to the keeper of a folder: one JSON line there, one back. The socket is
 * also the lock of the folder, which a killed keeper cannot leave behind.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { Failure } from '../failure.ts';
import { listenAlone, pathOfSocket, reach } from '../lone-socket.ts';

export class ControlSocket {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Locks the folder until `close`. Rejects with a `Failure` if another keeper uses it. */
  static async open(
    folder: string,
    answer: (request: unknown) => Promise<object>,
  ): Promise<ControlSocket> {
    const server = createServer();
    const socket = new ControlSocket(server);
    server.on('connection', (one) => socket.#serve(one, answer));
    if (await listenAlone(server, socketPath(folder))) return socket;
    throw new Failure('failed', `A keeper already runs with the folder ${folder}.`);
  }

  async close(): Promise<void> {
    for (const one of this.#open) one.destroy();
    const { promise, resolve: closed } = Promise.withResolvers<void>();
    this.#server.close(() => closed());
    await promise;
  }

  #serve(socket: Socket, answer: (request: unknown) => Promise<object>): void {
    this.#open.add(socket);
    socket.on('error', () => {}); // it has gone
    socket.on('close', () => this.#open.delete(socket));
    createInterface({ input: socket }).on('line', (line) => {
      void answerTo(line, answer).then((text) => socket.write(`${text}\n`));
    });
  }
}

/** Asks the keeper of a folder. Undefined if none runs. Rejects with a `Failure` if the keeper refuses. */
export async function askKeeper(folder: string, request: object): Promise<unknown> {
  const socket = await reach(socketPath(folder));
  if (!socket) return undefined;
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const line of createInterface({ input: socket })) return answerIn(line);
  } catch (error) {
    if (error instanceof Failure) throw error;
  } finally {
    socket.destroy();
  }
  throw new Failure('failed', 'The keeper has stopped.');
}

function answerIn(line: string): unknown {
  const { problem, answer } = JSON.parse(line) as { problem?: string; answer?: unknown };
  if (problem !== undefined) throw new Failure('failed', problem);
  return answer;
}

async function answerTo(line: string, answer: (request: unknown) => Promise<object>) {
  try {
    return JSON.stringify({ answer: await answer(JSON.parse(line)) });
  } catch (error) {
    return JSON.stringify({ problem: error instanceof Error ? error.message : String(error) });
  }
}

function socketPath(folder: string): string {
  const path = pathOfSocket(folder, 'keeper');
  if (path !== undefined) return path;
  throw new Failure('failed', `The path of the folder is too long for a socket: ${folder}`);
}

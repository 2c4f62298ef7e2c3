/**
 * The way from other programs of the same user to the keeper of a folder: one JSON line there, one back. The socket is
 * also the lock of the folder, which a killed keeper cannot leave behind.
 */
import { createHash } from 'node:crypto';
import { linkSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../failure.ts';

/** The longest path of a socket that every system takes, in bytes. */
const PATH_BYTES = 100;

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
    const path = socketPath(folder);
    const server = createServer();
    const socket = new ControlSocket(server);
    server.on('connection', (one) => socket.#serve(one, answer));
    for (let isFree = await listen(server, path); !isFree; isFree = await listen(server, path)) {
      if (await isAnswered(path)) throw inUse(folder);
      await clear(path, folder);
    }
    return socket;
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

function inUse(folder: string): Failure {
  return new Failure('failed', `A keeper already runs with the folder ${folder}.`);
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
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(resolve(folder)).digest('hex');
    return `\\\\.\\pipe\\mayfly-keep-${name}`;
  }
  const path = join(folder, 'keeper.sock');
  if (Buffer.byteLength(path) <= PATH_BYTES) return path;
  throw new Failure('failed', `The path of the folder is too long for a socket: ${folder}`);
}

async function listen(server: Server, path: string): Promise<boolean> {
  const { promise, resolve: settle, reject } = Promise.withResolvers<boolean>();
  const onError = (error: NodeJS.ErrnoException) =>
    error.code === 'EADDRINUSE' ? settle(false) : reject(error);
  server.once('error', onError);
  server.listen(path, () => settle(true));
  try {
    return await promise;
  } finally {
    server.off('error', onError);
  }
}

async function isAnswered(path: string): Promise<boolean> {
  const socket = await reach(path);
  socket?.destroy();
  return socket !== undefined;
}

async function reach(path: string): Promise<Socket | undefined> {
  const { promise, resolve: settle } = Promise.withResolvers<Socket | undefined>();
  const socket = connect(path, () => settle(socket));
  socket.on('error', () => settle(undefined)); // nobody listens there
  return await promise;
}

/** Removes the socket of a killed keeper. */
async function clear(path: string, folder: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another keeper was faster; the next `listen` finds out
  }
  if (await isAnswered(aside)) {
    // Another keeper has begun to listen there since.
    linkSync(aside, path);
    rmSync(aside);
    throw inUse(folder);
  }
  rmSync(aside);
}

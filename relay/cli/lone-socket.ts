/**
 * A socket on which only one program of a user listens at a time. It is a lock too: a killed program cannot leave it
 * locked.
 */
import { createHash } from 'node:crypto';
import { linkSync, renameSync, rmSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';

/** The longest path of a socket that every system takes, in bytes. */
const PATH_BYTES = 100;

/** The socket of this name in a folder; undefined if its path is too long for a socket. */
export function pathOfSocket(folder: string, name: string): string | undefined {
  if (process.platform === 'win32') {
    const hash = createHash('sha256').update(resolve(folder)).digest('hex');
    return `\\\\.\\pipe\\mayfly-${name}-${hash}`;
  }
  const path = join(folder, `${name}.sock`);
  return Buffer.byteLength(path) <= PATH_BYTES ? path : undefined;
}

/** Listens until the server is closed. False if another program does. */
export async function listenAlone(server: Server, path: string): Promise<boolean> {
  for (let isFree = await listen(server, path); !isFree; isFree = await listen(server, path)) {
    if ((await isAnswered(path)) || !(await clear(path))) return false;
  }
  return true;
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

/** A connection to the program that listens there; undefined if none does. */
export async function reach(path: string): Promise<Socket | undefined> {
  const { promise, resolve: settle } = Promise.withResolvers<Socket | undefined>();
  const socket = connect(path, () => settle(socket));
  socket.on('error', () => settle(undefined)); // nobody listens there
  return await promise;
}

/** Removes the socket of a killed program. False if a program listens there after all. */
async function clear(path: string): Promise<boolean> {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true; // another program was faster; the next `listen` finds out
  }
  if (await isAnswered(aside)) {
    // Another program has begun to listen there since.
    linkSync(aside, path);
    rmSync(aside);
    return false;
  }
  rmSync(aside);
  return true;
}

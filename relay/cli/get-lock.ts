/** Keeps two `get` of one user from writing to one place at a time. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { Failure } from './failure.ts';
import { listenAlone, pathOfSocket } from './lone-socket.ts';
import { stateFolder } from './state-folder.ts';

/** The first digits of a digest that tell places apart. */
const DIGITS = 24;

export class GetLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Locks a place, whatever names it. Rejects with a `Failure` if another `get` has it. */
  static async take(place: string): Promise<GetLock> {
    const lock = new GetLock(createServer((socket) => socket.destroy()));
    const path = socketOf(place);
    if (path === undefined) return lock;
    // Where the file system has no sockets, nothing is locked.
    if (await listenAlone(lock.#server, path).catch(() => true)) return lock;
    throw new Failure('failed', 'Another mayfly gets this page to the same place now.');
  }

  release(): void {
    this.#server.close();
  }
}

function socketOf(place: string): string | undefined {
  const name = createHash('sha256').update(place).digest('hex').slice(0, DIGITS);
  try {
    return pathOfSocket(stateFolder(), `get-${name}`);
  } catch {
    return undefined; // no home that can be written to: nothing is locked
  }
}

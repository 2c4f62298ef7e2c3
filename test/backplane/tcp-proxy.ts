import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The treatment of bytes in a proxy: it passes them on, delays them, or drops them. */
type Manner = 'pass' | 'delay' | 'drop';

const DELAY_MS = 150;

/** Stands between a client and a server on loopback, and shows the faults of networks. */
export class TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #manner: Manner = 'pass';
  #isClosed = false;
  /** The port to which new connections go. */
  target: number;

  constructor(target: number) {
    this.target = target;
    this.#server = createServer((near) => {
      if (this.#isClosed) return near.resetAndDestroy();
      const far = connect(this.target, 'localhost');
      this.#pipe(near, far);
      this.#pipe(far, near);
    });
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Delays every byte from now on. */
  delay(): void {
    this.#manner = 'delay';
  }

  /** Drops all bytes from now on, without a sign. */
  drop(): void {
    this.#manner = 'drop';
  }

  /** Ends all connections at once, and all new ones. */
  reset(): void {
    this.#isClosed = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Lost bytes stay lost: a stream without its middle is useless. */
  heal(): void {
    if (this.#manner === 'drop') for (const socket of this.#sockets) socket.destroy();
    this.#manner = 'pass';
    this.#isClosed = false;
  }

  close(): void {
    this.reset();
    this.#server.close();
  }

  #pipe(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('error', () => {}); // the close that follows is enough
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    from.on('data', (bytes) => {
      if (this.#manner === 'drop') return;
      if (this.#manner === 'delay') setTimeout(() => to.write(bytes), DELAY_MS);
      else to.write(bytes);
    });
  }
}

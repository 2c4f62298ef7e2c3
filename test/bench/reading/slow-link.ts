/** Stands between a browser and a server on loopback as a slow network does: it delays, narrows and counts the bytes. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface LinkShape {
  /** There and back. */
  readonly roundTripMs: number;
  /** Either way, for all connections together. */
  readonly bytesPerSecond: number;
}

/** A phone where reception is poor. */
export const SLOW: LinkShape = { roundTripMs: 150, bytesPerSecond: 200_000 };
export const FAST: LinkShape = { roundTripMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

export class SlowLink {
  readonly #server: Server;
  readonly #shape: LinkShape;
  readonly #sockets = new Set<Socket>();
  /** The time at which the link is free again, each way. */
  readonly #freeAt = { up: 0, down: 0 };
  /** Bytes that came down since they were last asked for. */
  #downBytes = 0;

  constructor(target: number, shape: LinkShape) {
    this.#shape = shape;
    this.#server = createServer({ noDelay: true }, (near) => {
      const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
      // TCP connects before it sends data: one round trip that loopback does not have.
      const openAt = performance.now() + shape.roundTripMs;
      this.#pipe(near, far, 'up', openAt);
      this.#pipe(far, near, 'down', 0);
    });
  }

  /** Resolves with the port that stands for the server's. */
  async listen(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as AddressInfo).port; // it listens on a port
  }

  takeDownBytes(): number {
    const bytes = this.#downBytes;
    this.#downBytes = 0;
    return bytes;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #pipe(from: Socket, to: Socket, way: 'up' | 'down', openAt: number): void {
    this.#sockets.add(from);
    from.on('error', () => {}); // the close that follows ends the pair
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    const underWay: Buffer[] = [];
    // In a busy process timers do not fire in the order of their times: each passes on the oldest piece.
    const arrive = (): void => void to.write(underWay.shift() ?? '');
    from.on('data', (bytes) => {
      if (way === 'down') this.#downBytes += bytes.length;
      if (this.#shape === FAST) return void to.write(bytes);
      for (const piece of piecesOf(bytes)) {
        underWay.push(piece);
        setTimeout(arrive, this.#delayMs(piece.length, way, openAt));
      }
    });
  }

  /** The time that a piece needs from now on, behind the pieces before it. */
  #delayMs(length: number, way: 'up' | 'down', openAt: number): number {
    const { roundTripMs, bytesPerSecond } = this.#shape;
    const now = performance.now();
    const begins = Math.max(now, openAt, this.#freeAt[way]);
    this.#freeAt[way] = begins + (length / bytesPerSecond) * 1_000;
    return this.#freeAt[way] + roundTripMs / 2 - now;
  }
}

/** Cuts bytes to the size of packets, so that connections share the link fairly. */
function piecesOf(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 1_460) pieces.push(bytes.subarray(at, at + 1_460));
  return pieces;
}

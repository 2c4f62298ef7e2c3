import type { Duplex } from 'node:stream';

/**
 * Holds back the bytes written to a socket until the current input has been handled, so that they leave in one write. A
 * write costs more than the messages in it (`npm run bench -- small` shows it).
 */
export class Corks {
  #corked: Duplex[] = [];

  cork(socket: Duplex): void {
    if (socket.writableCorked > 0) return;
    socket.cork();
    if (this.#corked.push(socket) === 1) process.nextTick(() => this.#uncork());
  }

  #uncork(): void {
    const corked = this.#corked;
    this.#corked = [];
    for (const socket of corked) socket.uncork();
  }
}

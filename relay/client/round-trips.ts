/** Pings, and the pongs that answer them in order. A pong says that the relay acted on all messages before its ping. */
import type { Ping } from '../protocol/index.ts';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class RoundTrips {
  readonly #send: (message: Ping) => void;
  /** The callers that each expected pong will answer. */
  readonly #due: Waiter[][] = [];
  /** The callers whose ping is not sent, or was lost with its connection. */
  #waiting: Waiter[] = [];
  #isReady = false;

  constructor(send: (message: Ping) => void) {
    this.#send = send;
  }

  settled(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ resolve, reject });
    if (this.#isReady) this.#pingForWaiting();
    return promise;
  }

  /** Keeps the connection alive. */
  beat(): void {
    this.#ping([]);
  }

  /** The client has sent all messages of a new connection. */
  onReady(): void {
    this.#isReady = true;
    if (this.#waiting.length > 0) this.#pingForWaiting();
  }

  onPong(): void {
    for (const { resolve } of this.#due.shift() ?? []) resolve();
  }

  onLost(): void {
    this.#isReady = false;
    this.#waiting = [...this.#due.splice(0).flat(), ...this.#waiting];
  }

  end(reason: Error): void {
    this.onLost();
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  #pingForWaiting(): void {
    this.#ping(this.#waiting.splice(0));
  }

  #ping(waiters: Waiter[]): void {
    this.#due.push(waiters);
    this.#send({ type: 'ping' });
  }
}

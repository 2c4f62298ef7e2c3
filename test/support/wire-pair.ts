/**
 * Two ends of a WebSocket in memory. A message waits at its sender's end until the test delivers it to the other end.
 */
import type { WebSocketLike } from '../../relay/client/index.ts';

interface WireEvents {
  readonly message: { readonly data: string | ArrayBuffer };
  readonly close: { readonly code: number; readonly reason: string };
  readonly error: undefined;
}

type Parcel =
  | { readonly kind: 'message'; readonly data: string | ArrayBuffer; readonly bytes: number }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

class WireEnd implements WebSocketLike {
  binaryType = 'blob';
  readonly #listeners = {
    message: new Set<(event: WireEvents['message']) => void>(),
    close: new Set<(event: WireEvents['close']) => void>(),
    error: new Set<(event: undefined) => void>(),
  };
  readonly #outbox: Parcel[] = [];
  #state: 'open' | 'closing' | 'closed' = 'open';

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get bufferedAmount(): number {
    return this.#outbox.reduce((sum, p) => sum + (p.kind === 'message' ? p.bytes : 0), 0);
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (!this.isOpen) return;
    const data = typeof message === 'string' ? message : message.slice().buffer;
    this.#outbox.push({ kind: 'message', data, bytes: message.length });
  }

  close(code = 1005, reason = ''): void {
    if (!this.isOpen) return;
    this.#state = 'closing';
    this.#outbox.push({ kind: 'close', code, reason });
  }

  addEventListener<T extends keyof WireEvents>(
    type: T,
    listener: (event: WireEvents[T]) => void,
  ): void {
    // Each set holds listeners of its own key's event.
    (this.#listeners[type] as Set<(event: WireEvents[T]) => void>).add(listener);
  }

  /** Moves the oldest message to `other`. Returns false if there is none. */
  deliverTo(other: WireEnd): boolean {
    const parcel = this.#outbox.shift();
    if (parcel?.kind === 'message') other.#hear(parcel.data);
    if (parcel?.kind === 'close') {
      other.lose(parcel.code, parcel.reason);
      this.lose(parcel.code, parcel.reason);
    }
    return parcel !== undefined;
  }

  /** The connection is gone, and all messages on their way with it. */
  lose(code = 1006, reason = ''): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#outbox.length = 0;
    for (const listener of this.#listeners.close) listener({ code, reason });
  }

  /** The platform reports that the connection failed. */
  fail(): void {
    for (const listener of this.#listeners.error) listener(undefined);
    this.lose();
  }

  #hear(data: string | ArrayBuffer): void {
    if (this.#state === 'closed') return;
    for (const listener of this.#listeners.message) listener({ data });
  }
}

export class WirePair {
  readonly client = new WireEnd();
  readonly relay = new WireEnd();

  /** Delivers the messages of both ends, and the answers to them, until nothing is left. */
  async flush(): Promise<void> {
    await promisesRun();
    while (this.#deliverAll()) await promisesRun();
  }

  /** The connection breaks: both ends learn of it, and no message on its way arrives. */
  cut(): void {
    this.client.lose();
    this.relay.lose();
  }

  #deliverAll(): boolean {
    let delivered = false;
    while (this.client.deliverTo(this.relay) || this.relay.deliverTo(this.client)) delivered = true;
    return delivered;
  }
}

/** Resolves when every promise that could continue has done so. */
export function promisesRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

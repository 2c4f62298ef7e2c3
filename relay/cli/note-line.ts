/** The notes between one reader and the sender of a once link, by all relays of the link. It cannot read them. */
import type { Client, ClientEvent, OnceReader } from '../client/index.ts';
import type { Address } from '../protocol/index.ts';

type Taker = Pick<OnceReader, 'receive' | 'refused' | 'counted' | 'hurry'>;

export interface NoteLineDeps {
  readonly lock: Address;
  readonly clients: readonly Client[];
  /** The reader, once there is one. */
  readonly reader: () => Taker | undefined;
  /** A note could not be taken. */
  readonly onError: (error: unknown) => void;
}

export class NoteLine {
  readonly #deps: NoteLineDeps;
  readonly #stops: readonly (() => void)[];
  /** The relays that have the last note, and refused nothing so far. */
  #asked = new Set<Client>();
  /** The relay of the last note from the sender: names of senders are known there alone. */
  #sender: Client | undefined;

  constructor(deps: NoteLineDeps) {
    this.#deps = deps;
    const { lock, clients, reader } = deps;
    this.#stops = clients.flatMap((client) => [
      client.subscribe((event) => this.#onEvent(client, event)),
      client.watch(lock, (count) => reader()?.counted(count)),
    ]);
  }

  /** Sends a note to `to`, or to anybody who answers for the lock. */
  send(body: Uint8Array, to?: string): void {
    const { clients, lock } = this.#deps;
    const open = clients.filter(({ connection }) => connection.state === 'open');
    const asked = to === undefined ? open : open.filter((client) => client === this.#sender);
    this.#asked = new Set(asked);
    for (const client of asked) client.note(lock, body, to);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #onEvent(client: Client, event: ClientEvent): void {
    const { lock, reader, onError } = this.#deps;
    if (event.type === 'connection') {
      if (event.connection.state === 'open') reader()?.hurry();
    } else if (!('address' in event) || event.address !== lock) return;
    else if (event.type === 'note') {
      this.#sender = client;
      reader()?.receive(event.from, event.body).catch(onError);
    } else if (event.type === 'refused') this.#onRefused(client, event.code);
  }

  /** Another relay may still lead to the sender. */
  #onRefused(client: Client, code: string): void {
    if (!this.#asked.delete(client) || this.#asked.size > 0) return;
    this.#deps.reader()?.refused(code);
  }
}

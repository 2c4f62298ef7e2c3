/**
 * The notes between one reader and the author's browser, by the relays where the lock is looked for. It knows nothing of
 * their content.
 */
import type { ClientEvent, OnceReader } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Relays } from '../relays.ts';

type Taker = Pick<OnceReader, 'receive' | 'refused' | 'counted' | 'hurry'>;

export interface ReaderLineDeps {
  readonly relays: Relays;
  /** The address of the lock. */
  readonly lock: Address;
  /** Says whether the lock is looked for at this relay. */
  readonly looksAt: (relay: string) => boolean;
  /** The reader, once there is one. */
  readonly reader: () => Taker | undefined;
}

export class ReaderLine {
  readonly #deps: ReaderLineDeps;
  readonly #unsubscribe: () => void;
  /** The relays that have the last note, and refused nothing so far. */
  #asked = new Set<string>();
  /** The relay of the last note from the author's browser: names of senders are known there alone. */
  #author: string | undefined;

  constructor(deps: ReaderLineDeps) {
    this.#deps = deps;
    this.#unsubscribe = deps.relays.subscribe((relay, event) => {
      if (deps.looksAt(relay)) this.#onEvent(relay, event);
    });
  }

  /** Sends a note to `to`, or to anybody who answers for the lock. */
  send(body: Uint8Array, to?: string): void {
    const { relays, lock } = this.#deps;
    const open = relays.inUse().filter((relay) => this.#isOpen(relay));
    const asked = to === undefined ? open : open.filter((relay) => relay === this.#author);
    this.#asked = new Set(asked);
    for (const relay of asked) relays.client(relay)?.note(lock, body, to);
  }

  stop(): void {
    this.#unsubscribe();
  }

  #isOpen(relay: string): boolean {
    return this.#deps.looksAt(relay) && this.#deps.relays.connection(relay).state === 'open';
  }

  #onEvent(relay: string, event: ClientEvent): void {
    const { lock, reader } = this.#deps;
    if (event.type === 'connection') {
      if (event.connection.state === 'open') reader()?.hurry();
    } else if (!('address' in event) || event.address !== lock) return;
    else if (event.type === 'note') this.#onNote(relay, event.from, event.body);
    else if (event.type === 'seeders') reader()?.counted(event.count);
    else if (event.type === 'refused') this.#onRefused(relay, event.code);
  }

  #onNote(relay: string, from: string, body: Uint8Array): void {
    this.#author = relay;
    // A note that cannot be taken is lost like one on its way: the reader asks again.
    this.#deps
      .reader()
      ?.receive(from, body)
      .catch((error: unknown) => console.error(error));
  }

  /** Another relay may still lead to the author's browser. */
  #onRefused(relay: string, code: string): void {
    if (!this.#asked.delete(relay) || this.#asked.size > 0) return;
    this.#deps.reader()?.refused(code);
  }
}

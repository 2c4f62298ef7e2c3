/** The pages behind a link: fetched from whichever of its relays knows a holder, for as long as somebody is patient. */
import type { Client, PageSink } from '../client/index.ts';
import type { Address } from '../protocol/index.ts';
import { Failure } from './failure.ts';
import { clientAt, isReached, noRelay, type ReachedRelay } from './reached-relays.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** `get` holds nothing for others. */
const NO_PAGES = { addresses: async () => [], read: async () => undefined };

export interface LinkPagesDeps {
  readonly origins: readonly string[];
  /** The time without a byte after which nobody has it, in milliseconds. */
  readonly waitMs: number;
  readonly onConnected: (origin: string) => void;
  /** The bytes of a page that are here. */
  readonly onReceived: (address: Address, received: number, total: number) => void;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** The reason why a fetch goes on at another relay. */
const ELSEWHERE = new Error('another relay may know a holder');

export class LinkPages {
  readonly #deps: LinkPagesDeps;
  readonly #relays: ReachedRelay[];
  readonly #end = new AbortController();
  readonly #patience: NodeJS.Timeout;
  readonly #signal: AbortSignal;
  #isAnyReached = false;

  constructor(deps: LinkPagesDeps) {
    this.#deps = deps;
    this.#signal = AbortSignal.any([deps.signal, this.#end.signal]);
    this.#relays = deps.origins.map((origin) => clientAt(origin, NO_PAGES));
    this.#patience = setTimeout(() => this.#onSilence(), deps.waitMs);
    void this.#reach();
  }

  async fetch(address: Address, signal?: AbortSignal): Promise<Bytes> {
    return await this.#somewhere(address, signal, (client, options) =>
      client.fetch(address, options),
    );
  }

  async fetchInto(sink: PageSink, address: Address): Promise<void> {
    await this.#somewhere(address, undefined, (client, options) =>
      client.fetchInto(sink, address, options),
    );
  }

  /** Asks at these relays too. */
  widen(origins: readonly string[]): void {
    const known = new Set(this.#relays.map(({ origin }) => origin));
    for (const origin of new Set(origins)) {
      if (known.has(origin)) continue;
      const relay = clientAt(origin, NO_PAGES);
      this.#relays.push(relay);
      void this.#isReached(relay);
    }
  }

  /** One for each relay. */
  get clients(): readonly Client[] {
    return this.#relays.map(({ client }) => client);
  }

  close(): void {
    clearTimeout(this.#patience);
    for (const { client } of this.#relays) client.close();
  }

  async #somewhere<Result>(
    address: Address,
    ended: AbortSignal | undefined,
    run: (client: Client, options: FetchOptions) => Promise<Result>,
  ): Promise<Result> {
    let isWhole = false;
    const onProgress = (received: number, total: number) => {
      isWhole = received >= total;
      this.#patience.refresh();
      this.#deps.onReceived(address, received, total);
    };
    for (;;) {
      const client = await this.#holderOf(address);
      const leave = new AbortController();
      // A page that is whole is being verified, and needs nobody.
      const stop = this.#onNobody(client, address, () => isWhole || leave.abort(ELSEWHERE));
      const signals = [this.#signal, leave.signal, ...(ended ? [ended] : [])];
      try {
        return await run(client, { onProgress, signal: AbortSignal.any(signals) });
      } catch (error) {
        if (error !== ELSEWHERE) throw error;
      } finally {
        stop();
      }
    }
  }

  /** The first relay that counts a holder; the only relay at once. */
  async #holderOf(address: Address): Promise<Client> {
    const [only, other] = this.#relays;
    if (only && !other) return only.client;
    const { promise, resolve, reject } = Promise.withResolvers<Client>();
    const stops = this.#relays.map(({ client }) =>
      client.watch(address, (count) => count > 0 && isOpen(client) && resolve(client)),
    );
    const onAbort = () => reject(this.#signal.reason);
    this.#signal.addEventListener('abort', onAbort);
    if (this.#signal.aborted) onAbort();
    try {
      return await promise;
    } finally {
      this.#signal.removeEventListener('abort', onAbort);
      for (const stop of stops) stop();
    }
  }

  /** Calls `act` when this relay is lost or counts no holder, where there is another one to ask. */
  #onNobody(client: Client, address: Address, act: () => void): () => void {
    if (this.#relays.length < 2) return () => {};
    const unwatch = client.watch(address, (count) => count === 0 && act());
    const unsubscribe = client.subscribe(({ type }) => {
      if (type === 'connection' && !isOpen(client)) act();
    });
    return () => {
      unwatch();
      unsubscribe();
    };
  }

  async #reach(): Promise<void> {
    const answers = await Promise.all(this.#relays.map((relay) => this.#isReached(relay)));
    if (!answers.includes(true)) this.#end.abort(noRelay(this.#deps.origins));
  }

  async #isReached(relay: ReachedRelay): Promise<boolean> {
    const isThere = await isReached(relay, this.#signal).catch(() => true); // aborted: nobody asks
    if (!isThere || this.#signal.aborted) return isThere;
    this.#isAnyReached = true;
    this.#deps.onConnected(relay.origin);
    return true;
  }

  #onSilence(): void {
    const isReachedNow = this.#relays.some(({ client }) => isOpen(client));
    const isLost = !this.#isAnyReached || !isReachedNow;
    this.#end.abort(isLost ? noRelay(this.#deps.origins) : nobody());
  }
}

type FetchOptions = Parameters<Client['fetch']>[1];

function nobody(): Failure {
  return new Failure('nobody', 'Nobody who has it is there now. --wait 10m waits longer.');
}

function isOpen(client: Client): boolean {
  return client.connection.state === 'open';
}

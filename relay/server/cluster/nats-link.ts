import {
  connect,
  type Msg,
  type NatsConnection,
  type NodeConnectionOptions,
  type Subscription as NatsSubscription,
} from '@nats-io/transport-node';
import type { BusMessage, Subscription } from './bus.ts';

export interface NatsLinkDeps {
  readonly options: NodeConnectionOptions;
  /** It is up, or down, from now on. */
  readonly onTurn: () => void;
  readonly onError: (error: unknown) => void;
}

interface Outgoing {
  readonly subject: string;
  readonly bytes: string | Uint8Array;
  readonly reply: string | undefined;
}

type Hear = Subscription['hear'];
type Callback = (error: Error | null, message: Msg) => void;

/** The client library waits for what it wrote before it gives a stale connection up, which may be for ever. */
const STALE_MS = 1_500;
const REOPEN_MS = 1_000;

/** One connection to NATS that is there again after each loss, with all its subscriptions. */
export class NatsLink {
  readonly #deps: NatsLinkDeps;
  readonly #subscriptions = new Map<Subscription, NatsSubscription | undefined>();
  readonly #callbacks = new WeakMap<Hear, Callback>();
  #outgoing: Outgoing[] = [];
  #connection: NatsConnection | undefined;
  #isUp = false;
  #isOver = false;
  #stale: NodeJS.Timeout | undefined;

  constructor(deps: NatsLinkDeps) {
    this.#deps = deps;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Rejects where no server lets it in. */
  async open(): Promise<void> {
    const connection = await connect({ ...this.#deps.options });
    if (this.#isOver) return connection.close();
    this.#connection = connection;
    for (const subscription of this.#subscriptions.keys()) this.#subscribe(subscription);
    this.#turn(true);
    void this.#follow(connection);
  }

  /** The most bytes that one message may have. */
  get payloadBytes(): number {
    return this.#connection?.info?.max_payload ?? 0;
  }

  /**
   * Leaves with all else that is published while the loop turns once: a write costs more than the messages in it
   * (`npm run bench -- cluster-small` shows it).
   */
  publish(subject: string, bytes: string | Uint8Array, reply: string | undefined): void {
    if (!this.#isUp) return;
    if (this.#outgoing.push({ subject, bytes, reply }) === 1) setImmediate(() => this.#send());
  }

  #send(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    if (!this.#isUp) return;
    for (const { subject, bytes, reply } of outgoing) {
      try {
        this.#connection?.publish(subject, bytes, reply === undefined ? undefined : { reply });
      } catch (error) {
        this.#deps.onError(error); // lost like anything that is published while it is down
      }
    }
  }

  subscribe(subscription: Subscription): () => void {
    this.#subscriptions.set(subscription, undefined);
    if (this.#connection) this.#subscribe(subscription);
    return () => {
      this.#subscriptions.get(subscription)?.unsubscribe();
      this.#subscriptions.delete(subscription);
    };
  }

  async close(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#stale);
    this.#send();
    const connection = this.#connection;
    this.#connection = undefined;
    if (!connection) return;
    // The last messages are worth a moment; a server that does not answer is not.
    const flushed = this.#isUp ? connection.flush().catch(() => undefined) : undefined;
    await Promise.race([flushed, pause(STALE_MS)]);
    this.#isUp = false;
    await Promise.race([this.#letGo(connection), pause(STALE_MS)]);
  }

  async #letGo(connection: NatsConnection): Promise<void> {
    await connection.close().catch(this.#deps.onError);
  }

  #subscribe(subscription: Subscription): void {
    const { subject, queue, hear } = subscription;
    const callback = this.#callbackOf(hear);
    const options = queue === undefined ? { callback } : { callback, queue };
    try {
      this.#subscriptions.set(subscription, this.#connection?.subscribe(subject, options));
    } catch (error) {
      this.#deps.onError(error); // the connection has just closed; the next one gets it
    }
  }

  /** One for all subscriptions with the same `hear`: there are as many as pages are held. */
  #callbackOf(hear: Hear): Callback {
    const known = this.#callbacks.get(hear);
    if (known) return known;
    const callback: Callback = (error, message) => {
      if (error) this.#deps.onError(error);
      else orFail(() => hear(plain(message)));
    };
    this.#callbacks.set(hear, callback);
    return callback;
  }

  async #follow(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (this.#connection !== connection) return;
      if (type === 'staleConnection') this.#expectLoss(connection);
      else if (type === 'disconnect') this.#turn(false);
      else if (type === 'reconnect') this.#turn(true);
    }
    if (this.#connection === connection) this.#abandon(connection);
  }

  #expectLoss(connection: NatsConnection): void {
    this.#turn(false);
    this.#stale = setTimeout(() => this.#abandon(connection), STALE_MS);
  }

  /** The client library does not bring it back. */
  #abandon(connection: NatsConnection): void {
    this.#connection = undefined;
    this.#turn(false);
    void this.#letGo(connection);
    void this.#reopen();
  }

  async #reopen(): Promise<void> {
    while (!this.#isOver) {
      try {
        return await this.open();
      } catch (error) {
        this.#deps.onError(error);
        await pause(REOPEN_MS);
      }
    }
  }

  #turn(isUp: boolean): void {
    clearTimeout(this.#stale);
    if (this.#isUp === isUp || this.#isOver) return;
    this.#isUp = isUp;
    this.#deps.onTurn();
  }
}

/** The client library would only stop to read at a mistake of ours, which must end the relay as anywhere else. */
function orFail(act: () => void): void {
  try {
    act();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function plain(message: Msg): BusMessage {
  const { subject, data: bytes, reply = '' } = message;
  return { subject, reply, bytes, isNobody: bytes.length === 0 && message.headers?.code === 503 };
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

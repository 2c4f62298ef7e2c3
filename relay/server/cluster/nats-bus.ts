import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { credsAuthenticator, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { Bus, Publishing, Subscription, Way } from './bus.ts';
import { Cluster } from './cluster.ts';
import { NatsLink } from './nats-link.ts';
import type { NatsOptions } from './nats-settings.ts';
import { PIECE_BYTES } from './payloads.ts';
import type { NodeId } from './subjects.ts';

/** A message on the bus is a piece of content and its header, at most. */
const PAYLOAD_BYTES = PIECE_BYTES + 1024;

/** The bus over NATS: one connection for messages, and one for content. */
export class NatsBus implements Bus {
  readonly #links: Readonly<Record<Way, NatsLink>>;
  readonly #listeners: (() => void)[] = [];
  readonly #log: Logger;
  #wasUp = false;

  constructor(options: NatsOptions, log: Logger) {
    this.#log = log;
    const link = (way: Way): NatsLink =>
      new NatsLink({
        options: connectionOptions(options, way),
        onTurn: () => this.#onTurn(),
        onError: (error) => log.debug({ way, error: messageOf(error) }, 'trouble with NATS'),
      });
    this.#links = { control: link('control'), content: link('content') };
  }

  /** Rejects where NATS cannot be reached, or does not carry what relays say. */
  async open(): Promise<void> {
    await this.#links.control.open();
    await this.#links.content.open();
    const { payloadBytes } = this.#links.content;
    if (payloadBytes >= PAYLOAD_BYTES) return;
    throw new Error(`its max_payload is ${payloadBytes}: expected ${PAYLOAD_BYTES} or more`);
  }

  get isUp(): boolean {
    return this.#links.control.isUp && this.#links.content.isUp;
  }

  publish(subject: string, bytes: string | Uint8Array, { reply, way }: Publishing = {}): void {
    this.#links[way ?? 'control'].publish(subject, bytes, reply);
  }

  subscribe(subscription: Subscription): () => void {
    return this.#links[subscription.way ?? 'control'].subscribe(subscription);
  }

  onTurn(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    await Promise.all([this.#links.content.close(), this.#links.control.close()]);
  }

  #onTurn(): void {
    if (this.isUp === this.#wasUp) return;
    this.#wasUp = this.isUp;
    if (this.isUp) this.#log.info('cluster joined');
    else this.#log.warn('NATS lost; serving those who are connected here');
    for (const listener of this.#listeners) listener();
  }
}

/** Joins this relay to those on the same NATS. Rejects with what an operator should look at. */
export async function joinCluster(options: NatsOptions, log: Logger): Promise<Cluster> {
  const bus = new NatsBus(options, log);
  try {
    await bus.open();
  } catch (error) {
    await bus.close();
    throw new Error(
      `cannot join the cluster: NATS at ${options.servers.join(', ')} says '${messageOf(error)}'; ` +
        'expected a nats-server there that lets this relay in (MAYFLY_NATS and its neighbours in --help)',
      { cause: error },
    );
  }
  return new Cluster({
    // Sixteen hex digits, as a node's name is.
    node: randomBytes(8).toString('hex') as NodeId,
    bus,
    now: () => performance.now(),
    random: Math.random,
    defer: queueMicrotask,
  });
}

/** A partition is noticed within seconds, and a server is tried again for ever. */
function connectionOptions(options: NatsOptions, way: Way): NodeConnectionOptions {
  const { servers, user, password, token, credentials } = options;
  return {
    servers: [...servers],
    name: `mayfly ${way}`,
    noEcho: true,
    pingInterval: 1_000,
    maxPingOut: 2,
    timeout: 2_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    reconnectJitterTLS: 500,
    ignoreAuthErrorAbort: true,
    ...(user && { user, pass: password }),
    ...(token && { token }),
    ...(credentials && { authenticator: credsAuthenticator(() => readFileSync(credentials)) }),
    ...(usesTls(options) && { tls: tlsOptions(options) }),
  };
}

function usesTls({ servers, ca, cert }: NatsOptions): boolean {
  return ca + cert !== '' || servers.some((server) => server.startsWith('tls:'));
}

function tlsOptions({ ca, cert, key }: NatsOptions): NonNullable<NodeConnectionOptions['tls']> {
  return { ...(ca && { caFile: ca }), ...(cert && { certFile: cert, keyFile: key }) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

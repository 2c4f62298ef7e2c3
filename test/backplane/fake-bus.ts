import type { Bus, BusMessage, Publishing, Subscription } from '../../relay/server/cluster/bus.ts';
import { BEAT } from '../../relay/server/cluster/subjects.ts';

/** Carries the messages of fake buses, one bus for each relay, like NATS. */
export class FakeNetwork {
  readonly #buses = new Set<FakeBus>();
  readonly #random: () => number;
  /** Sees every message before any receiver. */
  onMessage: ((message: BusMessage, from: FakeBus) => void) | undefined;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  connect(): FakeBus {
    const bus = new FakeBus(this);
    this.#buses.add(bus);
    return bus;
  }

  leave(bus: FakeBus): void {
    this.#buses.delete(bus);
  }

  deliver(from: FakeBus, subject: string, bytes: Uint8Array, reply: string): void {
    const message: BusMessage = { subject, reply, bytes, isNobody: false };
    this.onMessage?.(message, from);
    const heard = [...this.#buses].flatMap((bus) =>
      bus === from || !bus.isUp ? [] : bus.matching(subject),
    );
    const queued = heard.filter(({ queue }) => queue !== undefined);
    const picked = queued[Math.floor(this.#random() * queued.length)];
    const chosen = heard.filter((one) => one.queue === undefined || one === picked);
    for (const { hear } of chosen) setImmediate(() => hear(message));
    if (chosen.length > 0 || reply === '') return;
    const nobody = { subject: reply, reply: '', bytes: new Uint8Array(0), isNobody: true };
    for (const { hear } of from.matching(reply)) setImmediate(() => hear(nobody));
  }
}

/** A bus in memory that a test may take down. */
export class FakeBus implements Bus {
  isUp = true;
  /** All publications, as `subject bytes`. */
  readonly published: string[] = [];
  /** All operations for a server except beats: publications, subscriptions and ends of subscriptions. */
  operations = 0;
  readonly #network: FakeNetwork;
  readonly #subscriptions = new Set<Subscription>();
  readonly #listeners: (() => void)[] = [];

  constructor(network: FakeNetwork) {
    this.#network = network;
  }

  publish(subject: string, bytes: string | Uint8Array, { reply = '' }: Publishing = {}): void {
    if (!this.isUp) return;
    this.published.push(subject);
    if (subject !== BEAT) this.operations += 1;
    this.#network.deliver(this, subject, Buffer.from(bytes), reply);
  }

  subscribe(subscription: Subscription): () => void {
    this.#subscriptions.add(subscription);
    this.operations += 1;
    return () => {
      if (this.#subscriptions.delete(subscription)) this.operations += 1;
    };
  }

  onTurn(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): Promise<void> {
    this.#network.leave(this);
    return Promise.resolve();
  }

  turn(isUp: boolean): void {
    this.isUp = isUp;
    for (const listener of this.#listeners) listener();
  }

  matching(subject: string): Subscription[] {
    return [...this.#subscriptions].filter((one) => covers(one.subject, subject));
  }
}

function covers(pattern: string, subject: string): boolean {
  if (!pattern.endsWith('.*')) return pattern === subject;
  const at = subject.lastIndexOf('.');
  return pattern.slice(0, -2) === subject.slice(0, at);
}

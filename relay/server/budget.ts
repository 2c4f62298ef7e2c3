import type { Millis } from '../broker/effects.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import { Allowance } from './allowance.ts';

/** A text message counts once for each of these: one that names a thousand addresses costs as much as many short ones. */
const COUNTED_BYTES = 1024;

/** A content frame counts below this. From it on, its bytes are what it costs. */
const UNCOUNTED_BYTES = 16 * 1024;

/** All connections of one client together may send as much as this many of them. */
const CONNECTIONS = 8;

/** The number of messages that a message counts as. [B4] */
export function messagesIn(bytes: number, isContent: boolean): number {
  if (isContent) return bytes < UNCOUNTED_BYTES ? 1 : 0;
  return Math.max(1, Math.ceil(bytes / COUNTED_BYTES));
}

type Rates = Pick<RelayLimits, 'messagesPerSecond' | 'bytesPerSecond'>;

/** The allowance of one client, or of one of its connections, which then takes from both. */
export class Budget {
  readonly #messages: Allowance;
  readonly #bytes: Allowance;
  readonly #whole: Budget | undefined;

  constructor({ messagesPerSecond, bytesPerSecond }: Rates, whole?: Budget) {
    const times = whole ? 1 : CONNECTIONS;
    this.#messages = new Allowance(times * messagesPerSecond);
    this.#bytes = new Allowance(times * bytesPerSecond);
    this.#whole = whole;
  }

  /** Takes what may not be there yet; returns for how long nothing more should be taken, 0 within the burst. */
  take(bytes: number, messages: number, now: Millis): number {
    const own = Math.max(this.#bytes.take(bytes, now), this.#messages.take(messages, now));
    return this.#whole ? Math.max(own, this.#whole.take(bytes, messages, now)) : own;
  }
}

/** Owns the budget of each client that is connected. */
export class Budgets {
  readonly #rates: Rates;
  readonly #clients = new Map<string, { readonly budget: Budget; connections: number }>();

  constructor(rates: Rates) {
    this.#rates = rates;
  }

  /** The budget of a new connection. */
  open(client: string): Budget {
    const entry = this.#clients.get(client) ?? { budget: new Budget(this.#rates), connections: 0 };
    this.#clients.set(client, entry);
    entry.connections += 1;
    return new Budget(this.#rates, entry.budget);
  }

  /** A connection of the client has ended. */
  close(client: string): void {
    const entry = this.#clients.get(client);
    if (!entry) return;
    entry.connections -= 1;
    if (entry.connections === 0) this.#clients.delete(client);
  }
}

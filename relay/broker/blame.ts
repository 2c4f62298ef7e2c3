import type { Millis } from './effects.ts';

interface Blamed {
  readonly failures: number;
  readonly until: Millis;
}

/**
 * So much blame is the most. Silent peers that always come anew must weigh more than a suspect, who may be honest; and
 * the honest behind an address with many people must soon come before those who fail on and on.
 */
const MOST = 4;
const REMEMBERED_MS = 60_000;
const CLIENTS = 10_000;

/**
 * Owns how often the peers of each client failed lately. Who fails and comes back as a new peer is asked after others
 * all the same; nobody is refused for what others behind the same address did.
 */
export class Blame {
  /** Those blamed longest ago first. */
  readonly #clients = new Map<string, Blamed>();

  of(client: string | undefined, now: Millis): number {
    if (client === undefined || this.#clients.size === 0) return 0;
    const blamed = this.#clients.get(client);
    return blamed && blamed.until > now ? blamed.failures : 0;
  }

  /** A peer of the client failed. */
  put(client: string | undefined, now: Millis): void {
    if (client === undefined) return;
    const failures = Math.min(MOST, this.of(client, now) + 1);
    this.#clients.delete(client);
    this.#clients.set(client, { failures, until: now + REMEMBERED_MS });
    this.#forget(now);
  }

  #forget(now: Millis): void {
    for (const [client, { until }] of this.#clients) {
      if (until > now && this.#clients.size <= CLIENTS) return;
      this.#clients.delete(client);
    }
  }
}

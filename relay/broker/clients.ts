import type { RelayLimits } from '../protocol/limits.ts';
import { Quota } from './quota.ts';

/** How many haves, wants and watches there are; those of absent peers whose place is kept among them. */
export interface Announced {
  readonly haves: number;
  readonly wants: number;
  readonly watches: number;
}

export type Quotas = Readonly<Record<keyof Announced, Quota>>;

interface Client {
  readonly quotas: Quotas;
  peers: number;
}

/** Owns what all clients may have, want and watch together, and the part of each of them, so that none takes it all. */
export class Clients {
  readonly #all: Quotas;
  readonly #clients = new Map<string, Client>();

  constructor({ totalHaves, totalWants, totalWatches }: RelayLimits) {
    this.#all = {
      haves: new Quota(totalHaves),
      wants: new Quota(totalWants),
      watches: new Quota(totalWatches),
    };
  }

  get size(): number {
    return this.#clients.size;
  }

  get announced(): Announced {
    const { haves, wants, watches } = this.#all;
    return { haves: haves.taken, wants: wants.taken, watches: watches.taken };
  }

  /** The quotas of a new peer; where its client is not known, those of all. */
  join(name: string | undefined): Quotas {
    if (name === undefined) return this.#all;
    const client = this.#clients.get(name) ?? this.#open(name);
    client.peers += 1;
    return client.quotas;
  }

  /** A peer of the client is no more. */
  leave(name: string | undefined): void {
    const client = name === undefined ? undefined : this.#clients.get(name);
    if (name === undefined || !client) return;
    client.peers -= 1;
    if (client.peers === 0) this.#clients.delete(name);
  }

  #open(name: string): Client {
    const { haves, wants, watches } = this.#all;
    const quotas = { haves: haves.part(), wants: wants.part(), watches: watches.part() };
    const client = { quotas, peers: 0 };
    this.#clients.set(name, client);
    return client;
  }
}

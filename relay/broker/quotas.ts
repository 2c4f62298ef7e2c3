import { CLIENTS_SERVED, type RelayLimits } from '../protocol/limits.ts';
import { type Announced, Quota } from './quota.ts';

interface ClientQuota {
  readonly quota: Quota;
  /** Peers that share it. */
  peers: number;
}

/** Owns the quota of all peers, and of it one for each client, so that none can take it all. */
export class Quotas {
  readonly #all: Quota;
  readonly #mostOfClient: Announced;
  readonly #clients = new Map<string, ClientQuota>();

  constructor({ totalHaves, totalWants, totalWatches }: RelayLimits) {
    this.#all = new Quota({ haves: totalHaves, wants: totalWants, watches: totalWatches });
    this.#mostOfClient = {
      haves: partOf(totalHaves),
      wants: partOf(totalWants),
      watches: partOf(totalWatches),
    };
  }

  /** What peers have, want and watch. */
  get announced(): Announced {
    return { ...this.#all.taken };
  }

  /** The quota of a new peer; where its client is not known, it has that of all. */
  open(client: string | undefined): Quota {
    if (client === undefined) return this.#all;
    let own = this.#clients.get(client);
    if (!own) {
      own = { quota: new Quota(this.#mostOfClient, this.#all), peers: 0 };
      this.#clients.set(client, own);
    }
    own.peers += 1;
    return own.quota;
  }

  /** One peer of the client is no more. */
  close(client: string | undefined): void {
    const own = client === undefined ? undefined : this.#clients.get(client);
    if (!own || client === undefined) return;
    own.peers -= 1;
    if (own.peers === 0) this.#clients.delete(client);
  }
}

function partOf(total: number): number {
  return Math.ceil(total / CLIENTS_SERVED);
}

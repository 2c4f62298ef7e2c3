/** The limits on haves, wants, watches and waste: of all clients together, and of each. */
import {
  CLIENTS_SERVED,
  type RelayLimits,
  REQUEST_BYTES,
  WINDOW_BYTES,
} from '../protocol/limits.ts';
import type { Millis } from './effects.ts';

/** Numbers of haves, wants and watches, also of absent peers whose place is kept. */
export interface Announced {
  readonly haves: number;
  readonly wants: number;
  readonly watches: number;
}

export type Kind = keyof Announced;

/** An amount that some peers have together, and its limit. */
class Quota {
  readonly #most: number;
  readonly #whole: Quota | undefined;
  #taken = 0;

  constructor(most: number, whole?: Quota) {
    this.#most = most;
    this.#whole = whole;
  }

  get taken(): number {
    return this.#taken;
  }

  /** The amount left within the limit. */
  get left(): number {
    const left = this.#most - this.#taken;
    return this.#whole ? Math.min(left, this.#whole.left) : left;
  }

  /** The same, as far as the bound of all together does not matter. */
  get ownLeft(): number {
    return this.#whole ? Math.min(this.#most - this.#taken, this.#whole.ownLeft) : Infinity;
  }

  take(): void {
    this.#taken += 1;
    this.#whole?.take();
  }

  giveBack(): void {
    this.#taken -= 1;
    this.#whole?.giveBack();
  }

  /** The part of `whole` that one client or network may have; it is taken from this quota too. */
  part(whole: Quota): Quota {
    return new Quota(Math.ceil(whole.#most / CLIENTS_SERVED), this);
  }
}

type Quotas = Readonly<Record<Kind, Quota>>;

/** The bytes that a client had asked of seeders and then did not take are forgotten at this pace. */
const FORGOTTEN_PER_MS = 64;
/** No client owes more patience than this: it is forgotten after 24 s. */
const WASTE_MAX = 1.5 * WINDOW_BYTES;

/** The bytes that seeders were asked for on behalf of one client, and that nobody needs any more. */
export class Waste {
  #bytes = 0;
  #at: Millis = 0;

  /** A seeder owes these bytes for nothing. */
  charge(bytes: number, now: Millis): void {
    this.#bytes = Math.min(WASTE_MAX, this.#level(now) + bytes);
    this.#at = now;
  }

  /** The seeder does not send them after all. */
  refund(bytes: number): void {
    this.#bytes = Math.max(0, this.#bytes - bytes);
  }

  /** The time from which one more range may be asked for, so that waste stays within one window. */
  askableFrom(now: Millis): Millis {
    const over = this.#level(now) + REQUEST_BYTES - WINDOW_BYTES;
    return over > 0 ? now + Math.ceil(over / FORGOTTEN_PER_MS) : now;
  }

  isNone(now: Millis): boolean {
    return this.#level(now) === 0;
  }

  #level(now: Millis): number {
    return Math.max(0, this.#bytes - Math.max(0, now - this.#at) * FORGOTTEN_PER_MS);
  }
}

/** One client, as far as it is bounded; a peer whose client is not known has an account of its own. */
export interface Account {
  readonly client: string | undefined;
  readonly quotas: Quotas;
  /** The quotas of the widest network around it; its own where it is in none. */
  readonly widest: Quotas;
  readonly networks: readonly string[];
  readonly waste: Waste;
}

interface Member {
  readonly account: Account;
  peers: number;
}

interface Network {
  readonly quotas: Quotas;
  members: number;
}

/** Owns the limits of each client, so that none takes everything. */
export class Clients {
  readonly #all: Quotas;
  readonly #clients = new Map<string, Member>();
  readonly #networks = new Map<string, Network>();
  /** Clients that have gone, and whose waste is not forgotten yet: coming anew makes nobody innocent. */
  readonly #gone = new Map<string, Waste>();

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

  /** The amount that all clients together may still take. */
  left(kind: Kind): number {
    return this.#all[kind].left;
  }

  /** The account of a new peer. `networks` are those that its client is in, the widest first. */
  join(client: string | undefined, networks: readonly string[] = []): Account {
    if (client === undefined) return newAccount(client, this.#all);
    const member = this.#clients.get(client) ?? this.#open(client, networks);
    member.peers += 1;
    return member.account;
  }

  /** A peer of the account is no more. */
  leave({ client, waste, networks }: Account, now: Millis): void {
    const member = client === undefined ? undefined : this.#clients.get(client);
    if (client === undefined || !member) return;
    member.peers -= 1;
    if (member.peers > 0) return;
    this.#clients.delete(client);
    for (const network of networks) this.#leaveNetwork(network);
    this.#forget(now);
    this.#gone.set(client, waste); // what its going leads to is charged to it yet
  }

  /** The client that has most of a kind in the widest network that has most; undefined where no known one has any. */
  largest(kind: Kind): Account | undefined {
    let largest: Account | undefined;
    for (const { account } of this.#clients.values()) {
      if (account.quotas[kind].taken > 0 && (!largest || hasMore(account, largest, kind)))
        largest = account;
    }
    return largest;
  }

  #open(client: string, networks: readonly string[]): Member {
    let quotas = this.#all;
    for (const network of networks) quotas = this.#joinNetwork(network, quotas);
    const waste = this.#gone.get(client) ?? new Waste();
    this.#gone.delete(client);
    const own = this.#partOf(quotas);
    const widest = this.#networks.get(networks[0] ?? '')?.quotas ?? own;
    const member = { account: { client, quotas: own, widest, networks, waste }, peers: 0 };
    this.#clients.set(client, member);
    return member;
  }

  #joinNetwork(name: string, within: Quotas): Quotas {
    const network = this.#networks.get(name) ?? { quotas: this.#partOf(within), members: 0 };
    this.#networks.set(name, network);
    network.members += 1;
    return network.quotas;
  }

  #leaveNetwork(name: string): void {
    const network = this.#networks.get(name);
    if (!network) return;
    network.members -= 1;
    if (network.members === 0) this.#networks.delete(name);
  }

  #partOf({ haves, wants, watches }: Quotas): Quotas {
    return {
      haves: haves.part(this.#all.haves),
      wants: wants.part(this.#all.wants),
      watches: watches.part(this.#all.watches),
    };
  }

  #forget(now: Millis): void {
    for (const [client, waste] of this.#gone) {
      if (!waste.isNone(now)) return;
      this.#gone.delete(client);
    }
  }
}

function newAccount(client: string | undefined, quotas: Quotas): Account {
  return { client, quotas, widest: quotas, networks: [], waste: new Waste() };
}

function hasMore(one: Account, other: Account, kind: Kind): boolean {
  const difference = one.widest[kind].taken - other.widest[kind].taken;
  return difference > 0 || (difference === 0 && one.quotas[kind].taken > other.quotas[kind].taken);
}

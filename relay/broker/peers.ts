import type { Address } from '../protocol/address.ts';
import type { Clients, Quotas } from './clients.ts';
import type { Millis, PeerId } from './effects.ts';
import { LazySet } from './lazy-set.ts';
import type { Failures, Standing } from './standings.ts';
import type { Transfer } from './transfer.ts';

/** One connected client: the peer's half of every index, and how much is on its way to it. */
export interface Peer {
  /** Its connection's number; another one once it has resumed. */
  id: PeerId;
  /** Another relay of the cluster: it is not counted as a seeder, and asked only where nobody here may be. */
  readonly isNeighbour: boolean;
  /** The secret by which another connection may take its place; empty for a neighbour, whose place is not kept. */
  session: string;
  /** Whose connection it is, where that is known: places are kept for each client up to a bound. */
  readonly client: string | undefined;
  /** What it has, wants and watches is taken from them; undefined for a neighbour, which is no client. */
  readonly quotas: Quotas | undefined;
  /** Messages handled on its present connection. */
  received: number;
  /** Set while its connection is lost and its place kept: it is counted, and asked for nothing. */
  awayUntil: Millis | undefined;
  readonly haves: LazySet<Address>;
  readonly wants: LazySet<Address>;
  readonly watches: LazySet<Address>;
  /** Wants that wait for room on this connection. */
  readonly deferred: LazySet<Address>;
  /** Transfers it reads, and transfers it was asked to feed. */
  readonly reading: LazySet<Transfer>;
  readonly feeding: LazySet<Transfer>;
  /** The seeders of whatever it alone has; undefined until then. */
  alone: readonly Peer[] | undefined;
  /** Payload bytes forwarded to it that its connection has not taken yet. */
  unsent: number;
  /** What its past says of asking it again; undefined while nothing went wrong. */
  standings: Map<Address, Standing> | undefined;
  failures: Failures | undefined;
}

interface Origin {
  readonly client?: string | undefined;
  readonly quotas?: Quotas;
  readonly isNeighbour?: boolean;
}

function newPeer(
  id: PeerId,
  session: string,
  { client, quotas, isNeighbour = false }: Origin,
): Peer {
  return {
    id,
    isNeighbour,
    session,
    client,
    quotas,
    received: 0,
    awayUntil: undefined,
    haves: new LazySet(),
    wants: new LazySet(),
    watches: new LazySet(),
    deferred: new LazySet(),
    reading: new LazySet(),
    feeding: new LazySet(),
    alone: undefined,
    unsent: 0,
    standings: undefined,
    failures: undefined,
  };
}

/** Owns which peers there are: the connected by their connection, and all, the absent too, by their session. */
export class Peers {
  readonly #connected = new Map<PeerId, Peer>();
  readonly #sessions = new Map<string, Peer>();
  /** In the order in which their places run out. */
  readonly #away = new Set<Peer>();
  readonly #awayOf = new Map<string, number>();
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  get size(): number {
    return this.#connected.size;
  }

  get away(): number {
    return this.#away.size;
  }

  /** How many places are kept for this client; none where it is not known. */
  awayOf(client: string | undefined): number {
    return client === undefined ? 0 : (this.#awayOf.get(client) ?? 0);
  }

  get(id: PeerId): Peer | undefined {
    return this.#connected.get(id);
  }

  ofSession(session: string): Peer | undefined {
    return this.#sessions.get(session);
  }

  connect(id: PeerId, session: string, client: string | undefined): void {
    const peer = newPeer(id, session, { client, quotas: this.#clients.join(client) });
    this.#connected.set(id, peer);
    this.#sessions.set(session, peer);
  }

  connectNeighbour(id: PeerId): void {
    this.#connected.set(id, newPeer(id, '', { isNeighbour: true }));
  }

  leave(peer: Peer, until: Millis): void {
    this.#connected.delete(peer.id);
    this.#away.add(peer);
    this.#countAway(peer, +1);
    peer.awayUntil = until;
    peer.unsent = 0;
  }

  /** `peer` goes on by the connection, and under the session, of `newcomer`, who is no more. */
  resume(peer: Peer, newcomer: Peer): void {
    this.remove(newcomer);
    this.#comeBack(peer);
    this.#connected.delete(peer.id);
    this.#sessions.delete(peer.session);
    peer.id = newcomer.id;
    peer.session = newcomer.session;
    peer.received = newcomer.received;
    peer.awayUntil = undefined;
    peer.unsent = 0;
    this.#connected.set(peer.id, peer);
    this.#sessions.set(peer.session, peer);
  }

  remove(peer: Peer): void {
    if (this.#connected.get(peer.id) === peer) this.#connected.delete(peer.id);
    if (this.#sessions.delete(peer.session)) this.#clients.leave(peer.client);
    this.#comeBack(peer);
  }

  #comeBack(peer: Peer): void {
    if (this.#away.delete(peer)) this.#countAway(peer, -1);
  }

  #countAway({ client }: Peer, change: 1 | -1): void {
    if (client === undefined) return;
    const count = this.awayOf(client) + change;
    if (count > 0) this.#awayOf.set(client, count);
    else this.#awayOf.delete(client);
  }

  /** Those who did not come back in time. */
  expired(now: Millis): Peer[] {
    const expired = [];
    for (const peer of this.#away) {
      if ((peer.awayUntil ?? 0) > now) break;
      expired.push(peer);
    }
    return expired;
  }
}

import type { Address } from '../protocol/address.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import { HEARTBEAT_SECONDS, type RelayLimits } from '../protocol/limits.ts';
import type { ClientMessage } from '../protocol/messages.ts';
import { type Announced, Clients } from './clients.ts';
import { type Effect, type Millis, Outbox, type PeerId, type TransferId } from './effects.ts';
import { Exchange } from './exchange.ts';
import { Intake } from './intake.ts';
import { type Peer, Peers } from './peers.ts';
import { Resumption } from './resumption.ts';
import { isWanted, lackedFrom } from './placing.ts';
import { Swarms } from './swarms.ts';
import type { Transfer } from './transfer.ts';
import { Watches } from './watches.ts';

export interface BrokerSizes {
  readonly peers: number;
  /** Peers whose connection was lost and whose place is kept. */
  readonly away: number;
  /** Whose connections they are or were. */
  readonly clients: number;
  readonly swarms: number;
  readonly transfers: number;
  readonly audiences: number;
}

/** How an address stands on one relay. */
export interface Supply {
  /** Peers that hold it, those whose place is kept among them. */
  readonly holders: number;
  /** Whether one of them is connected. */
  readonly canServe: boolean;
  /** The byte from which a reader waits for whom nobody here may be asked, if one does. */
  readonly lackedFrom: number | undefined;
  /** Whether a reader waits for it or gets it now. */
  readonly isWanted: boolean;
  readonly isWatched: boolean;
}

const NOTHING = { holders: 0, canServe: false, lackedFrom: undefined, isWanted: false };

/**
 * Decides who is asked for what and who gets it. Owns all that the relay knows and does nothing itself: each input
 * returns the effects for the edge to perform, in order. Knows no sockets, no clock and no bytes.
 */
export class Broker {
  readonly #limits: RelayLimits;
  readonly #clients: Clients;
  readonly #peers: Peers;
  readonly #outbox: Outbox;
  readonly #swarms: Swarms;
  readonly #watches: Watches;
  readonly #exchange: Exchange;
  readonly #intake: Intake;
  readonly #resumption: Resumption;
  readonly #expelled: Peer[] = [];

  /** `random` returns numbers in [0, 1). Where it `tellsChanges`, there are `changed` effects. */
  constructor(limits: RelayLimits, random: () => number, tellsChanges = false) {
    this.#limits = limits;
    this.#clients = new Clients(limits);
    this.#peers = new Peers(this.#clients);
    this.#outbox = new Outbox(tellsChanges);
    this.#swarms = new Swarms(this.#outbox);
    this.#watches = new Watches(this.#swarms, this.#outbox);
    this.#exchange = new Exchange({
      limits,
      random,
      swarms: this.#swarms,
      outbox: this.#outbox,
      removeSeeder: (peer, address) => void this.#intake.removeSeeder(peer, address),
      expel: (peer, code, reason) => {
        this.#outbox.push({ type: 'close', peer: peer.id, code, reason });
        this.#expelled.push(peer);
      },
    });
    this.#intake = new Intake({
      limits,
      isClustered: tellsChanges,
      swarms: this.#swarms,
      watches: this.#watches,
      exchange: this.#exchange,
      outbox: this.#outbox,
    });
    this.#resumption = new Resumption({
      peers: this.#peers,
      exchange: this.#exchange,
      watches: this.#watches,
      outbox: this.#outbox,
      placesLimit: limits.connections,
      placesLimitOfClient: limits.connectionsPerAddress,
      want: (peer, address, from, now) => this.#intake.want(peer, address, from, now),
    });
  }

  /** `session` is a secret that nobody can guess, of this connection alone; `client` says whose it is. */
  connect(id: PeerId, session: string, client?: string): Effect[] {
    this.#peers.connect(id, session, client);
    this.#outbox.send(id, {
      type: 'welcome',
      limits: this.#limits,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      session,
    });
    return this.#outbox.take();
  }

  /** Another relay of the cluster, or one of the passes that it reads or feeds: what peers do, it does by `receive`. */
  connectNeighbour(id: PeerId): void {
    this.#peers.connectNeighbour(id);
  }

  receive(id: PeerId, message: ClientMessage, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (peer) {
      peer.received += 1;
      this.#dispatch(peer, message, now);
    }
    return this.#outbox.take();
  }

  /** A content frame came from a peer. */
  content(id: PeerId, header: FrameHeader, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (peer) this.#exchange.content(peer, header, now);
    return this.#take(now);
  }

  /** Answers a `verify` effect, before any other input. */
  verified(transfer: TransferId, matches: boolean, now: Millis): Effect[] {
    this.#exchange.verified(transfer, matches, now);
    return this.#take(now);
  }

  /** What a neighbour served of an address was wrong, it says. */
  disowned(id: PeerId, address: Address, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (peer) this.#exchange.disowned(peer, address, now);
    return this.#take(now);
  }

  /** The client that had this session is connected to another relay now. */
  moved(session: string, now: Millis): Effect[] {
    const peer = this.#peers.ofSession(session);
    if (!peer) return [];
    if (peer.awayUntil === undefined) {
      const reason = 'this session went on at another relay';
      this.#outbox.push({ type: 'close', peer: peer.id, code: CLOSE.replaced, reason });
    }
    this.#forget(peer, now);
    return this.#outbox.take();
  }

  /** So many peers of other relays hold the address now. */
  elsewhere(address: Address, count: number): Effect[] {
    this.#watches.elsewhere(address, count);
    return this.#outbox.take();
  }

  /** A connection has taken content; `unsent` payload bytes are left on it. */
  drained(id: PeerId, unsent: number, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (peer) this.#exchange.drained(peer, unsent, now);
    return this.#outbox.take();
  }

  /** A connection ended: on purpose, or it was lost, and then its peer's place is kept for a while. */
  disconnect(id: PeerId, now: Millis, how: 'left' | 'lost'): Effect[] {
    const peer = this.#peers.get(id);
    if (peer && how === 'lost' && this.#resumption.mayKeep(peer)) {
      this.#resumption.leave(peer, now);
    } else if (peer) this.#forget(peer, now);
    return this.#outbox.take();
  }

  /** From now on these addresses, and no others, are refused to everybody. */
  block(addresses: ReadonlySet<Address>, now: Millis): Effect[] {
    this.#intake.block(addresses, now);
    return this.#outbox.take();
  }

  /** To be called some fifty times a second: deadlines pass and counts leave here. */
  tick(now: Millis): Effect[] {
    for (const peer of this.#peers.expired(now)) this.#forget(peer, now);
    this.#exchange.tick(now);
    this.#watches.tick(now);
    return this.#outbox.take();
  }

  /** How much the broker holds; all zero once everybody has gone. */
  get sizes(): BrokerSizes {
    return {
      peers: this.#peers.size,
      away: this.#peers.away,
      clients: this.#clients.size,
      swarms: this.#swarms.size,
      transfers: this.#exchange.transfers.size,
      audiences: this.#watches.size,
    };
  }

  /** How an address stands on this relay; what neighbours have and want is left out. */
  supplyOf(address: Address): Supply {
    const swarm = this.#swarms.get(address);
    const isWatched = this.#watches.isWatched(address);
    if (!swarm) return { ...NOTHING, isWatched };
    return {
      holders: swarm.seeders.length,
      canServe: swarm.seeders.some(({ awayUntil }) => awayUntil === undefined),
      lackedFrom: lackedFrom(swarm),
      isWanted: isWanted(swarm),
      isWatched,
    };
  }

  /** Whether a peer of this relay feeds what this reader reads. */
  isServed(id: PeerId, address: Address): boolean {
    const peer = this.#peers.get(id);
    return peer !== undefined && this.#exchange.isServed(peer, address);
  }

  /** How many transfers a seeder feeds. */
  feeds(id: PeerId): number {
    return this.#peers.get(id)?.feeding.size ?? 0;
  }

  /** What peers have, want and watch. */
  get announced(): Announced {
    return this.#clients.announced;
  }

  /** The transfers that run, to be looked at only. */
  get transfers(): Iterable<Readonly<Transfer>> {
    return this.#exchange.transfers.values();
  }

  /** All effects of the input at hand; peers it expelled are gone from here on. */
  #take(now: Millis): Effect[] {
    for (const peer of this.#expelled.splice(0)) this.#forget(peer, now);
    return this.#outbox.take();
  }

  #forget(peer: Peer, now: Millis): void {
    this.#peers.remove(peer);
    this.#watches.remove(peer, peer.watches);
    peer.deferred.clear();
    for (const address of peer.wants) this.#exchange.unwant(peer, address, now);
    for (const address of peer.haves) this.#intake.removeSeeder(peer, address);
    this.#exchange.lost(peer, now);
  }

  #dispatch(peer: Peer, message: ClientMessage, now: Millis): void {
    switch (message.type) {
      case 'have':
        return this.#intake.have(peer, message.addresses, now);
      case 'drop':
        return this.#intake.drop(peer, message.addresses, now);
      case 'want':
        return this.#intake.want(peer, message.address, message.from, now);
      case 'unwant':
        return this.#exchange.unwant(peer, message.address, now);
      case 'watch':
        return this.#intake.watch(peer, message.addresses, now);
      case 'unwatch':
        return this.#watches.remove(peer, message.addresses);
      case 'resume':
        return this.#resumption.resume(peer, message, now);
      case 'ping':
        return this.#outbox.send(peer.id, { type: 'pong' });
    }
  }
}

import type { Address } from '../protocol/address.ts';
import type { Millis, Outbox } from './effects.ts';
import { LazyMap } from './lazy-map.ts';
import { LazySet } from './lazy-set.ts';
import type { Peer } from './peers.ts';
import type { Transfer } from './transfer.ts';

/** The readers' side of a swarm; most swarms have none. Neighbours are in it because only readers make them come. */
interface Demand {
  readonly neighbours: Peer[];
  readonly waiting: LazyMap<Peer, number>;
  readonly reading: LazyMap<Peer, Transfer>;
  readonly transfers: LazySet<Transfer>;
  /** See `Swarm.starvedUntil`. */
  starvedUntil: Millis;
}

/** What only its owner changes. */
type Fixed<Collection> = Omit<Collection, 'add' | 'set' | 'delete' | 'clear'>;

const NOT_STARVED = -Infinity;

function newDemand(): Demand {
  return {
    neighbours: [],
    waiting: new LazyMap(),
    reading: new LazyMap(),
    transfers: new LazySet(),
    starvedUntil: NOT_STARVED,
  };
}

const NO_DEMAND = newDemand();
const NOBODY: readonly Peer[] = [];

/** Everyone who has or wants one address, and the transfers between them. Small, since there is one for every page. */
export class Swarm {
  readonly address: Address;
  /** Its own where there are several; where there is one, an array that all swarms of that peer share. */
  #seeders: readonly Peer[] = NOBODY;
  #demand: Demand = NO_DEMAND;

  constructor(address: Address) {
    this.address = address;
  }

  get seeders(): readonly Peer[] {
    return this.#seeders;
  }

  /** Other relays that have it. */
  get neighbours(): readonly Peer[] {
    return this.#demand.neighbours;
  }

  get isHeld(): boolean {
    return this.#seeders.length + this.neighbours.length > 0;
  }

  /** Readers that no transfer feeds yet, and the byte each goes on from. */
  get waiting(): Fixed<LazyMap<Peer, number>> {
    return this.#demand.waiting;
  }

  get reading(): Fixed<LazyMap<Peer, Transfer>> {
    return this.#demand.reading;
  }

  get transfers(): Fixed<LazySet<Transfer>> {
    return this.#demand.transfers;
  }

  /** Somebody wants it, and nobody was found who may be asked. */
  get isStarved(): boolean {
    return this.#demand.starvedUntil !== NOT_STARVED;
  }

  /** Nobody may be asked before then; Infinity where somebody has to come first. */
  get starvedUntil(): Millis {
    return this.#demand.starvedUntil;
  }

  get isEmpty(): boolean {
    return !this.isHeld && this.waiting.size + this.reading.size === 0;
  }

  addSeeder(peer: Peer): void {
    const [first, second] = this.#seeders;
    if (!first) this.#seeders = aloneOf(peer);
    else if (!second) this.#seeders = [first, peer];
    else (this.#seeders as Peer[]).push(peer); // it is this swarm's own
  }

  removeSeeder(peer: Peer): void {
    const [first, second, third] = this.#seeders;
    if (!first || !second) this.#seeders = NOBODY;
    else if (!third) this.#seeders = aloneOf(first === peer ? second : first);
    else remove(this.#seeders as Peer[], peer); // it is this swarm's own
  }

  addNeighbour(peer: Peer): void {
    this.#demanded.neighbours.push(peer);
  }

  removeNeighbour(peer: Peer): void {
    remove(this.#demanded.neighbours, peer);
    this.#rest();
  }

  wait(peer: Peer, from: number): void {
    this.#demanded.reading.delete(peer);
    this.#demanded.waiting.set(peer, from);
  }

  read(peer: Peer, transfer: Transfer): void {
    this.#demanded.waiting.delete(peer);
    this.#demanded.reading.set(peer, transfer);
  }

  removeReader(peer: Peer): void {
    this.#demanded.waiting.delete(peer);
    this.#demanded.reading.delete(peer);
    this.#rest();
  }

  addTransfer(transfer: Transfer): void {
    this.#demanded.transfers.add(transfer);
  }

  removeTransfer(transfer: Transfer): void {
    this.#demanded.transfers.delete(transfer);
    this.#rest();
  }

  starve(until: Millis): void {
    if (this.#demand !== NO_DEMAND) this.#demand.starvedUntil = until;
  }

  /** Somebody may be asked now. */
  endStarving(): void {
    this.starve(NOT_STARVED);
  }

  get #demanded(): Demand {
    if (this.#demand === NO_DEMAND) this.#demand = newDemand();
    return this.#demand;
  }

  #rest(): void {
    const { neighbours, waiting, reading, transfers } = this.#demand;
    if (neighbours.length + waiting.size + reading.size + transfers.size > 0) return;
    this.#demand = NO_DEMAND;
  }
}

/** Owns who has and who wants what; both directions of each fact change in one method. */
export class Swarms {
  readonly #swarms = new Map<Address, Swarm>();
  /** Those with readers: few beside all that is held. */
  readonly #wanted = new Set<Swarm>();
  readonly #outbox: Outbox;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  get size(): number {
    return this.#swarms.size;
  }

  get(address: Address): Swarm | undefined {
    return this.#swarms.get(address);
  }

  /** Everybody who has it, neighbours too. */
  seedersOf(address: Address): readonly Peer[] {
    const swarm = this.#swarms.get(address);
    return swarm ? [...swarm.seeders, ...swarm.neighbours] : [];
  }

  /** How many peers of this relay have it. */
  seeders(address: Address): number {
    return this.#swarms.get(address)?.seeders.length ?? 0;
  }

  /** What the peer has and somebody wants. A peer that comes back has much, of which little is wanted. */
  wantedOf({ haves }: Peer): Swarm[] {
    if (this.#wanted.size > haves.size) return this.#wantedAmong(haves);
    return [...this.#wanted].filter(({ address }) => haves.has(address));
  }

  /** The swarm of an address that somebody is about to have or want. */
  join(address: Address): Swarm {
    return this.#swarms.get(address) ?? this.#open(address);
  }

  /** To be called for a peer that does not have it yet. */
  addSeeder(peer: Peer, address: Address): Swarm {
    peer.haves.add(address);
    peer.quotas?.haves.take();
    this.#outbox.changed(address);
    const swarm = this.join(address);
    if (peer.isNeighbour) swarm.addNeighbour(peer);
    else swarm.addSeeder(peer);
    return swarm;
  }

  /** Says whether the peer was a seeder. */
  removeSeeder(peer: Peer, address: Address): boolean {
    if (!peer.haves.delete(address)) return false;
    peer.quotas?.haves.giveBack();
    const swarm = this.#swarms.get(address);
    if (!swarm) return false;
    this.#outbox.changed(address);
    if (peer.isNeighbour) swarm.removeNeighbour(peer);
    else swarm.removeSeeder(peer);
    this.#leave(swarm);
    return true;
  }

  wait(peer: Peer, swarm: Swarm, from: number): void {
    if (!peer.wants.has(swarm.address)) peer.quotas?.wants.take();
    peer.wants.add(swarm.address);
    swarm.wait(peer, from);
    this.#wanted.add(swarm);
    this.#outbox.changed(swarm.address);
  }

  removeReader(peer: Peer, swarm: Swarm): void {
    if (peer.wants.delete(swarm.address)) peer.quotas?.wants.giveBack();
    swarm.removeReader(peer);
    if (swarm.waiting.size + swarm.reading.size === 0) this.#wanted.delete(swarm);
    this.#outbox.changed(swarm.address);
    this.#leave(swarm);
  }

  #wantedAmong(addresses: Iterable<Address>): Swarm[] {
    const wanted = [];
    for (const address of addresses) {
      const swarm = this.#swarms.get(address);
      if (swarm && this.#wanted.has(swarm)) wanted.push(swarm);
    }
    return wanted;
  }

  #open(address: Address): Swarm {
    const swarm = new Swarm(address);
    this.#swarms.set(address, swarm);
    return swarm;
  }

  #leave(swarm: Swarm): void {
    if (swarm.isEmpty) this.#swarms.delete(swarm.address);
  }
}

/** Most pages have one seeder, and an array for each of them would take a fifth of what a have costs. */
function aloneOf(peer: Peer): readonly Peer[] {
  return (peer.alone ??= [peer]);
}

function remove(peers: Peer[], peer: Peer): void {
  const last = peers.pop();
  if (last && last !== peer) peers[peers.indexOf(peer)] = last;
}

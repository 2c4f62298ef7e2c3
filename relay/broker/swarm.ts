import type { Address } from '../protocol/address.ts';
import type { Millis } from './effects.ts';
import { LazyMap, LazySet } from './lazy.ts';
import type { Peer } from './peer.ts';
import type { Transfer } from './transfer.ts';

/** The readers' side of a swarm; most swarms have none. Neighbours are in it because only readers make them come. */
interface Demand {
  readonly neighbours: Peer[];
  readonly waiting: LazyMap<Peer, number>;
  readonly reading: LazyMap<Peer, Transfer>;
  readonly transfers: LazySet<Transfer>;
  /** Readers that wait and were not looked at yet, and transfers that something happened to. */
  readonly newcomers: LazySet<Peer>;
  readonly touched: LazySet<Transfer>;
  /** All of it is to be looked at. */
  isTouched: boolean;
  starvedUntil: Millis;
}

/** A collection that only its owner changes. */
type Fixed<Collection> = Omit<Collection, 'add' | 'set' | 'delete' | 'clear'>;

const NOT_STARVED = -Infinity;

function newDemand(): Demand {
  return {
    neighbours: [],
    waiting: new LazyMap(),
    reading: new LazyMap(),
    transfers: new LazySet(),
    newcomers: new LazySet(),
    touched: new LazySet(),
    isTouched: false,
    starvedUntil: NOT_STARVED,
  };
}

const NO_DEMAND = newDemand();
const NOBODY: readonly Peer[] = [];

/** The readers and transfers to look at. */
export interface Marked {
  readonly readers: readonly Peer[];
  readonly transfers: readonly Transfer[];
  /** These are all transfers. */
  readonly isWhole: boolean;
}

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

  /** Somebody reads it, or did so when it was last looked at. */
  get isWanted(): boolean {
    const { waiting, reading, transfers } = this.#demand;
    return this.#demand !== NO_DEMAND && waiting.size + reading.size + transfers.size > 0;
  }

  get isEmpty(): boolean {
    return this.#seeders.length + this.neighbours.length === 0 && !this.isWanted;
  }

  /** Readers wait, and no seeder may be asked before this time; Infinity until a seeder comes. */
  get starvedUntil(): Millis {
    return this.#demand.starvedUntil;
  }

  addSeeder(peer: Peer): void {
    const [first, second] = this.#seeders;
    if (peer.isNeighbour) this.#demanded.neighbours.push(peer);
    else if (!first) this.#seeders = peer.alone;
    else if (!second) this.#seeders = [first, peer];
    else (this.#seeders as Peer[]).push(peer); // it is this swarm's own
  }

  removeSeeder(peer: Peer): void {
    const [first, second, third] = this.#seeders;
    if (peer.isNeighbour) remove(this.#demanded.neighbours, peer);
    else if (!first || !second) this.#seeders = NOBODY;
    else if (!third) this.#seeders = (first === peer ? second : first).alone;
    else remove(this.#seeders as Peer[], peer); // it is this swarm's own
  }

  wait(peer: Peer, from: number): void {
    this.#demanded.reading.delete(peer);
    this.#demanded.waiting.set(peer, from);
    this.#demanded.newcomers.add(peer);
  }

  read(peer: Peer, transfer: Transfer): void {
    this.#demanded.waiting.delete(peer);
    this.#demanded.newcomers.delete(peer);
    this.#demanded.reading.set(peer, transfer);
  }

  removeReader(peer: Peer): void {
    this.#demanded.waiting.delete(peer);
    this.#demanded.newcomers.delete(peer);
    this.#demanded.reading.delete(peer);
  }

  addTransfer(transfer: Transfer): void {
    this.#demanded.transfers.add(transfer);
  }

  removeTransfer(transfer: Transfer): void {
    this.#demanded.transfers.delete(transfer);
    this.#demanded.touched.delete(transfer);
  }

  /** A reader that waits may have room now. */
  retry(peer: Peer): void {
    if (this.#demanded.waiting.has(peer)) this.#demanded.newcomers.add(peer);
  }

  /** Something happened to a transfer. */
  touch(transfer: Transfer): void {
    if (this.transfers.has(transfer)) this.#demanded.touched.add(transfer);
  }

  /** All readers are concerned: a seeder may be asked, or a time has come. */
  touchAll(): void {
    if (this.#demand === NO_DEMAND) return;
    this.#demand.isTouched = true;
    this.#demand.starvedUntil = NOT_STARVED;
  }

  /** Takes everything marked since the last call. */
  takeMarked(): Marked {
    const { isTouched, waiting, newcomers, transfers, touched } = this.#demanded;
    const marked = {
      readers: [...(isTouched ? waiting.keys() : newcomers)],
      transfers: [...(isTouched ? transfers : touched)],
      isWhole: isTouched,
    };
    this.#demanded.isTouched = false;
    newcomers.clear();
    touched.clear();
    return marked;
  }

  /** No seeder may be asked before then, so seeders are not looked at until that time. */
  starve(until: Millis): void {
    this.#demanded.starvedUntil = until;
  }

  get #demanded(): Demand {
    if (this.#demand === NO_DEMAND) this.#demand = newDemand();
    return this.#demand;
  }

  /** Frees the memory of the readers' side once nobody is on it. */
  rest(): void {
    if (this.neighbours.length === 0 && !this.isWanted) this.#demand = NO_DEMAND;
  }
}

/** Owns all haves and wants; both directions of each fact change in one method. */
export class Swarms {
  readonly #swarms = new Map<Address, Swarm>();
  /** Swarms with readers: few, compared with all held addresses. */
  readonly #wanted = new Set<Swarm>();

  get size(): number {
    return this.#swarms.size;
  }

  /** Swarms with readers. */
  get wanted(): Iterable<Swarm> {
    return this.#wanted;
  }

  get(address: Address): Swarm | undefined {
    return this.#swarms.get(address);
  }

  /** The number of seeders on this relay. */
  seeders(address: Address): number {
    return this.#swarms.get(address)?.seeders.length ?? 0;
  }

  /** The wanted swarms that the peer seeds. A peer that comes back seeds many, of which few are wanted. */
  wantedOf({ haves }: Peer): Swarm[] {
    if (this.#wanted.size <= haves.size) {
      return [...this.#wanted].filter(({ address }) => haves.has(address));
    }
    const swarms = [...haves].map((address) => this.#swarms.get(address));
    return swarms.filter((swarm) => swarm !== undefined && this.#wanted.has(swarm)) as Swarm[];
  }

  /** The peer must not have it yet. */
  addSeeder(peer: Peer, address: Address): Swarm {
    peer.haves.add(address);
    peer.account?.quotas.haves.take();
    const swarm = this.#join(address);
    swarm.addSeeder(peer);
    return swarm;
  }

  /** Returns the swarm if the peer was a seeder of it. */
  removeSeeder(peer: Peer, address: Address): Swarm | undefined {
    if (!peer.haves.delete(address)) return undefined;
    peer.account?.quotas.haves.giveBack();
    const swarm = this.#swarms.get(address);
    swarm?.removeSeeder(peer);
    if (swarm) this.closeEmpty(swarm);
    return swarm;
  }

  /** The peer waits for the page from this byte on. */
  wait(peer: Peer, address: Address, from: number): Swarm {
    if (!peer.wants.has(address)) peer.account?.quotas.wants.take();
    peer.wants.add(address);
    const swarm = this.#join(address);
    swarm.wait(peer, from);
    this.#wanted.add(swarm);
    return swarm;
  }

  removeReader(peer: Peer, swarm: Swarm): void {
    if (peer.wants.delete(swarm.address)) peer.account?.quotas.wants.giveBack();
    peer.deferred.delete(swarm.address);
    swarm.reading.get(peer)?.part(peer);
    swarm.removeReader(peer);
  }

  /** Forgets a swarm without peers. Call it after all consequences of the present input are done. */
  closeEmpty(swarm: Swarm): void {
    if (swarm.isWanted) return;
    this.#wanted.delete(swarm);
    swarm.rest();
    const isKnown = this.#swarms.get(swarm.address) === swarm; // another may have come in its place
    if (isKnown && swarm.isEmpty) this.#swarms.delete(swarm.address);
  }

  #join(address: Address): Swarm {
    const known = this.#swarms.get(address);
    if (known) return known;
    const swarm = new Swarm(address);
    this.#swarms.set(address, swarm);
    return swarm;
  }
}

function remove(peers: Peer[], peer: Peer): void {
  const last = peers.pop();
  if (last && last !== peer) peers[peers.indexOf(peer)] = last;
}

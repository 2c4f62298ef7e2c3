import type { Address } from '../protocol/address.ts';
import type { Peer } from './peers.ts';
import type { Transfer } from './transfer.ts';

/** The readers' side of a swarm; most swarms have none. */
interface Demand {
  readonly waiting: Map<Peer, number>;
  readonly reading: Map<Peer, Transfer>;
  readonly transfers: Set<Transfer>;
}

const NO_DEMAND: Demand = { waiting: new Map(), reading: new Map(), transfers: new Set() };

/** Everyone who has or wants one address, and the transfers between them. Small, since there is one for every page. */
export class Swarm {
  readonly address: Address;
  readonly seeders: Peer[];
  #demand: Demand = NO_DEMAND;

  constructor(address: Address, seeders: Peer[]) {
    this.address = address;
    this.seeders = seeders;
  }

  /** Readers that no transfer feeds yet, and the byte each goes on from. */
  get waiting(): ReadonlyMap<Peer, number> {
    return this.#demand.waiting;
  }

  get reading(): ReadonlyMap<Peer, Transfer> {
    return this.#demand.reading;
  }

  get transfers(): ReadonlySet<Transfer> {
    return this.#demand.transfers;
  }

  get isEmpty(): boolean {
    return this.seeders.length + this.waiting.size + this.reading.size === 0;
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

  get #demanded(): Demand {
    if (this.#demand === NO_DEMAND) {
      this.#demand = { waiting: new Map(), reading: new Map(), transfers: new Set() };
    }
    return this.#demand;
  }

  #rest(): void {
    if (this.waiting.size + this.reading.size + this.transfers.size === 0) this.#demand = NO_DEMAND;
  }
}

/** Owns who has and who wants what; both directions of each fact change in one method. */
export class Swarms {
  readonly #swarms = new Map<Address, Swarm>();

  get size(): number {
    return this.#swarms.size;
  }

  get(address: Address): Swarm | undefined {
    return this.#swarms.get(address);
  }

  seedersOf(address: Address): readonly Peer[] {
    return [...(this.#swarms.get(address)?.seeders ?? [])];
  }

  seeders(address: Address): number {
    return this.#swarms.get(address)?.seeders.length ?? 0;
  }

  /** The swarm of an address that somebody is about to have or want. */
  join(address: Address): Swarm {
    return this.#swarms.get(address) ?? this.#open(address, []);
  }

  addSeeder(peer: Peer, address: Address): Swarm {
    peer.haves.add(address);
    const swarm = this.#swarms.get(address);
    // A literal array of one takes a tenth of the memory of an empty one that is pushed to.
    if (!swarm) return this.#open(address, [peer]);
    swarm.seeders.push(peer);
    return swarm;
  }

  /** Says whether the peer was a seeder. */
  removeSeeder(peer: Peer, address: Address): boolean {
    if (!peer.haves.delete(address)) return false;
    const swarm = this.#swarms.get(address);
    if (!swarm) return false;
    const last = swarm.seeders.pop();
    if (last && last !== peer) swarm.seeders[swarm.seeders.indexOf(peer)] = last;
    this.#leave(swarm);
    return true;
  }

  wait(peer: Peer, swarm: Swarm, from: number): void {
    peer.wants.add(swarm.address);
    swarm.wait(peer, from);
  }

  removeReader(peer: Peer, swarm: Swarm): void {
    peer.wants.delete(swarm.address);
    swarm.removeReader(peer);
    this.#leave(swarm);
  }

  #open(address: Address, seeders: Peer[]): Swarm {
    const swarm = new Swarm(address, seeders);
    this.#swarms.set(address, swarm);
    return swarm;
  }

  #leave(swarm: Swarm): void {
    if (swarm.isEmpty) this.#swarms.delete(swarm.address);
  }
}

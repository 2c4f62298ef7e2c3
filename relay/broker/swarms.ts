import type { Address } from '../protocol/address.ts';
import type { Peer } from './peers.ts';
import type { Transfer } from './transfer.ts';

/** Everyone who has or wants one address, and the transfers between them. */
export interface Swarm {
  readonly address: Address;
  readonly seeders: Peer[];
  /** Readers that no transfer feeds yet, and the byte each goes on from. */
  readonly waiting: Map<Peer, number>;
  readonly reading: Map<Peer, Transfer>;
  readonly transfers: Set<Transfer>;
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
    let swarm = this.#swarms.get(address);
    if (!swarm) {
      swarm = {
        address,
        seeders: [],
        waiting: new Map(),
        reading: new Map(),
        transfers: new Set(),
      };
      this.#swarms.set(address, swarm);
    }
    return swarm;
  }

  addSeeder(peer: Peer, address: Address): Swarm {
    const swarm = this.join(address);
    peer.haves.add(address);
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
    swarm.reading.delete(peer);
    swarm.waiting.set(peer, from);
  }

  read(peer: Peer, swarm: Swarm, transfer: Transfer): void {
    swarm.waiting.delete(peer);
    swarm.reading.set(peer, transfer);
  }

  removeReader(peer: Peer, swarm: Swarm): void {
    peer.wants.delete(swarm.address);
    swarm.waiting.delete(peer);
    swarm.reading.delete(peer);
    this.#leave(swarm);
  }

  #leave(swarm: Swarm): void {
    if (swarm.seeders.length + swarm.waiting.size + swarm.reading.size === 0) {
      this.#swarms.delete(swarm.address);
    }
  }
}

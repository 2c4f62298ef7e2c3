import type { Peer } from './peer.ts';
import type { Swarm } from './swarm.ts';
import type { Transfer } from './transfer.ts';

/** The swarms and peers that this input touched, to be settled once its facts are noted. */
export class Marks {
  readonly #swarms = new Set<Swarm>();
  /** Peers that have room again, and wants that wait for room. */
  readonly #peers = new Set<Peer>();

  /** Seeders with requests that were put off. */
  readonly #solvent = new Set<Peer>();

  get isEmpty(): boolean {
    return this.#swarms.size + this.#peers.size + this.#solvent.size === 0;
  }

  swarm(swarm: Swarm): void {
    this.#swarms.add(swarm);
  }

  transfer(swarm: Swarm, transfer: Transfer): void {
    swarm.touch(transfer);
    this.#swarms.add(swarm);
  }

  /** Another seeder may be asked now. */
  all(swarm: Swarm): void {
    swarm.touchAll();
    this.#swarms.add(swarm);
  }

  /** The peer may not feed what it feeds of a swarm any more. */
  feedersOf(peer: Peer, swarm: Swarm): void {
    for (const transfer of swarm.transfers) if (transfer.seeder === peer) swarm.touch(transfer);
    this.#swarms.add(swarm);
  }

  /** These peers may have room. */
  freed(peers: Iterable<Peer>): void {
    for (const peer of peers) if (peer.deferred.size > 0) this.#peers.add(peer);
  }

  /** The peer owes less than its limit: it can be asked for postponed ranges. */
  solvent(peer: Peer): void {
    this.#solvent.add(peer);
  }

  takeSolvent(take: (peer: Peer) => void): void {
    takeAll(this.#solvent, take);
  }

  takeSwarms(take: (swarm: Swarm) => void): void {
    takeAll(this.#swarms, take);
  }

  takePeers(take: (peer: Peer) => void): void {
    takeAll(this.#peers, take);
  }
}

/** Takes out each item, also those added meanwhile. Every input does this; a generator would take most of the time. */
function takeAll<T>(items: Set<T>, take: (item: T) => void): void {
  if (items.size === 0) return;
  for (const item of items) {
    items.delete(item);
    take(item);
  }
}

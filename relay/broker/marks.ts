import type { Peer } from './peer.ts';
import type { Swarm } from './swarm.ts';
import type { Transfer } from './transfer.ts';

/** What the input at hand touched, and what is to be brought to what it should be once its facts are noted. */
export class Marks {
  readonly #swarms = new Set<Swarm>();
  /** Peers that have room again, and wants that wait for it. */
  readonly #peers = new Set<Peer>();

  /** Seeders of which something was put off. */
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

  /** Somebody may be asked who might not before. */
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

  /** The peer owes less than it may: it can be asked for what was put off. */
  solvent(peer: Peer): void {
    this.#solvent.add(peer);
  }

  *takeSolvent(): Iterable<Peer> {
    for (const peer of this.#solvent) {
      this.#solvent.delete(peer);
      yield peer;
    }
  }

  *takeSwarms(): Iterable<Swarm> {
    for (const swarm of this.#swarms) {
      this.#swarms.delete(swarm);
      yield swarm;
    }
  }

  *takePeers(): Iterable<Peer> {
    for (const peer of this.#peers) {
      this.#peers.delete(peer);
      yield peer;
    }
  }
}

import type { Address } from '../protocol/address.ts';
import type { Millis } from './effects.ts';
import type { Peer } from './peer.ts';
import type { Reputation } from './reputation.ts';
import type { Swarm } from './swarm.ts';

export interface Chosen {
  readonly peer: Peer;
  readonly weight: number;
}

/** No seeder may be asked before this time; Infinity until a seeder comes, or comes back. */
export interface Nobody {
  readonly peer?: undefined;
  readonly askableFrom: Millis;
}

interface Candidates {
  readonly address: Address;
  readonly seeders: readonly Peer[];
  readonly except: Peer | undefined;
}

/** The number of seeders of a large swarm to compare: enough that one client cannot be all of them. */
const LOOKED_AT = 256;

/** Chooses the seeder to ask for a page. */
export class Choice {
  readonly #reputation: Reputation;
  readonly #random: () => number;

  constructor(reputation: Reputation, random: () => number) {
    this.#reputation = reputation;
    this.#random = random;
  }

  /** The seeder with the least weight; one of this relay if its weight is 0. */
  of({ address, seeders, neighbours }: Swarm, now: Millis, except?: Peer): Chosen | Nobody {
    const near = this.#among({ address, seeders, except }, now);
    if (near.peer && near.weight === 0) return near;
    if (neighbours.length === 0) return near;
    const far = this.#among({ address, seeders: neighbours, except }, now);
    if (!near.peer && !far.peer) {
      return { askableFrom: Math.min(near.askableFrom, far.askableFrom) };
    }
    if (!near.peer || !far.peer) return near.peer ? near : far;
    return far.weight < near.weight ? far : near;
  }

  /** The less busy of two seeders with weight 0; otherwise the seeder with the least weight. */
  #among({ address, seeders, except }: Candidates, now: Millis): Chosen | Nobody {
    const first = Math.floor(this.#random() * seeders.length);
    let best: Chosen | undefined;
    let askableFrom = Infinity;
    for (let i = 0; i < seeders.length; i++) {
      if (best && i >= LOOKED_AT) return best;
      const peer = seeders[(first + i) % seeders.length];
      if (!peer || peer === except) continue;
      const from = this.#reputation.askableFrom(peer, address);
      askableFrom = Math.min(askableFrom, from);
      if (from > now) continue;
      const weight = this.#reputation.weight(peer, address, now);
      const isSecond = weight === 0 && best?.weight === 0;
      if (!best || isBetter(peer, weight, best)) best = { peer, weight };
      if (isSecond) return best;
    }
    return best ?? { askableFrom };
  }
}

function isBetter(peer: Peer, weight: number, than: Chosen): boolean {
  if (weight !== than.weight) return weight < than.weight;
  return peer.feeds < than.peer.feeds;
}

import type { Peer } from './peer.ts';
import type { Swarm } from './swarm.ts';

/** The supply of an address on one relay. */
export interface Supply {
  /** Peers that hold it, those whose place is kept among them. */
  readonly holders: number;
  /** True while one of them is connected. */
  readonly canServe: boolean;
  /** The first byte that a reader lacks while no seeder here may be asked; undefined if no reader does. */
  readonly lackedFrom: number | undefined;
  /** True while a reader waits for it or gets it. */
  readonly isWanted: boolean;
  readonly isWatched: boolean;
}

const NOTHING = { holders: 0, canServe: false, lackedFrom: undefined, isWanted: false };

/** The supply of a swarm, without the haves and wants of neighbours. */
export function supplyOf(swarm: Swarm | undefined, isWatched: boolean): Supply {
  if (!swarm) return { ...NOTHING, isWatched };
  return {
    holders: swarm.seeders.length,
    canServe: swarm.seeders.some(({ isAway }) => !isAway),
    lackedFrom: lackedFrom(swarm),
    isWanted: isWantedHere(swarm),
    isWatched,
  };
}

/**
 * The byte from which a reader waits who had room and found nobody of this relay to ask, or only one who is late;
 * undefined where all are served or wait for something else.
 */
function lackedFrom({ address, waiting, transfers }: Swarm): number | undefined {
  for (const [peer, from] of waiting) {
    if (isLacking(peer) && !peer.deferred.has(address)) return from;
  }
  for (const { feed, received, readers } of transfers) {
    if (feed.state !== 'fed' && [...readers].some(isLacking)) return received;
  }
  return undefined;
}

function isWantedHere({ waiting, reading }: Swarm): boolean {
  for (const readers of [waiting, reading]) {
    for (const { isNeighbour } of readers.keys()) if (!isNeighbour) return true;
  }
  return false;
}

/** Neighbours search for themselves. */
function isLacking({ isAway, isNeighbour }: Peer): boolean {
  return !isAway && !isNeighbour;
}

/** The records of the user's keepers, and of what they are still to be asked. */
import type { Address } from '@mayfly/relay/protocol';

/** A program of the user's own that holds pages day and night. */
export interface StoredKeeper extends KeeperFacts {
  /** The address of its pairing page. */
  readonly id: Address;
  /** The pairing code: it holds the key of all requests. */
  readonly code: string;
  /** The origin of the relay where the keeper is reached. */
  readonly relay: string;
  /** Unix milliseconds. */
  readonly addedAt: number;
  /** Names this browser to this keeper only: 16 random bytes. */
  readonly device: Uint8Array<ArrayBuffer>;
  /** The number of requests made so far: the keeper does nothing twice. */
  readonly count: number;
  /** The user has removed it: it goes once it has deleted its copies. */
  readonly isLeaving?: true;
}

/** The facts that a keeper tells about itself in each answer. */
export interface KeeperFacts {
  /** The origins of the relays where it fetches and uploads pages. */
  readonly relays: readonly string[];
  readonly name: string;
  /** The time of its last answer, in Unix milliseconds. */
  readonly lastSeenAt: number;
  readonly pages: number;
  readonly usedBytes: number;
  readonly maxBytes: number;
}

/** One thing to ask a keeper about a page. A later one takes the place of an earlier one. */
export interface KeeperTask {
  readonly keeper: Address;
  /** A bundle is asked for by its manifest. */
  readonly page: Address;
  /** Tells it from the task that takes its place: a random UUID. */
  readonly id: string;
  readonly type: 'keep' | 'release';
}

/** All tasks of a keeper. */
export function tasksRange(keeper: Address): IDBKeyRange {
  return IDBKeyRange.bound([keeper], [keeper, []], false, true);
}

import type { Address } from '../protocol/address.ts';
import type { PeerId } from './effects.ts';
import type { Transfer } from './transfer.ts';

/** One connected client: the peer's half of every index, and how much is on its way to it. */
export interface Peer {
  readonly id: PeerId;
  readonly haves: Set<Address>;
  readonly wants: Set<Address>;
  readonly watches: Set<Address>;
  /** Wants that wait for room on this connection. */
  readonly deferred: Set<Address>;
  /** Transfers it reads, and transfers it was asked to feed. */
  readonly reading: Set<Transfer>;
  readonly feeding: Set<Transfer>;
  /** Payload bytes forwarded to it that its connection has not taken yet. */
  unsent: number;
}

export function newPeer(id: PeerId): Peer {
  return {
    id,
    haves: new Set(),
    wants: new Set(),
    watches: new Set(),
    deferred: new Set(),
    reading: new Set(),
    feeding: new Set(),
    unsent: 0,
  };
}

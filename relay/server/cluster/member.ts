import type { Millis, PeerId } from '../../broker/effects.ts';
import type { Home } from '../backplane.ts';
import type { Bus } from './bus.ts';
import type { NodeId } from './subjects.ts';

/** The objects that every part of a clustered relay works with. */
export interface Member {
  readonly node: NodeId;
  readonly bus: Bus;
  readonly home: Home;
  readonly now: () => Millis;
  /** Returns numbers in [0, 1). */
  readonly random: () => number;
  /** A number for a new neighbour, never used again and no connection's. */
  readonly nextPeer: () => PeerId;
  /** Calls back after the present input has been handled. */
  readonly defer: (act: () => void) => void;
}

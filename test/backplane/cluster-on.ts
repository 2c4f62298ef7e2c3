import { randomBytes } from 'node:crypto';
import type { Bus } from '../../relay/server/cluster/bus.ts';
import { Cluster } from '../../relay/server/cluster/cluster.ts';
import type { NodeId } from '../../relay/server/cluster/subjects.ts';

/** The backplane of one relay, built as for NATS. */
export function clusterOn(bus: Bus, node?: string): Cluster {
  return new Cluster({
    // A node's name has sixteen hex digits.
    node: (node ?? randomBytes(8).toString('hex')) as NodeId,
    bus,
    now: () => performance.now(),
    random: Math.random,
    defer: queueMicrotask,
  });
}

import { counts, idle } from './audience.ts';
import { bundle } from './bundle.ts';
import { clusterAddresses } from './cluster/addresses.ts';
import { clusterCapacity } from './cluster/capacity.ts';
import { clusterCounts } from './cluster/counting.ts';
import { clusterLarge, clusterLatency, clusterSmall } from './cluster/fetching.ts';
import { clusterHotPage } from './cluster/hot-page.ts';
import { mixed, slowReader } from './neighbours.ts';
import { cli } from './cli.ts';
import { cold, idleCpu } from './cold.ts';
import { crowd, fickle, flood } from './hardships.ts';
import { keeper } from './keeper.ts';
import { notes } from './notes.ts';
import { fanOut, large, largeFanOut, wideFanOut } from './publishing.ts';
import { latency, small } from './small-pages.ts';
import { once } from './once.ts';
import { relays } from './relays.ts';
import { resume, storm } from './storms.ts';
import type { Workload } from './workload.ts';

export const WORKLOADS: readonly Workload[] = [
  latency,
  small,
  notes,
  fanOut,
  wideFanOut,
  storm,
  resume,
  large,
  largeFanOut,
  bundle,
  cli,
  idle,
  counts,
  mixed,
  slowReader,
  cold,
  flood,
  fickle,
  crowd,
  idleCpu,
  relays,
  once,
  keeper,
  clusterLatency,
  clusterSmall,
  clusterLarge,
  clusterHotPage,
  clusterAddresses,
  clusterCapacity,
  clusterCounts,
];

/** A workload: figures taken alternately on the relay and on its floor, with the expected relation of the two. */
import type { ClusterOptions, RelayCluster } from './cluster/relay-cluster.ts';
import type { Server, Subject } from './servers.ts';

/** The expectation for a figure of the relay: relative to the floor, or absolute. */
export type Reach =
  | { readonly kind: 'at most' | 'at least'; readonly timesFloor: number }
  | { readonly kind: 'at most'; readonly value: number };

export interface Measure {
  readonly title: string;
  readonly unit: string;
  /** Without one the figure is only told. */
  readonly reach?: Reach;
  /** The program in the floor's place, if it is not the floor. */
  readonly beside?: string;
}

/** One figure for each measure, by the same names. */
export type Figures = Readonly<Record<string, number>>;

export interface Pair<Figure> {
  readonly floor: Figure;
  readonly relay: Figure;
}

/** The figures of one run; without `floor` where nothing can stand beside it. */
export type Pairs = Readonly<Record<string, { readonly floor?: number; readonly relay: number }>>;

/** One run of a workload. */
export interface Turn {
  /** True in every other run, so that a slow moment of the machine meets both. */
  readonly isFloorFirst: boolean;
  /** Uses a server that was just started. */
  on<Result>(subject: Subject, use: (server: Server) => Promise<Result>): Promise<Result>;
  /** Runs `use` with this many new relays and the NATS that joins them. */
  onCluster<Result>(
    size: number,
    use: (cluster: RelayCluster) => Promise<Result>,
    options?: Pick<ClusterOptions, 'isJoined'>,
  ): Promise<Result>;
}

export interface Workload {
  readonly name: string;
  /** Another name, for several. Those of `cluster` need a nats-server. */
  readonly group?: 'cluster';
  readonly needsChromium?: true;
  readonly measures: Readonly<Record<string, Measure>>;
  /** The most connections it has at once. */
  readonly connections: number;
  readonly run: (turn: Turn) => Promise<Pairs>;
}

/** Runs the same on the floor and on the relay. */
export function besideFloor(use: (server: Server) => Promise<Figures>): Workload['run'] {
  return async (turn) => {
    const figures = await byTurns(turn, {
      floor: () => turn.on('floor', use),
      relay: () => turn.on('relay', use),
    });
    return pairsOf(figures);
  };
}

/** Runs both, first the one whose turn it is. */
export async function byTurns<Result>(
  { isFloorFirst }: Turn,
  run: Pair<() => Promise<Result>>,
): Promise<Pair<Result>> {
  if (isFloorFirst) {
    const floor = await run.floor();
    return { floor, relay: await run.relay() };
  }
  const relay = await run.relay();
  return { floor: await run.floor(), relay };
}

export function pairsOf({ floor, relay }: Pair<Figures>): Pairs {
  const entries = Object.entries(relay).map(([name, figure]) => {
    const beside = floor[name];
    return [name, beside === undefined ? { relay: figure } : { floor: beside, relay: figure }];
  });
  return Object.fromEntries(entries);
}

export const atMost = (timesFloor: number): Reach => ({ kind: 'at most', timesFloor });
export const atLeast = (timesFloor: number): Reach => ({ kind: 'at least', timesFloor });
export const noMoreThan = (value: number): Reach => ({ kind: 'at most', value });

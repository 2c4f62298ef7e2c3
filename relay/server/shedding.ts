import type { Millis, PeerId } from '../broker/effects.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import type { Backlog } from './backlog.ts';
import type { Connection } from './connection.ts';

/** A connection, and whose it is. */
export interface Held {
  readonly peer: PeerId;
  readonly client: string;
  readonly connection: Pick<Connection, 'share' | 'queuedBytes' | 'trouble'>;
}

export interface SheddingDeps {
  readonly limits: Pick<RelayLimits, 'totalQueuedBytes'>;
  readonly backlog: Pick<Backlog, 'bytes'>;
  /** From now on, a reader counts as full with this many unsent bytes. */
  readonly onLimit: (fullBytes: number) => void;
  /** The connection is to be ended, and why. */
  readonly onLost: (held: Held, why: 'slow' | 'gone' | 'silent') => void;
}

/** The share of the limit from which readers are slowed, and the unsent bytes with which each then counts as full. */
const STEPS = [
  { from: 0, fullBytes: Infinity },
  { from: 1 / 2, fullBytes: 64 * 1024 },
  { from: 3 / 4, fullBytes: 1 },
] as const;
/** Below this they are no longer slowed. */
const EASED = 1 / 4;

/** Bounds the bytes that wait on connections: slows readers first, then cuts off the readers with most waiting bytes. */
export class Shedding {
  readonly #deps: SheddingDeps;
  #step = 0;

  constructor(deps: SheddingDeps) {
    this.#deps = deps;
  }

  /** Says whether `act` would do something. */
  get isDue(): boolean {
    return this.#isOver || this.#wantedStep !== this.#step;
  }

  /** Slows readers, or lets them go on. If too much waits even so, it cuts some off. */
  act(all: Iterable<Held>): void {
    const step = this.#wantedStep;
    if (step !== this.#step) {
      this.#step = step;
      this.#deps.onLimit(STEPS[step]?.fullBytes ?? Infinity);
    }
    if (this.#isOver) this.#shed(all);
  }

  /** Ends connections that are silent or take too little. To be called once a second. */
  check(all: Iterable<Held>, now: Millis): void {
    for (const held of all) {
      const trouble = held.connection.trouble(now);
      if (trouble) this.#deps.onLost(held, trouble);
    }
  }

  /**
   * Cuts connections off until the waiting bytes are within their bound. It begins with the clients that have most
   * waiting bytes, and with the fullest connection of each. It brings all of these clients down to one level.
   */
  #shed(all: Iterable<Held>): void {
    const { backlog, limits, onLost } = this.#deps;
    const clients = sharesOf(all);
    const level = levelOf(clients, limits.totalQueuedBytes);
    for (const client of clients) {
      for (const { held, share } of client.connections) {
        if (backlog.bytes <= limits.totalQueuedBytes) return;
        if (client.share <= level || share === 0) break;
        client.share -= share;
        onLost(held, 'slow');
      }
    }
  }

  get #isOver(): boolean {
    return this.#deps.backlog.bytes > this.#deps.limits.totalQueuedBytes;
  }

  get #wantedStep(): number {
    const part = this.#deps.backlog.bytes / this.#deps.limits.totalQueuedBytes;
    if (part < EASED) return 0;
    const step = part >= STEPS[2].from ? 2 : part >= STEPS[1].from ? 1 : 0;
    return Math.max(step, this.#step);
  }
}

interface Client {
  share: number;
  readonly connections: { readonly held: Held; readonly share: number }[];
}

/** The waiting bytes of each client, the largest first, and of each of its connections. */
function sharesOf(all: Iterable<Held>): Client[] {
  const clients = new Map<string, Client>();
  for (const held of all) {
    const { share } = held.connection;
    const client = clients.get(held.client) ?? { share: 0, connections: [] };
    clients.set(held.client, client);
    client.share += share;
    client.connections.push({ held, share });
  }
  for (const { connections } of clients.values()) connections.sort((a, b) => b.share - a.share);
  return [...clients.values()].toSorted((a, b) => b.share - a.share);
}

/** The most that each client may keep, so that all together keep no more than `most`. */
function levelOf(clients: readonly Client[], most: number): number {
  let left = most;
  for (let i = clients.length - 1; i >= 0; i--) {
    const share = clients[i]?.share ?? 0;
    if (share * (i + 1) > left) return left / (i + 1);
    left -= share;
  }
  return Infinity;
}

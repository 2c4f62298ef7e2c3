import { pino } from 'pino';
import type { Millis, PeerId } from '../../relay/broker/effects.ts';
import { CLOSE, DEFAULT_LIMITS, noteCost, parseFrame } from '../../relay/protocol/index.ts';
import { Cluster } from '../../relay/server/cluster/cluster.ts';
import type { NodeId } from '../../relay/server/cluster/subjects.ts';
import type { Connection } from '../../relay/server/connection.ts';
import { Backlog } from '../../relay/server/backlog.ts';
import { Performer } from '../../relay/server/perform.ts';
import type { WsFrame } from '../../relay/server/ws-frames.ts';
import { Totals } from '../../relay/server/totals.ts';
import { Waits } from '../../relay/server/waits.ts';
import { must } from '../broker/model.ts';
import type { Agenda } from '../broker/simulation-agenda.ts';
import type { Dice } from '../broker/simulation-dice.ts';
import type { SimulatedBus } from './simulated-bus.ts';
import { type Manner, SimulatedPeer } from './simulated-peer.ts';

export interface Surroundings {
  readonly dice: Dice;
  readonly agenda: Agenda;
  readonly now: () => Millis;
  readonly defer: (act: () => void) => void;
  readonly nextPeer: () => PeerId;
  /** A client names this many addresses in a message, or sends a frame. */
  readonly onSaid: (addresses: number) => void;
}

const LINE_MS = 5;
/** No two events happen at the same moment, so all keep their order. */
const BETWEEN_MS = 0.001;

/** A relay's hub and its part of the cluster, with clients on slow lines. */
export class SimulatedRelay {
  readonly bus: SimulatedBus;
  readonly hub: Performer;
  readonly cluster: Cluster;
  readonly peers = new Map<PeerId, SimulatedPeer>();
  readonly #around: Surroundings;
  isRunning = true;
  #laterAt: Millis = 0;

  constructor(around: Surroundings, bus: SimulatedBus, number: number) {
    const { dice, now, defer } = around;
    this.#around = around;
    this.bus = bus;
    const node = number.toString(16).padStart(16, '0') as NodeId; // hex digits only
    this.cluster = new Cluster({ node, bus, now, random: dice.number, defer });
    const nothing = (): void => {};
    this.hub = new Performer({
      limits: DEFAULT_LIMITS,
      now,
      random: dice.number,
      log: pino({ level: 'silent' }),
      totals: new Totals(),
      waits: new Waits(nothing, nothing),
      backlog: new Backlog(),
      backplane: this.cluster,
    });
    this.hub.stop(); // the simulation gives it the time
  }

  connect(manner: Manner): SimulatedPeer {
    const id = this.#around.nextPeer();
    const peer = new SimulatedPeer(id, manner, {
      say: (message) => {
        this.#around.onSaid('addresses' in message ? message.addresses.length : 1);
        this.#later(id, () => this.hub.receive(id, message));
      },
      sayFrame: (frame) => {
        this.#around.onSaid(1);
        const header = parseFrame(frame, DEFAULT_LIMITS.frameBytes);
        if (!('type' in header)) this.#later(id, () => this.hub.content(id, header, frame));
      },
    });
    this.peers.set(id, peer);
    this.hub.connect(id, this.#connectionOf(peer), { client: `client ${id}` });
    return peer;
  }

  disconnect({ id, holds, reads }: SimulatedPeer): void {
    this.#around.onSaid(holds.size + reads.size); // it drops all of them
    if (this.peers.delete(id) && this.isRunning) this.hub.disconnect(id, 'left');
  }

  /** The process is killed. */
  kill(): void {
    this.isRunning = false;
    this.peers.clear();
    void this.bus.close();
  }

  #later(id: PeerId, act: () => void): void {
    const { agenda, now } = this.#around;
    this.#laterAt = Math.max(this.#laterAt + BETWEEN_MS, now() + LINE_MS);
    agenda.add(this.#laterAt, () => {
      if (this.isRunning && this.peers.has(id)) act();
    });
  }

  /** The part of a connection that a hub uses. */
  #connectionOf(peer: SimulatedPeer): Connection {
    const { id } = peer;
    let unsent = 0;
    const close = (code?: number): void => {
      must(peer.manner !== 'honest' || code !== CLOSE.lied, 'nobody honest is put out [L1]');
      this.#later(id, () => this.disconnect(peer));
    };
    const connection = {
      queuedBytes: 0,
      isClosing: false,
      send: (message: Parameters<SimulatedPeer['hear']>[0]) => {
        const cost = message.type === 'note' ? noteCost(message.body) : 0;
        unsent += cost;
        this.#later(id, () => {
          unsent -= cost;
          peer.hear(message);
          if (cost > 0) this.hub.drained(id, unsent);
        });
      },
      forward: ({ parts, cost }: WsFrame) => {
        unsent += cost;
        const frame = frameOf(parts);
        this.#later(id, () => {
          unsent -= cost;
          peer.take(frame);
          this.hub.drained(id, unsent);
        });
      },
      probe: () => this.#later(id, () => this.hub.answered(id)),
      share: 0,
      release: () => {},
      resume: () => true,
      trouble: () => undefined,
      close,
      terminate: close,
    };
    return connection as unknown as Connection;
  }
}

/** The frame that `contentFrame` prepared for a socket, without the WebSocket header. */
function frameOf(chunks: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array(0), second] = chunks;
  if (second) return second;
  const short = first[1] ?? 0;
  return first.subarray(short < 126 ? 2 : short === 126 ? 4 : 10);
}

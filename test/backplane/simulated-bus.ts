import type { Millis } from '../../relay/broker/effects.ts';
import type {
  Bus,
  BusMessage,
  Publishing,
  Subscription,
  Way,
} from '../../relay/server/cluster/bus.ts';
import { parsePayload, PIECE_BYTES } from '../../relay/server/cluster/payloads.ts';
import { BEAT } from '../../relay/server/cluster/subjects.ts';
import { parseFrame } from '../../relay/protocol/index.ts';
import { must } from '../broker/model.ts';
import type { Agenda } from '../broker/simulation-agenda.ts';
import type { Dice } from '../broker/simulation-dice.ts';

/** The present faults of the network. */
export interface Weather {
  /** The chance that a message is lost, and the chance that it comes twice. */
  loss: number;
  duplication: number;
  /** The longest delay of a message. */
  delayMs: Millis;
}

export const FAIR: Weather = { loss: 0, duplication: 0, delayMs: 5 };

/** Two messages in one direction never arrive at the same moment, so they keep their order. */
const BETWEEN_MS = 0.001;

/** Carries messages between simulated relays, in virtual time and with the given faults. */
export class SimulatedNetwork {
  readonly buses = new Set<SimulatedBus>();
  weather: Weather = FAIR;
  /** Buses that only hear each other. All others hear each other too. */
  island: ReadonlySet<SimulatedBus> = new Set();
  lost = 0;
  carried = 0;
  /** Publications on the control connection, subscriptions and their ends, without beats. */
  operations = 0;
  readonly #dice: Dice;
  readonly #agenda: Agenda;
  readonly #now: () => Millis;
  readonly #arrivals = new Map<string, Millis>();
  #lastId = 0;

  constructor(dice: Dice, agenda: Agenda, now: () => Millis) {
    this.#dice = dice;
    this.#agenda = agenda;
    this.#now = now;
  }

  connect(): SimulatedBus {
    const bus = new SimulatedBus(this, ++this.#lastId);
    this.buses.add(bus);
    return bus;
  }

  publish(from: SimulatedBus, message: BusMessage, way: Way): void {
    if (way === 'control' && message.subject !== BEAT) this.operations += 1;
    must(isReadable(message, way), 'whatever is published can be read by its receiver');
    const near = [...this.buses].filter((bus) => bus !== from && this.#isWithinReach(from, bus));
    const heard = near.flatMap((bus) => bus.matching(message.subject).map((one) => ({ bus, one })));
    const queued = heard.filter(({ one }) => one.queue !== undefined);
    const picked = queued.length > 0 ? this.#dice.pick(queued) : undefined;
    const chosen = heard.filter((each) => each.one.queue === undefined || each === picked);
    for (const { bus, one } of chosen) this.#carry(from, bus, one, message, way);
    if (chosen.length > 0 || message.reply === '') return;
    const nobody = { subject: message.reply, reply: '', bytes: new Uint8Array(0), isNobody: true };
    for (const one of from.matching(message.reply)) this.#carry(from, from, one, nobody, way);
  }

  #isWithinReach(one: SimulatedBus, other: SimulatedBus): boolean {
    return other.isUp && this.island.has(one) === this.island.has(other);
  }

  #carry(
    from: SimulatedBus,
    to: SimulatedBus,
    one: Subscription,
    message: BusMessage,
    way: Way,
  ): void {
    const { loss, duplication, delayMs } = this.weather;
    if (this.#dice.chance(loss)) return void (this.lost += 1);
    const key = `${from.id} ${to.id} ${way}`;
    const times = this.#dice.chance(duplication) ? 2 : 1;
    for (let n = 0; n < times; n++) {
      const soonest = (this.#arrivals.get(key) ?? 0) + BETWEEN_MS;
      const at = Math.max(soonest, this.#now() + this.#dice.between(0.1, delayMs));
      this.#arrivals.set(key, at);
      this.carried += 1;
      this.#agenda.add(at, () => {
        // A broken connection loses the messages on their way.
        if (to.isUp && to.has(one)) one.hear(message);
      });
    }
  }
}

function isReadable({ bytes }: BusMessage, way: Way): boolean {
  if (way === 'control') return parsePayload(bytes) !== undefined;
  return !('type' in parseFrame(bytes, PIECE_BYTES));
}

/** The bus of one relay. */
export class SimulatedBus implements Bus {
  readonly id: number;
  isUp = true;
  readonly #network: SimulatedNetwork;
  readonly #subscriptions = new Map<string, Set<Subscription>>();
  #listener: (() => void) | undefined;

  constructor(network: SimulatedNetwork, id: number) {
    this.#network = network;
    this.id = id;
  }

  /** The number of subscriptions. */
  get size(): number {
    return [...this.#subscriptions.values()].reduce((sum, { size }) => sum + size, 0);
  }

  publish(subject: string, bytes: string | Uint8Array, { reply = '', way }: Publishing = {}): void {
    if (!this.isUp) return;
    const message = { subject, reply, bytes: Buffer.from(bytes), isNobody: false };
    this.#network.publish(this, message, way ?? 'control');
  }

  subscribe(subscription: Subscription): () => void {
    const { subject } = subscription;
    const all = this.#subscriptions.get(subject) ?? new Set();
    this.#subscriptions.set(subject, all.add(subscription));
    this.#network.operations += 1;
    return () => {
      if (all.delete(subscription)) this.#network.operations += 1;
      if (all.size === 0) this.#subscriptions.delete(subject);
    };
  }

  onTurn(listener: () => void): void {
    this.#listener = listener;
  }

  close(): Promise<void> {
    this.isUp = false;
    this.#network.buses.delete(this);
    return Promise.resolve();
  }

  turn(isUp: boolean): void {
    if (this.isUp === isUp) return;
    this.isUp = isUp;
    this.#listener?.();
  }

  has(subscription: Subscription): boolean {
    return this.#subscriptions.get(subscription.subject)?.has(subscription) ?? false;
  }

  matching(subject: string): Subscription[] {
    const all = `${subject.slice(0, subject.lastIndexOf('.'))}.*`;
    return [subject, all].flatMap((one) => [...(this.#subscriptions.get(one) ?? [])]);
  }
}

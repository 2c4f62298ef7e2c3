import type { Broker } from '../broker/broker.ts';
import type { Supply } from '../broker/supply.ts';
import type { Effect, Millis, PeerId } from '../broker/effects.ts';
import type { Address } from '../protocol/address.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import type { ClientMessage } from '../protocol/messages.ts';
import type { ForeignNote, ReturnedNote } from '../broker/notes.ts';
import type { Home, Line } from './backplane.ts';

export interface NeighboursDeps {
  readonly broker: Broker;
  readonly limits: RelayLimits;
  readonly now: () => Millis;
  readonly perform: (effects: readonly Effect[], frame?: Uint8Array) => void;
}

/** The peers that are other relays: tells the broker what they say, and finds the line to each. */
export class Neighbours implements Home {
  readonly #deps: NeighboursDeps;
  readonly #lines = new Map<PeerId, Line>();

  constructor(deps: NeighboursDeps) {
    this.#deps = deps;
  }

  get pageBytes(): number {
    return this.#deps.limits.pageBytes;
  }

  get frameBytes(): number {
    return this.#deps.limits.frameBytes;
  }

  lineOf(peer: PeerId): Line | undefined {
    return this.#lines.get(peer);
  }

  connect(neighbour: PeerId, line: Line): void {
    this.#lines.set(neighbour, line);
    this.#deps.broker.connectNeighbour(neighbour);
  }

  disconnect(neighbour: PeerId): void {
    const { broker, now, perform } = this.#deps;
    if (this.#lines.delete(neighbour)) perform(broker.disconnect(neighbour, now(), 'left'));
  }

  receive(neighbour: PeerId, message: ClientMessage): void {
    const { broker, now, perform } = this.#deps;
    perform(broker.receive(neighbour, message, now()));
  }

  content(neighbour: PeerId, header: FrameHeader, frame: Uint8Array): void {
    const { broker, now, perform } = this.#deps;
    perform(broker.content(neighbour, header, now()), frame);
  }

  drained(neighbour: PeerId, unsent: number): void {
    const { broker, now, perform } = this.#deps;
    perform(broker.drained(neighbour, unsent, now()));
  }

  disowned(neighbour: PeerId, address: Address, reached: number): void {
    const { broker, now, perform } = this.#deps;
    perform(broker.disowned(neighbour, address, reached, now()));
  }

  elsewhere(address: Address, count: number): void {
    this.#deps.perform(this.#deps.broker.elsewhere(address, count));
  }

  moved(session: string): void {
    const { broker, now, perform } = this.#deps;
    perform(broker.moved(session, now()));
  }

  carried(note: ForeignNote | ReturnedNote): void {
    const { broker, now, perform } = this.#deps;
    perform(broker.carried(note, now()));
  }

  supplyOf(address: Address): Supply {
    return this.#deps.broker.supplyOf(address);
  }

  isServed(neighbour: PeerId, address: Address): boolean {
    return this.#deps.broker.isServed(neighbour, address);
  }

  feeds(neighbour: PeerId): number {
    return this.#deps.broker.feeds(neighbour);
  }

  wake(): void {
    this.#deps.perform([]);
  }
}

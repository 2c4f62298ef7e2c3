import type { PeerId } from '../../relay/broker/effects.ts';
import {
  type Address,
  type ClientMessage,
  encodeFrame,
  parseFrame,
  payloadOf,
  type ReceivedNote,
  type RelayMessage,
} from '../../relay/protocol/index.ts';
import type { Dice } from '../broker/simulation-dice.ts';
import { haveAnswering, note } from '../support/messages.ts';
import type { TestPage } from '../support/wire.ts';

/**
 * The behaviour of a client. Some answer requests wrongly or not at all; one that pesters wants pages it does not need.
 */
export const MANNERS = [
  'honest',
  'honest',
  'honest',
  'honest',
  'lies',
  'is silent',
  'drops',
  'pesters',
] as const;
export type Manner = (typeof MANNERS)[number];

const ANSWER = 'YW5zd2Vy';
const MIB = 1024 * 1024;
/** No page has a byte at this offset. */
const FAR = 4_294_967_000;

/** Carries a client's messages to its relay. */
export interface Outlet {
  readonly say: (message: ClientMessage) => void;
  readonly sayFrame: (frame: Uint8Array) => void;
}

/** One simulated client: it holds pages, reads pages, and checks the bytes it gets. */
export class SimulatedPeer {
  readonly id: PeerId;
  readonly manner: Manner;
  readonly holds = new Map<Address, TestPage>();
  readonly reads = new Map<Address, { page: TestPage; parts: Uint8Array[]; received: number }>();
  /** The pages about which it takes notes. */
  readonly answers = new Set<Address>();
  /** Answers to its own notes. */
  answered = 0;
  watched: { address: Address; count: number } | undefined;
  served = 0;
  /** Whole pages that differ from the wanted ones. */
  wrong = 0;
  readonly #outlet: Outlet;

  constructor(id: PeerId, manner: Manner, outlet: Outlet) {
    this.id = id;
    this.manner = manner;
    this.#outlet = outlet;
  }

  have(page: TestPage): void {
    this.holds.set(page.address, page);
    this.answers.delete(page.address);
    this.#outlet.say({ type: 'have', addresses: [page.address] });
  }

  /** Takes notes about a page that it holds. */
  takeNotes(address: Address): void {
    if (!this.holds.has(address)) return;
    this.answers.add(address);
    this.#outlet.say(haveAnswering(address));
  }

  /** Asks who answers for the page that it watches. */
  ask(): void {
    if (this.watched) this.#outlet.say(note(this.watched.address));
  }

  drop(address: Address): void {
    this.answers.delete(address);
    if (this.holds.delete(address)) this.#outlet.say({ type: 'drop', addresses: [address] });
  }

  want(page: TestPage): void {
    if (this.reads.has(page.address) || this.holds.has(page.address)) return;
    this.reads.set(page.address, { page, parts: [], received: 0 });
    this.#outlet.say({ type: 'want', address: page.address, from: 0 });
  }

  unwant(address: Address): void {
    if (this.reads.delete(address)) this.#outlet.say({ type: 'unwant', address });
  }

  /** Wants bytes beyond the end of a page, repeats itself, and gives up. */
  pester({ address, bytes }: TestPage, dice: Dice): void {
    const from = dice.pick([0, dice.below(bytes.length), bytes.length + dice.below(MIB), FAR]);
    const times = dice.pick([1, 1, 5]);
    for (let n = 0; n < times; n++) this.#outlet.say({ type: 'want', address, from });
    if (dice.chance(0.5)) this.#outlet.say({ type: 'unwant', address });
  }

  watch(address: Address): void {
    if (this.watched) return;
    this.watched = { address, count: -1 };
    this.#outlet.say({ type: 'watch', addresses: [address] });
  }

  hear(message: RelayMessage): void {
    if (message.type === 'request') this.#answer(message.address, message.from, message.length);
    if (message.type === 'note') this.#onNote(message);
    if (message.type === 'corrupt') this.#begin(message.address);
    const count =
      this.watched && message.type === 'seeders' && message.counts[this.watched.address];
    if (this.watched && typeof count === 'number') this.watched.count = count;
  }

  take(frame: Uint8Array): void {
    const header = parseFrame(frame, 1024 * 1024);
    if ('type' in header) throw new Error('expected a content frame');
    const read = this.reads.get(header.address);
    if (!read || header.offset !== read.received) return; // a frame of an earlier want [W5]
    read.parts.push(payloadOf(frame));
    read.received += header.length;
    if (read.received < header.total) return;
    this.reads.delete(header.address);
    if (Buffer.concat(read.parts).equals(read.page.bytes)) this.served += 1;
    else this.wrong += 1;
  }

  #onNote({ address, from, body }: ReceivedNote): void {
    if (body === ANSWER) this.answered += 1;
    else this.#outlet.say({ type: 'note', address, to: from, body: ANSWER });
  }

  #begin(address: Address): void {
    const read = this.reads.get(address);
    if (read) Object.assign(read, { parts: [], received: 0 });
  }

  #answer(address: Address, from: number, length: number): void {
    const page = this.holds.get(address);
    if (!page || this.manner === 'drops') {
      this.holds.delete(address);
      this.answers.delete(address);
      return this.#outlet.say({ type: 'drop', addresses: [address] });
    }
    if (this.manner === 'is silent') return;
    const total = page.bytes.length;
    const begin = Math.min(from, total - 1);
    for (let at = begin; at < Math.min(total, from + length); at += 65_536) {
      const payload = page.bytes.subarray(at, Math.min(total, from + length, at + 65_536));
      const bytes = this.manner === 'lies' ? payload.map((byte) => byte ^ 1) : payload;
      this.#outlet.sayFrame(encodeFrame(address, at, total, bytes));
    }
  }
}

import type { Millis } from '../../relay/broker/effects.ts';
import {
  type Address,
  DEFAULT_LIMITS,
  type ReceivedNote,
  type RelayMessage,
} from '../../relay/protocol/index.ts';
import {
  drop,
  have,
  haveAnswering,
  note,
  unwant,
  unwatch,
  want,
  watch,
} from '../support/messages.ts';
import { must } from './model.ts';
import type { Agenda } from './simulation-agenda.ts';
import type { Dice } from './simulation-dice.ts';
import type { Line, Link, LinkEnd } from './simulation-link.ts';
import type { VirtualFrame } from './simulation-relay.ts';

/** The ways in which a virtual client answers requests. All but the first three lie or fail. */
export const MANNERS = [
  'honest',
  'stalls',
  'slow',
  'silent',
  'drops',
  'wrong bytes',
  'wrong bytes late',
  'longer page',
  'shorter page',
  'its own length',
  'too long',
  'a byte a frame',
  'stuck',
] as const;
export type Manner = (typeof MANNERS)[number];

/** Ways in which nobody does anything that an honest client would not do. */
const HONEST: ReadonlySet<Manner> = new Set(['honest', 'stalls', 'slow']);

/** Ways in which the bytes are right, though not sent as they should be. */
const BAD_ONLY_AT_SENDING: ReadonlySet<Manner> = new Set(['a byte a frame', 'stuck']);

export interface VirtualPage {
  readonly address: Address;
  readonly total: number;
}

interface Reading {
  readonly page: VirtualPage;
  readonly since: Millis;
  /** It was asked for in vain too: a `corrupt` for that may be taken for one of the want that is served. */
  readonly isConfused: boolean;
  received: number;
  /** All bytes so far, also those from an earlier connection, are those of the page. */
  isTrue: boolean;
  /** It has bytes that the relay cannot have verified with the rest. */
  isMixed: boolean;
}

interface Order {
  readonly page: VirtualPage;
  readonly from: number;
  at: number;
  readonly end: number;
  isCancelled: boolean;
}

/** The facts that all members share. */
export interface Surroundings {
  readonly dice: Dice;
  readonly agenda: Agenda;
  readonly pages: ReadonlyMap<Address, VirtualPage>;
  readonly now: () => Millis;
  readonly connect: (end: LinkEnd, line: Line) => Link;
  /** Somebody got a page, whole and true, so long after the first want. */
  readonly onServed: (waitedMs: Millis) => void;
  readonly onSelfCheckFailed: () => void;
  /** The relay closed the connection. */
  readonly onClosed: (member: Member, code: number) => void;
}

const FRAME_BYTES = DEFAULT_LIMITS.frameBytes;
/** A member holds no more pages than this. */
const HOLDS = 40;
/** A member that takes fewer bytes a millisecond reads few pages at a time; otherwise it would read for hours. */
const SLOW_RATE = 500;

/** One virtual client: holds, wants and watches pages over one connection after another. */
export class Member implements LinkEnd {
  readonly manner: Manner;
  readonly holds = new Set<VirtualPage>();
  readonly readings = new Map<VirtualPage, Reading>();
  readonly watches = new Set<VirtualPage>();
  /** The pages about which it takes notes. */
  readonly answers = new Set<VirtualPage>();
  link: Link | undefined;
  readonly #around: Surroundings;
  readonly #line: Line;
  readonly #uplink: number;
  readonly #orders: Order[] = [];
  #isServing = false;
  /** Pages wanted on this connection: leftovers of an earlier want may be on their way. */
  readonly #wanted = new Set<VirtualPage>();
  #session: string | undefined;
  #previous: { session: string; sent: number } | undefined;

  constructor(around: Surroundings, manner: Manner, line: Line, uplink: number) {
    this.#around = around;
    this.manner = manner;
    this.#line = line;
    this.#uplink = uplink;
  }

  get isHonest(): boolean {
    return HONEST.has(this.manner);
  }

  /** Connects, and resumes or announces all anew. */
  connect(resumes: boolean): void {
    this.#orders.length = 0;
    this.#isServing = false;
    this.#wanted.clear();
    this.#session = undefined;
    this.link = this.#around.connect(this, this.#line);
    const previous = resumes ? this.#previous : undefined;
    if (!previous) return this.#announce();
    const wants = [];
    for (const [page, reading] of this.readings) {
      wants.push({ address: page.address, from: this.#goOn(page, reading) });
    }
    this.link.say({ type: 'resume', session: previous.session, wants: wants.slice(0, 256) });
  }

  leave(): void {
    this.link?.leave();
    this.#disconnected();
    this.#previous = undefined;
    this.readings.clear();
    this.watches.clear();
    this.answers.clear();
  }

  lose(noticedAfterMs: Millis): void {
    this.link?.lose(noticedAfterMs);
    this.#disconnected();
  }

  have(page: VirtualPage): void {
    this.holds.add(page);
    this.link?.say(have(page.address));
    const [oldest] = this.holds;
    if (this.holds.size > HOLDS && oldest) this.drop(oldest);
  }

  /** Takes notes about a page that it holds. */
  takeNotes(page: VirtualPage): void {
    this.answers.add(page);
    this.link?.say(haveAnswering(page.address));
  }

  /** Asks who answers for a page, whether it may or not. */
  ask(page: VirtualPage): void {
    this.link?.say(note(page.address));
  }

  drop(page: VirtualPage): void {
    this.holds.delete(page);
    this.answers.delete(page);
    this.link?.say(drop(page.address));
  }

  /** Asks for what it does not need: past the end, the same again, and never mind. */
  pester(): void {
    const { dice, pages } = this.#around;
    const page = dice.pickPopular([...pages.values()]);
    if (this.readings.has(page) && dice.chance(0.5)) return this.unwant(page);
    const from = dice.pick([0, 0, dice.below(page.total), page.total, 4_000_000_000]);
    for (let n = dice.below(3); n >= 0; n--) this.want(page, from, from === 0, true);
  }

  /** Wants a page of which it has the bytes before `from`, or something that it takes for them. */
  want(page: VirtualPage, from = 0, isTrue = true, pesters = false): void {
    if (this.readings.size >= (this.#line.rate < SLOW_RATE ? 3 : 200)) return;
    const isMixed = from > 0 || this.#wanted.has(page);
    const before = this.readings.get(page);
    const since = before?.since ?? this.#around.now();
    const isConfused = pesters || before?.isConfused === true;
    this.readings.set(page, { page, since, received: from, isTrue, isMixed, isConfused });
    this.#sayWant(page, from);
  }

  unwant(page: VirtualPage): void {
    if (this.readings.delete(page)) this.link?.say(unwant(page.address));
  }

  watch(pages: readonly VirtualPage[]): void {
    for (const page of pages) this.watches.add(page);
    this.link?.say(watch(...pages.map(({ address }) => address)));
  }

  unwatch(page: VirtualPage): void {
    if (this.watches.delete(page)) this.link?.say(unwatch(page.address));
  }

  /** Sends content that nobody asked for. */
  babble(page: VirtualPage): void {
    const { dice } = this.#around;
    const offset = dice.below(page.total);
    const length = Math.max(1, Math.min(FRAME_BYTES, page.total - offset));
    this.link?.sayFrame({ ...page, offset, length, isTrue: this.isHonest, isBabble: true }, false);
  }

  hear(message: RelayMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#session = message.session;
        return;
      case 'request':
        return this.#onRequest(message.address, message.from, message.length);
      case 'cancel':
        return this.#onCancel(message);
      case 'corrupt':
        return this.#onCorrupt(message.address);
      case 'resumed':
        if (message.received < (this.#previous?.sent ?? 0)) this.#announceHeldAndWatched();
        return;
      case 'error':
        return this.#onError(message.code, message.address);
      case 'note':
        return this.#onNote(message);
      default:
    }
  }

  take(frame: VirtualFrame): void {
    const page = this.#page(frame.address);
    const reading = this.readings.get(page);
    // Bytes for an earlier want of this connection may still be on their way.
    if (reading?.received !== frame.offset) return;
    reading.received += frame.length;
    reading.isTrue &&= frame.isTrue;
    if (reading.received === frame.total) this.#onWhole(reading);
  }

  onClosed(code: number): void {
    this.#disconnected();
    this.#previous = undefined;
    this.#around.onClosed(this, code);
  }

  #disconnected(): void {
    if (this.link && this.#session) {
      this.#previous = { session: this.#session, sent: this.link.sent };
    }
    this.link = undefined;
  }

  #announce(): void {
    this.#announceHeldAndWatched();
    for (const [page, reading] of this.readings) this.#sayWant(page, this.#goOn(page, reading));
  }

  #announceHeldAndWatched(): void {
    const held = [...this.holds].map(({ address }) => address);
    const watched = [...this.watches].map(({ address }) => address);
    const answered = [...this.answers].map(({ address }) => address);
    if (held.length > 0) this.link?.say(have(...held));
    if (answered.length > 0) this.link?.say(haveAnswering(...answered));
    if (watched.length > 0) this.link?.say(watch(...watched));
  }

  /** The byte from which a reading goes on over a new connection. */
  #goOn(page: VirtualPage, reading: Reading): number {
    reading.isMixed = reading.received > 0 || this.#wanted.has(page);
    this.#wanted.add(page);
    return reading.received;
  }

  #sayWant(page: VirtualPage, from: number): void {
    if (!this.link) return;
    this.#wanted.add(page);
    this.link.say(want(page.address, from));
  }

  /** Most notes are answered, some after their sender is gone. */
  #onNote({ address, from }: ReceivedNote): void {
    const { dice, agenda, now } = this.#around;
    const { link } = this;
    if (!link || dice.chance(0.2)) return;
    agenda.add(now() + dice.wait(100), () => link.say(note(address, from)), link);
  }

  #onCorrupt(address: Address): void {
    const page = this.#page(address);
    const reading = this.readings.get(page);
    if (!reading) return;
    reading.received = 0;
    reading.isTrue = true;
  }

  #onError(code: string, address: Address | undefined): void {
    if (code === 'unknown-session') return this.#announce();
    if (!address) return;
    const page = this.#page(address);
    if (code === 'shut-out' || code === 'too-large' || code === 'blocked') {
      this.holds.delete(page);
      this.answers.delete(page);
    }
    if (code === 'blocked') this.readings.delete(page);
    must(
      !this.isHonest || (code !== 'shut-out' && code !== 'too-large'),
      'nobody honest is shut out [L1]',
    );
  }

  #onWhole({ page, isTrue, isMixed, since }: Reading): void {
    const { onServed, onSelfCheckFailed, now } = this.#around;
    this.readings.delete(page);
    if (isTrue) {
      onServed(now() - since);
      if (!this.holds.has(page)) this.have(page);
      return;
    }
    must(isMixed, 'a page that the relay verified is true [T1]');
    onSelfCheckFailed();
    this.want(page);
  }

  #onRequest(address: Address, from: number, length: number): void {
    const page = this.#page(address);
    this.#orders.push({ page, from, at: from, end: from + length, isCancelled: false });
    if (!this.#isServing) this.#serve();
  }

  /** Some are of an older version and do not know it. */
  #onCancel({ address, from, length }: Extract<RelayMessage, { type: 'cancel' }>): void {
    if (!this.isHonest && this.manner !== 'stuck') return;
    const page = this.#page(address);
    const at = this.#orders.findIndex(
      (one) => one.page === page && one.from === from && one.end === from + length,
    );
    const order = this.#orders[at];
    if (!order) return;
    // The present frame leaves first.
    if (at === 0 && this.#isServing) order.isCancelled = true;
    else this.#endOrder(order);
  }

  #endOrder(order: Order): void {
    const { page, from, end } = order;
    const { address } = page;
    this.#orders.splice(this.#orders.indexOf(order), 1);
    const range = { address, from, length: end - from };
    this.link?.say({ type: 'cancelled', ...range }, { address, requests: 1 });
  }

  /** Works off its orders one frame after another, each in its time. */
  #serve(): void {
    const { dice, agenda, now } = this.#around;
    const [order] = this.#orders;
    const { link } = this;
    this.#isServing = order !== undefined;
    if (!order || !link) return;
    const frame = this.#frameOf(order);
    const pauseMs = this.manner === 'stalls' && dice.chance(0.02) ? dice.between(500, 8_000) : 0;
    const leastMs = this.manner === 'a byte a frame' ? 20 : 0;
    const tookMs = leastMs + (frame?.length ?? 0) / this.#uplink;
    if (!frame) this.#orders.shift();
    const act = (): void => {
      if (this.link !== link) return;
      const isOver = this.#orders[0] !== order;
      if (frame) link.sayFrame(frame, isOver);
      if (order.isCancelled && !isOver) this.#endOrder(order);
      this.#serve();
    };
    agenda.add(now() + tookMs + pauseMs, act, link);
  }

  /** The next frame of an order, if its manner is to send one. */
  #frameOf(order: Order): VirtualFrame | undefined {
    const { page } = order;
    if (this.manner === 'silent' || (this.manner === 'stuck' && order.at > 0)) return undefined;
    if (this.manner === 'drops' || !this.holds.has(page)) {
      this.holds.delete(page);
      this.answers.delete(page);
      this.link?.say(drop(page.address), { address: page.address, requests: 1 });
      return undefined;
    }
    const total = this.#totalOf(page);
    const offset = Math.min(order.at, total - 1); // [H4]
    const most = this.manner === 'a byte a frame' ? 1 : FRAME_BYTES;
    const length = Math.max(1, Math.min(most, order.end - offset, total - offset));
    order.at = offset + length;
    if (order.at >= Math.min(order.end, total)) this.#orders.shift();
    return { address: page.address, offset, total, length, isTrue: this.#isTrueAt(offset) };
  }

  #isTrueAt(offset: number): boolean {
    const isLate = this.manner === 'wrong bytes late' && offset < 2 * FRAME_BYTES;
    return this.isHonest || isLate || BAD_ONLY_AT_SENDING.has(this.manner);
  }

  #totalOf({ total }: VirtualPage): number {
    switch (this.manner) {
      case 'longer page':
        return total + FRAME_BYTES + 1;
      case 'shorter page':
        return Math.max(1, total >> 1);
      case 'its own length':
        return total + 1 + ((this.#uplink % 1_000) | 0);
      case 'too long':
        return DEFAULT_LIMITS.pageBytes + 1;
      default:
        return total;
    }
  }

  #page(address: Address): VirtualPage {
    const page = this.#around.pages.get(address);
    must(page !== undefined, 'the relay speaks only of addresses it was told');
    return page;
  }
}

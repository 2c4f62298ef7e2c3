import type { Broker } from '../../relay/broker/broker.ts';
import { newBroker } from './new-broker.ts';
import { costOf } from '../../relay/broker/transfer.ts';
import type { Effect, PeerId, TransferId } from '../../relay/broker/effects.ts';
import {
  type Address,
  type ClientMessage,
  DEFAULT_LIMITS,
  type FrameHeader,
  noteCost,
  type ReceivedNote,
  type RelayMessage,
} from '../../relay/protocol/index.ts';
import { drop, have, haveAnswering, note, unwant, want } from '../support/messages.ts';

/** The ways in which a virtual client answers requests. */
export type Manner =
  'honest' | 'silent' | 'wrong bytes' | 'wrong length' | 'drops' | 'drips' | 'tires';

/** A frame in flight: its header, and whether its bytes are those of the page. */
interface VirtualFrame {
  readonly header: FrameHeader;
  readonly isTrue: boolean;
}

interface Order {
  readonly address: Address;
  offset: number;
  readonly end: number;
}

interface Reading {
  readonly from: number;
  received: number;
  isTrue: boolean;
}

interface VirtualClient {
  readonly id: PeerId;
  manner: Manner;
  readonly holds: Set<Address>;
  /** The pages about which it takes notes, and the notes that it got. */
  readonly answers: Set<Address>;
  readonly notes: ReceivedNote[];
  readonly orders: Order[];
  readonly readings: Map<Address, Reading>;
  /** The time of its next byte, if it drips. */
  drips: number;
  /** Payload bytes on the way to it. */
  unsent: number;
  /** It is to answer once it has taken all. */
  isProbed: boolean;
}

export interface VirtualPage {
  readonly address: Address;
  readonly total: number;
}

/** Ways that send wrong bytes. */
const UNTRUE: ReadonlySet<Manner> = new Set(['wrong bytes', 'wrong length']);

const FRAME_BYTES = DEFAULT_LIMITS.frameBytes;
/** A dripping client sends a byte this often: just never silent. */
const DRIP_MS = 1_900;

/**
 * Virtual clients around a real broker, on virtual time and without bytes: a frame only knows whether its bytes would
 * be true. Plays the edge, and throws as soon as the broker breaks a promise.
 */
export class World {
  readonly broker: Broker;
  readonly clients = new Map<PeerId, VirtualClient>();
  readonly pages: readonly VirtualPage[];
  now = 0;
  /** Pages that readers got whole and true. */
  served = 0;
  readonly #totals: ReadonlyMap<Address, number>;
  /** For each transfer, whether all frames so far were true. */
  readonly #running = new Map<TransferId, boolean>();
  readonly #kept = new Map<TransferId, VirtualFrame[]>();
  #lastId = 0;

  constructor(pages: readonly VirtualPage[], random: () => number) {
    this.pages = pages;
    this.#totals = new Map(pages.map(({ address, total }) => [address, total]));
    this.broker = newBroker({ random });
  }

  /** `client`: whose connection it is, where that is known. */
  connect(manner: Manner, client?: string): VirtualClient {
    const id = ++this.#lastId;
    const connected: VirtualClient = {
      id,
      manner,
      holds: new Set(),
      answers: new Set(),
      notes: [],
      orders: [],
      readings: new Map(),
      drips: 0,
      unsent: 0,
      isProbed: false,
    };
    this.clients.set(id, connected);
    this.#perform(this.broker.connect(id, String(id), client));
    return connected;
  }

  disconnect(client: VirtualClient): void {
    this.clients.delete(client.id);
    this.#perform(this.broker.disconnect(client.id, this.now, 'left'));
  }

  have(client: VirtualClient, { address }: VirtualPage, takesNotes = false): void {
    client.holds.add(address);
    if (takesNotes) client.answers.add(address);
    else client.answers.delete(address);
    this.#say(client, takesNotes ? haveAnswering(address) : have(address));
  }

  /** The client asks who answers for a page, whether it may or not. */
  ask(client: VirtualClient, { address }: VirtualPage): void {
    this.#writes(client, note(address));
  }

  /** The client answers one of the notes that it got, whether anybody still waits for that or not. */
  reply(client: VirtualClient, nth: number): void {
    const got = client.notes[nth % Math.max(1, client.notes.length)];
    if (got) this.#writes(client, note(got.address, got.from));
  }

  /** One note in is one note out, or one refusal. */
  #writes(client: VirtualClient, message: ClientMessage): void {
    const effects = this.broker.receive(client.id, message, this.now);
    must(effects.length === 1 && effects[0]?.type === 'send', 'a note leads to one message');
    this.#perform(effects);
  }

  drop(client: VirtualClient, { address }: VirtualPage): void {
    client.holds.delete(address);
    client.answers.delete(address);
    this.#say(client, drop(address));
  }

  want(client: VirtualClient, { address }: VirtualPage, from = 0): void {
    client.readings.set(address, { from, received: from, isTrue: true });
    this.#say(client, want(address, from));
  }

  unwant(client: VirtualClient, { address }: VirtualPage): void {
    client.readings.delete(address);
    this.#say(client, unwant(address));
  }

  /** The client acts on the oldest order it has: one frame, or what its manner makes of it. */
  answer(client: VirtualClient): void {
    const order = client.orders[0];
    if (!order) return;
    const { address } = order;
    if (client.manner === 'silent') return void client.orders.shift();
    if (client.manner === 'drops' || !client.holds.has(address)) {
      client.orders.shift();
      client.holds.delete(address);
      client.answers.delete(address);
      return this.#say(client, drop(address));
    }
    if (client.manner === 'drips') return this.#drip(client, order);
    this.#sendFrame(client, order, FRAME_BYTES);
    if (client.manner === 'tires') client.orders.length = 0;
  }

  /** The client takes this many bytes off its connection. */
  take(client: VirtualClient, bytes: number): void {
    if (client.unsent === 0) return;
    client.unsent = Math.max(0, client.unsent - bytes);
    this.#perform(this.broker.drained(client.id, client.unsent, this.now));
    if (client.unsent > 0 || !client.isProbed) return;
    client.isProbed = false;
    this.#perform(this.broker.answered(client.id, this.now));
  }

  pass(ms: number): void {
    this.now += ms;
    this.#perform(this.broker.tick(this.now));
  }

  /** Everybody answers and takes all they can, until nobody reads any more or this many milliseconds have passed. */
  settle(ms: number): void {
    for (const end = this.now + ms; this.now < end && this.#isAnyoneReading(); this.pass(100)) {
      this.redo();
      for (let round = 0; round < 64; round++) {
        for (const client of this.clients.values()) {
          this.answer(client);
          this.take(client, Number.POSITIVE_INFINITY);
        }
      }
    }
  }

  #isAnyoneReading(): boolean {
    return (
      this.#redo.length > 0 || [...this.clients.values()].some(({ readings }) => readings.size > 0)
    );
  }

  /** The invariants after every step. */
  check(): void {
    const { transfers } = this.broker.sizes;
    must(this.#running.size <= transfers, 'no hash outlives its transfer');
    must(this.#kept.size <= transfers, 'no kept frame outlives its transfer');
    for (const transfer of this.broker.transfers) {
      const asked = transfer.feed.state === 'orphaned' ? transfer.received : transfer.feed.asked;
      must(asked - transfer.received <= 1024 * 1024, 'no more than a window is outstanding');
      must(transfer.readers.size > 0, 'a transfer has readers');
    }
  }

  #drip(client: VirtualClient, order: Order): void {
    if (this.now < client.drips) return;
    client.drips = this.now + DRIP_MS;
    this.#sendFrame(client, order, 1);
  }

  #sendFrame(client: VirtualClient, order: Order, atMost: number): void {
    const { address } = order;
    const truth = this.#totals.get(address) ?? 1;
    const total = client.manner === 'wrong length' ? truth + FRAME_BYTES + 1 : truth;
    const end = Math.min(order.end, total);
    // Asked past the end of the page, a seeder sends its last byte.
    const offset = Math.min(order.offset, total - 1);
    const length = Math.max(1, Math.min(atMost, end - offset));
    order.offset = offset + length;
    if (order.offset >= end) client.orders.shift();
    const frame = {
      header: { address, offset, total, length },
      isTrue: !UNTRUE.has(client.manner),
    };
    this.#perform(this.broker.content(client.id, frame.header, this.now), frame);
  }

  #say(client: VirtualClient, message: ClientMessage): void {
    this.#perform(this.broker.receive(client.id, message, this.now));
  }

  #perform(effects: readonly Effect[], frame?: VirtualFrame): void {
    for (const effect of effects) this.#performOne(effect, frame);
  }

  #performOne(effect: Effect, frame: VirtualFrame | undefined): void {
    switch (effect.type) {
      case 'send':
        return this.#receive(effect.to, effect.message);
      case 'close':
        must(this.clients.get(effect.peer)?.manner !== 'honest', 'nobody honest is closed');
        return void this.clients.delete(effect.peer);
      case 'forward': {
        if (!frame) throw new Error('nothing to forward');
        const running = this.#running.get(effect.transfer) ?? true;
        if (effect.hash) this.#running.set(effect.transfer, running && frame.isTrue);
        if (effect.keep) this.#keep(effect.transfer, frame);
        for (const reader of effect.to) this.#deliver(reader, frame);
        return;
      }
      case 'verify': {
        if (!frame) throw new Error('nothing to verify');
        const matches = (this.#running.get(effect.transfer) ?? true) && frame.isTrue;
        return this.#perform(this.broker.verified(effect.transfer, matches, this.now), frame);
      }
      case 'replay':
        for (const kept of this.#kept.get(effect.transfer) ?? []) this.#deliver(effect.to, kept);
        return;
      case 'probe': {
        const probed = this.clients.get(effect.to);
        if (probed) probed.isProbed = true;
        return;
      }
      case 'fork':
        this.#running.set(effect.into, this.#running.get(effect.transfer) ?? true);
        return;
      case 'release':
        return void this.#kept.delete(effect.transfer);
      case 'end':
        this.#kept.delete(effect.transfer);
        return void this.#running.delete(effect.transfer);
      case 'changed':
      case 'moved':
      case 'carry':
      case 'decline':
        return; // nobody asked for it
    }
  }

  #keep(transfer: TransferId, frame: VirtualFrame): void {
    this.#kept.set(transfer, [...(this.#kept.get(transfer) ?? []), frame]);
  }

  #receive(id: PeerId, message: RelayMessage): void {
    const client = this.clients.get(id);
    if (!client) return;
    switch (message.type) {
      case 'request': {
        const { address, from, length } = message;
        must(client.holds.has(address), 'nobody is asked for what they do not hold');
        must(!client.readings.has(address), 'nobody is asked for what they want');
        client.orders.push({ address, offset: from, end: from + length });
        return;
      }
      case 'corrupt':
        client.readings.set(message.address, { from: 0, received: 0, isTrue: true });
        return;
      case 'note': {
        const { address } = message;
        const isConcerned = client.answers.has(address) || client.readings.has(address);
        must(isConcerned, 'notes go to those who answer or ask');
        client.unsent += noteCost(message.body);
        client.notes.push(message);
        return;
      }
      case 'error':
        if (message.code === 'shut-out' || message.code === 'too-large') {
          must(client.manner !== 'honest', 'nobody honest is shut out');
          if (message.address) client.holds.delete(message.address);
          if (message.address) client.answers.delete(message.address);
        }
        return;
      default:
    }
  }

  #deliver(id: PeerId, { header, isTrue }: VirtualFrame): void {
    const client = this.clients.get(id);
    const reading = client?.readings.get(header.address);
    if (!client || !reading) throw new Error(`content goes to ${id}, who does not want it`);
    must(header.offset === reading.received, 'a reader gets every byte once and in order');
    client.unsent += costOf(header.length);
    reading.received += header.length;
    reading.isTrue &&= isTrue;
    if (reading.received === header.total) this.#finish(client, header.address, reading);
  }

  /** The reader's own check: only what it resumed may be wrong, and then it wants the page again. */
  #finish(client: VirtualClient, address: Address, { isTrue, from }: Reading): void {
    client.readings.delete(address);
    if (isTrue) this.served += 1;
    must(isTrue || from > 0, 'what the relay verified matches its address');
    if (!isTrue) this.#redo.push([client, address]);
  }

  readonly #redo: [VirtualClient, Address][] = [];

  /** Readers whose own check failed want their pages again from 0. */
  redo(): void {
    for (const [client, address] of this.#redo.splice(0)) {
      if (this.clients.get(client.id) !== client || client.readings.has(address)) continue;
      this.want(client, { address, total: 0 });
    }
  }
}

function must(holds: boolean, promise: string): void {
  if (!holds) throw new Error(`broken: ${promise}`);
}

import type { Broker } from '../../relay/broker/broker.ts';
import { newBroker } from './new-broker.ts';
import { costOf, type Transfer } from '../../relay/broker/transfer.ts';
import type { Effect, Millis, PeerId, TransferId } from '../../relay/broker/effects.ts';
import {
  type Address,
  type ClientMessage,
  type FrameHeader,
  noteCost,
  NOTES_UNSENT_BYTES,
  type ReceivedNote,
  type RelayLimits,
  type RelayMessage,
  WINDOW_BYTES,
} from '../../relay/protocol/index.ts';
import { Model, must } from './model.ts';

/** A content frame without bytes: it only knows whether they would be those of the page. */
export interface VirtualFrame extends FrameHeader {
  readonly isTrue: boolean;
  /** Nobody asked for it. */
  readonly isBabble?: boolean;
}

/** The relay's end of one virtual connection. */
export interface VirtualConnection {
  readonly id: PeerId;
  /** The owner of the connection, if the relay is to know it. */
  readonly client?: string;
  /** Its client does what it is asked, as fast as it can. */
  readonly isHonest?: boolean;
  /** Says whether bytes of a page that it was asked for are on their way, or will be. */
  owes?(address: Address): boolean;
  /** The forwarded bytes that are not yet taken, as flow control counts them. */
  unsent: number;
  send(message: RelayMessage): void;
  forward(frame: VirtualFrame): void;
  /** A note was sent, which must be taken too. */
  note(message: ReceivedNote): void;
  /** Answered after all earlier forwarded frames have been taken. */
  probe(): void;
  close(code: number): void;
}

/** 32 transfers with half a window outstanding each, the bytes kept for readers who join, and notes. */
const QUEUE_BYTES = 33 * (WINDOW_BYTES / 2) + WINDOW_BYTES + NOTES_UNSENT_BYTES;

/** An honest reader of an honest seeder is never still for longer. */
const STILL_MS = 100;

/** The events on a relay, for the report. */
export function newTally() {
  return {
    forwarded: 0,
    lies: 0,
    corrupt: 0,
    closed: 0,
    refused: 0,
    requests: 0,
    notes: 0,
    resumed: 0,
    forks: 0,
    mostEffects: 0,
    /** Bytes that honest seeders sent because they were asked to, and those of them that somebody needed. */
    uploaded: 0,
    used: 0,
    calledOff: 0,
  };
}

export type Tally = ReturnType<typeof newTally>;

/** Plays the edge around a real broker, and holds each of its answers against the model. */
export class VirtualRelay {
  readonly broker: Broker;
  readonly model: Model;
  /** Sees every input with its effects. */
  onStep: ((input: string, effects: readonly Effect[]) => void) | undefined;
  /** Called after each input when the broker wants the time. */
  onNext: ((at: Millis) => void) | undefined;
  /** Transfers that stood still when they were last looked at, and since when. */
  readonly #still = new Map<TransferId, { readonly received: number; readonly since: Millis }>();
  /** Seeders beside whom a reader of their page waited when that was last looked at, and when that was. */
  #lacking = new Set<string>();
  #lackingAt: Millis = -Infinity;
  /** Seeders with a cancelled range, or whose peer was there before: the relay may leave them alone. */
  readonly #givenUp = new Set<PeerId>();
  readonly #connections = new Map<PeerId, VirtualConnection>();
  /** For each transfer with a hash, whether all frames so far were true. */
  readonly #hashes = new Map<TransferId, boolean>();
  readonly #kept = new Map<TransferId, VirtualFrame[]>();
  readonly #limits: RelayLimits;
  readonly #tally: Tally;

  constructor(limits: RelayLimits, random: () => number, tally: Tally) {
    this.#limits = limits;
    this.broker = newBroker({ limits, random });
    this.model = new Model(limits);
    this.#tally = tally;
  }

  connect(connection: VirtualConnection): void {
    const { id, client } = connection;
    this.#connections.set(id, connection);
    this.model.connect(id, sessionOf(id), client);
    this.#perform('connect', this.broker.connect(id, sessionOf(id), client));
  }

  receive({ id }: VirtualConnection, message: ClientMessage, now: Millis): void {
    if (!this.#connections.has(id)) return;
    this.model.receive(id, message, now);
    this.#perform(message.type, this.broker.receive(id, message, now), now);
  }

  content({ id }: VirtualConnection, frame: VirtualFrame, now: Millis): void {
    if (!this.#connections.has(id)) return;
    this.model.pass(now);
    const effects = this.broker.content(id, frame, now);
    if (this.#connections.get(id)?.isHonest && !frame.isBabble) this.#count(frame, effects);
    this.#perform('content', effects, now, frame);
  }

  #count({ length }: VirtualFrame, effects: readonly Effect[]): void {
    const isUsed = effects.some(({ type }) => type === 'forward' || type === 'verify');
    this.#tally.uploaded += length;
    if (isUsed) this.#tally.used += length;
  }

  /** No transfer from an honest seeder to readers with room stands still: what it waits for is on its way. */
  mustMove(now: Millis): void {
    for (const transfer of this.broker.transfers) {
      const { id, received } = transfer;
      const before = this.#still.get(id);
      if (!this.#isStill(transfer)) this.#still.delete(id);
      else if (before?.received !== received) this.#still.set(id, { received, since: now });
      else must(now - before.since <= STILL_MS, `nobody stands still for ${now - before.since} ms`);
    }
    if (this.#still.size > 10_000) this.#still.clear();
    if (now >= this.#lackingAt + STILL_MS) this.#mustPlace(now);
  }

  /** No reader waits to be placed while an honest seeder of its page is there that the relay never gave up. */
  #mustPlace(now: Millis): void {
    const wanted = new Set<Address>();
    for (const { wants } of this.model.peers)
      for (const address of wants.keys()) wanted.add(address);
    const before = this.#lacking;
    this.#lacking = new Set();
    this.#lackingAt = now;
    for (const peer of this.model.peers) {
      if (!this.#isReliable(peer.id)) continue;
      for (const address of peer.haves) {
        if (!wanted.has(address) || peer.wants.has(address)) continue;
        if (this.broker.supplyOf(address).lackedFrom === undefined) continue;
        const lack = `${peer.id} ${address}`;
        must(!before.has(lack), `a reader of ${address} waits beside its honest seeder ${peer.id}`);
        this.#lacking.add(lack);
      }
    }
  }

  #isReliable(id: PeerId): boolean {
    return this.#connections.get(id)?.isHonest === true && !this.#givenUp.has(id);
  }

  #isStill({ seeder, address, readers, outstanding, stall }: Transfer): boolean {
    const connection = seeder && this.#connections.get(seeder.id);
    if (!connection?.isHonest || stall.since !== undefined) return false;
    for (const { unsent, receipts } of readers) {
      if (unsent >= WINDOW_BYTES / 2) return false;
      if (readers.size > 1 && receipts?.room === 0) return false;
    }
    if (outstanding === 0) return !seeder?.creditors.has(address);
    return connection.owes?.(address) === false;
  }

  /** The connection took a frame of this many bytes. */
  taken(connection: VirtualConnection, bytes: number, now: Millis): void {
    if (!this.#connections.has(connection.id)) return;
    connection.unsent -= costOf(bytes);
    this.model.pass(now);
    this.#perform('drained', this.broker.drained(connection.id, connection.unsent, now), now);
  }

  /** The connection took a note. */
  takenNote(connection: VirtualConnection, { body }: ReceivedNote, now: Millis): void {
    if (!this.#connections.has(connection.id)) return;
    connection.unsent -= noteCost(body);
    this.model.pass(now);
    this.#perform('drained', this.broker.drained(connection.id, connection.unsent, now), now);
  }

  answered({ id }: VirtualConnection, now: Millis): void {
    if (!this.#connections.has(id)) return;
    this.model.pass(now);
    this.#perform('answered', this.broker.answered(id, now), now);
  }

  disconnect({ id }: VirtualConnection, now: Millis, how: 'left' | 'lost'): void {
    if (!this.#connections.delete(id)) return;
    this.#givenUp.delete(id);
    this.model.disconnect(id, now, how);
    this.#perform(how, this.broker.disconnect(id, now, how), now);
  }

  block(addresses: ReadonlySet<Address>, now: Millis): void {
    this.model.block(addresses, now);
    this.#perform('block', this.broker.block(addresses, now), now);
  }

  tick(now: Millis): void {
    this.model.tick(now);
    this.#perform('tick', this.broker.tick(now), now);
    must(this.broker.nextAt > now, 'what is due is done by a tick');
  }

  /** Checks that cost too much for every step. */
  audit(): void {
    const { transfers, clients } = this.broker.sizes;
    must(clients === this.model.clients, `${clients} clients, not ${this.model.clients}`);
    must(this.#hashes.size <= transfers, 'no hash outlives its transfer');
    must(this.#kept.size <= transfers, 'no kept frame outlives its transfer');
    const kept = [...this.#kept.values()].flat().reduce((sum, one) => sum + 256 + one.length, 0);
    must(kept <= this.#limits.keptBytes, `${kept} bytes of starts are kept`);
    for (const { feed, received, readers, address } of this.broker.transfers) {
      const asked = feed.state === 'orphaned' ? received : feed.asked;
      must(
        asked >= received && asked - received <= WINDOW_BYTES / 2,
        'half a window is asked [T4]',
      );
      must(readers.size > 0, 'a transfer ends with its last reader [T9]');
      must(readers.size <= this.model.readers(address), 'only those who want a page read it');
    }
    this.model.checkCounts();
    this.model.checkAnnounced();
  }

  /** After everybody has gone, and every place ran out. */
  mustBeEmpty(): void {
    const { peers, away, clients, swarms, transfers, audiences, notes } = this.broker.sizes;
    const { haves, wants, watches } = this.broker.announced;
    const left = [peers, away, clients, swarms, transfers, audiences, notes, haves, wants, watches];
    left.push(this.#hashes.size, this.#kept.size);
    must(
      left.every((size) => size === 0),
      `nothing is left when all have gone, but ${JSON.stringify(left)}`,
    );
  }

  #perform(input: string, effects: readonly Effect[], now: Millis = 0, frame?: VirtualFrame): void {
    this.onStep?.(input, effects);
    if (effects.length > this.#tally.mostEffects) this.#tally.mostEffects = effects.length;
    this.#mustBeBounded(effects.length);
    for (const effect of effects) this.#performOne(effect, now, frame);
    this.model.finish();
    this.#mustAgree();
    this.onNext?.(this.broker.nextAt);
  }

  /** One input never leads to more than a few effects for each peer and transfer there is. */
  #mustBeBounded(effects: number): void {
    if (effects <= 64) return;
    const { peers, transfers } = this.broker.sizes;
    must(effects <= 64 + 4 * (peers + transfers), `${effects} effects of one input are too many`);
  }

  #mustAgree(): void {
    const { peers, away, swarms, audiences } = this.broker.sizes;
    const expected = this.model.sizes;
    must(peers === expected.peers, `${peers} peers, not ${expected.peers}`);
    must(away === expected.away, `${away} away, not ${expected.away}`);
    must(swarms === expected.swarms, `${swarms} swarms, not ${expected.swarms}`);
    must(audiences === expected.audiences, `${audiences} audiences, not ${expected.audiences}`);
    const { haves, wants, watches } = this.broker.announced;
    const { announced } = this.model;
    must(haves === announced.haves, `${haves} haves, not ${announced.haves} [B8]`);
    must(wants === announced.wants, `${wants} wants, not ${announced.wants} [B8]`);
    must(watches === announced.watches, `${watches} watches, not ${announced.watches} [B8]`);
  }

  #performOne(effect: Effect, now: Millis, frame: VirtualFrame | undefined): void {
    this.model.observe(effect);
    switch (effect.type) {
      case 'send':
        return this.#send(effect.to, effect.message);
      case 'close':
        return this.#close(effect.peer, effect.code);
      case 'forward':
        must(frame !== undefined, 'there is a frame to forward');
        return this.#forward(effect, frame);
      case 'verify': {
        must(frame !== undefined, 'there is a frame to verify');
        const { transfer } = effect;
        const matches = (this.#hashes.get(transfer) ?? true) && frame.isTrue;
        if (!matches) this.#tally.lies += 1;
        const effects = this.broker.verified(transfer, matches, now);
        this.onStep?.(matches ? 'true' : 'a lie', effects);
        for (const one of effects) this.#performOne(one, now, frame);
        return;
      }
      case 'replay':
        for (const kept of this.#kept.get(effect.transfer) ?? []) this.#deliver(effect.to, kept);
        return;
      case 'probe':
        return this.#connections.get(effect.to)?.probe();
      case 'fork':
        this.#tally.forks += 1;
        this.#hashes.set(effect.into, this.#hashes.get(effect.transfer) ?? true);
        return;
      case 'release':
        return void this.#kept.delete(effect.transfer);
      case 'end':
        this.#kept.delete(effect.transfer);
        return void this.#hashes.delete(effect.transfer);
      case 'changed':
      case 'moved':
      case 'carry':
      case 'decline':
        return; // nobody asked for it
    }
  }

  #send(to: PeerId, message: RelayMessage): void {
    if (message.type === 'corrupt') this.#tally.corrupt += 1;
    if (message.type === 'error') this.#tally.refused += 1;
    if (message.type === 'request') this.#tally.requests += 1;
    if (message.type === 'resumed') this.#tally.resumed += 1;
    if (message.type === 'cancel') this.#tally.calledOff += 1;
    if (message.type === 'cancel' || message.type === 'resumed') this.#givenUp.add(to);
    const connection = this.#connections.get(to);
    if (message.type === 'note' && connection) {
      this.#tally.notes += 1;
      connection.unsent += noteCost(message.body);
      connection.note(message);
    }
    connection?.send(message);
  }

  #close(id: PeerId, code: number): void {
    this.#tally.closed += 1;
    const connection = this.#connections.get(id);
    this.#connections.delete(id);
    connection?.close(code);
  }

  #forward(effect: Extract<Effect, { type: 'forward' }>, frame: VirtualFrame): void {
    const { transfer, to, hash, keep } = effect;
    must(to.length > 0, 'a frame is forwarded to somebody');
    if (hash) this.#hashes.set(transfer, (this.#hashes.get(transfer) ?? true) && frame.isTrue);
    if (keep) {
      const kept = this.#kept.get(transfer);
      if (kept) kept.push(frame);
      else this.#kept.set(transfer, [frame]);
    }
    for (const reader of to) this.#deliver(reader, frame);
  }

  #deliver(to: PeerId, frame: VirtualFrame): void {
    this.model.deliver(to, frame, frame.isTrue);
    const connection = this.#connections.get(to);
    must(connection !== undefined, 'content goes only to the connected');
    this.#tally.forwarded += frame.length;
    connection.unsent += costOf(frame.length);
    must(connection.unsent <= QUEUE_BYTES, 'no connection is sent more than its windows [T4, T10]');
    connection.forward(frame);
  }
}

function sessionOf(id: PeerId): string {
  return `session ${id}`;
}

import type { Millis, PeerId } from '../../relay/broker/effects.ts';
import { must } from '../broker/model.ts';
import { Agenda } from '../broker/simulation-agenda.ts';
import { Dice } from '../broker/simulation-dice.ts';
import { randomPage, type TestPage } from '../support/wire.ts';
import { FAIR, SimulatedNetwork } from './simulated-bus.ts';
import { type Manner, MANNERS, type SimulatedPeer } from './simulated-peer.ts';
import { SimulatedRelay } from './simulated-relay.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly relays: number;
  readonly members: number;
  readonly pages: number;
  readonly storms: number;
  /** Some peers lie, stay silent, or drop the pages they are asked for. */
  readonly isHonest: boolean;
}

const TICK_MS = 20;
const STORM_MS = 20_000;
/** In a calm, every reader is served within this time. Pauses come on top if some peers fail. */
const CALM_MS = 10_000;
const CALM_AMONG_LIARS_MS = 90_000;
/** After this time nothing of a departed client is left: passes that nobody asks for have ended. */
const LEFT_MS = 15_000;
/** In a calm, a note is answered within this time. */
const ANSWERED_MS = 500;

/** A client that holds and reads pages on one relay after another. */
interface Member {
  readonly manner: Manner;
  readonly holds: Set<TestPage>;
  relay: SimulatedRelay;
  peer: SimulatedPeer | undefined;
}

/**
 * A cluster's life in virtual time: real hubs and brokers on a bus that loses, delays and doubles messages and splits.
 * Storms of faults and calms alternate. In a calm, every reader who can be served must be served. Throws at the first
 * broken promise.
 */
export class Simulation {
  readonly summary = { served: 0, answered: 0, crashes: 0, cuts: 0, longestCalmMs: 0 };
  readonly network: SimulatedNetwork;
  now: Millis = 0;
  readonly #dice: Dice;
  readonly #agenda = new Agenda();
  readonly #deferred: (() => void)[] = [];
  readonly #options: SimulationOptions;
  readonly #pages: readonly TestPage[];
  readonly #relays: SimulatedRelay[] = [];
  readonly #members: Member[] = [];
  #isStormy = false;
  /** The number of addresses that clients named, plus the frames that they sent. */
  #said = 0;
  #lastNumber = 0;
  #lastPeer: PeerId = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
    this.network = new SimulatedNetwork(this.#dice, this.#agenda, () => this.now);
    this.#pages = Array.from({ length: options.pages }, () =>
      randomPage(1 + this.#dice.below(this.#dice.chance(0.2) ? 700_000 : 20_000)),
    );
    for (let n = 0; n < options.relays; n++) this.#relays.push(this.#newRelay());
    for (let n = 0; n < options.members; n++) this.#admit();
    this.#tickFromNowOn();
    this.#actFromNowOn();
  }

  run(): void {
    for (let n = 0; n < this.#options.storms; n++) {
      this.#storm();
      this.#becalm();
    }
    this.#exodus();
    this.#mustBeFrugal();
  }

  /** Each message of a client causes only a few NATS operations, whatever clients do and however long they wait. */
  #mustBeFrugal(): void {
    const { operations } = this.network;
    const most = OPERATIONS_FOR_EACH * this.#said;
    must(operations <= most, `${operations} operations on NATS, where ${most} are the most`);
  }

  #newRelay(): SimulatedRelay {
    const around = {
      dice: this.#dice,
      agenda: this.#agenda,
      now: () => this.now,
      defer: (act: () => void) => void this.#deferred.push(act),
      nextPeer: () => ++this.#lastPeer,
      onSaid: (addresses: number) => void (this.#said += addresses),
    };
    return new SimulatedRelay(around, this.network.connect(), ++this.#lastNumber);
  }

  #admit(): void {
    const manner = this.#options.isHonest ? 'honest' : this.#dice.pick(MANNERS);
    const relay = this.#dice.pick(this.#relays);
    const member: Member = { manner, holds: new Set(), relay, peer: undefined };
    this.#members.push(member);
    for (let n = this.#dice.below(4); n > 0; n--) member.holds.add(this.#dice.pick(this.#pages));
    this.#connect(member);
  }

  #connect(member: Member): void {
    member.relay = this.#dice.pick(this.#relays);
    member.peer = member.relay.connect(member.manner);
    for (const page of member.holds) member.peer.have(page);
  }

  #tickFromNowOn(): void {
    this.#agenda.add(this.now + TICK_MS, () => {
      for (const relay of this.#relays) relay.hub.tick();
      this.#tickFromNowOn();
    });
  }

  #actFromNowOn(): void {
    this.#agenda.add(this.now + this.#dice.wait(20), () => {
      if (this.#isStormy) this.#act(this.#dice.pick(this.#members));
      this.#actFromNowOn();
    });
  }

  #act(member: Member): void {
    const { peer, relay } = member;
    // A client that its relay put out, or whose relay died, comes back.
    if (!peer || relay.peers.get(peer.id) !== peer) return this.#comeBack(member);
    const page = this.#dice.pickPopular(this.#pages);
    const choice = this.#dice.number();
    if (member.manner === 'pesters') peer.pester(page, this.#dice);
    else if (choice < 0.6) peer.want(page);
    else if (choice < 0.7) peer.unwant(page.address);
    else if (choice < 0.8) this.#hold(member, page);
    else if (choice < 0.9) this.#drop(member, page);
    else if (choice < 0.93) peer.watch(page.address);
    else if (choice < 0.96) peer.takeNotes(this.#dice.pick([page, ...member.holds]).address);
    else if (choice < 0.98) peer.ask();
    else relay.disconnect(peer);
  }

  #comeBack(member: Member): void {
    this.#count(member);
    this.#connect(member);
  }

  #hold({ peer, holds }: Member, page: TestPage): void {
    if (peer?.reads.has(page.address)) return; // nobody is asked for a page that they want themselves [W6]
    holds.add(page);
    peer?.have(page);
  }

  #drop({ peer, holds }: Member, page: TestPage): void {
    holds.delete(page);
    peer?.drop(page.address);
  }

  #count({ peer }: Member): void {
    if (!peer) return;
    must(peer.wrong === 0, 'nothing that is read is wrong');
    this.summary.served += peer.served;
    peer.served = 0;
  }

  #storm(): void {
    this.#isStormy = true;
    const dice = this.#dice;
    this.network.weather = {
      loss: dice.chance(0.5) ? dice.number() * 0.05 : 0,
      duplication: dice.chance(0.5) ? dice.number() * 0.05 : 0,
      delayMs: dice.between(1, 200),
    };
    const end = this.now + STORM_MS;
    for (let n = 0; n < 4; n++) {
      this.#agenda.add(this.now + dice.between(0, STORM_MS), () => this.#trouble());
    }
    this.#advance(() => this.now < end);
    this.#isStormy = false;
    this.network.weather = FAIR;
    this.network.island = new Set();
    for (const { bus } of this.#relays) bus.turn(true);
  }

  #trouble(): void {
    if (!this.#isStormy) return;
    const relay = this.#dice.pick(this.#relays);
    const kind = this.#dice.below(3);
    if (kind === 0) this.#crash(relay);
    else if (kind === 1) relay.bus.turn(!relay.bus.isUp);
    else this.network.island = new Set([relay.bus]);
    if (kind > 0) this.summary.cuts += 1;
  }

  /** The relay dies, and another one takes its place. */
  #crash(relay: SimulatedRelay): void {
    this.summary.crashes += 1;
    for (const member of this.#members) if (member.relay === relay) this.#count(member);
    relay.kill();
    this.#relays.splice(this.#relays.indexOf(relay), 1, this.#newRelay());
  }

  /** The faults end: every reader of a page that an honest member holds is served. */
  #becalm(): void {
    for (const member of this.#members) {
      const { peer, relay } = member;
      if (!peer || relay.peers.get(peer.id) !== peer) this.#comeBack(member);
    }
    const held = new Set(
      this.#members.filter(({ manner }) => manner === 'honest').flatMap(({ holds }) => [...holds]),
    );
    const began = this.now;
    const limit = this.#options.isHonest ? CALM_MS : CALM_AMONG_LIARS_MS;
    let lookAt = began;
    this.#advance(() => {
      if (this.now < lookAt) return true;
      lookAt = this.now + 100;
      const unserved = this.#unserved(held);
      must(unserved === 0 || this.now - began < limit, `${unserved} are not served in time`);
      return unserved > 0;
    });
    this.summary.longestCalmMs = Math.max(this.summary.longestCalmMs, this.now - began);
    this.#mustCount();
    if (this.#options.isHonest) this.#mustAnswer();
  }

  #unserved(held: ReadonlySet<TestPage>): number {
    let unserved = 0;
    for (const { peer, relay } of this.#members) {
      if (!peer || relay.peers.get(peer.id) !== peer) continue; // it lied, and the relay put it out
      for (const { page } of peer.reads.values()) if (held.has(page)) unserved += 1;
    }
    return unserved;
  }

  /** After everything has settled, every watcher knows the sum over all relays. */
  #mustCount(): void {
    const end = this.now + LEFT_MS;
    this.#advance(() => this.now < end);
    for (const { peer, relay } of this.#members) {
      if (!peer?.watched || relay.peers.get(peer.id) !== peer) continue;
      const { address, count } = peer.watched;
      const holders = this.#relays
        .flatMap(({ peers }) => [...peers.values()])
        .filter(({ holds }) => holds.has(address)).length;
      must(count === holders, `${holders} hold a page, and its watcher was told ${count}`);
    }
  }

  /** Whoever watches a page that somebody answers for, on whatever relay, gets an answer. [M1, N25] */
  #mustAnswer(): void {
    const asking = this.#members.flatMap(({ peer, relay }) =>
      peer?.watched && relay.peers.get(peer.id) === peer && this.#isAnswered(peer) ? [peer] : [],
    );
    for (const peer of asking) {
      peer.answered = 0;
      peer.ask();
    }
    const end = this.now + ANSWERED_MS;
    this.#advance(() => this.now < end);
    for (const { answered } of asking) must(answered === 1, `${answered} answers to a note`);
    this.summary.answered += asking.length;
  }

  #isAnswered({ id, watched }: SimulatedPeer): boolean {
    const peers = this.#relays.flatMap((relay) => [...relay.peers.values()]);
    return peers.some((one) => one.id !== id && watched && one.answers.has(watched.address));
  }

  #exodus(): void {
    for (const member of this.#members) {
      this.#count(member);
      if (member.peer) member.relay.disconnect(member.peer);
    }
    const end = this.now + LEFT_MS;
    this.#advance(() => this.now < end);
    for (const { hub, cluster, bus } of this.#relays) {
      const { sought, given, taken } = cluster.state;
      const left = [...Object.values(hub.sizes), sought, given, taken];
      must(
        left.every((size) => size === 0),
        `nothing is left when all have gone, but ${JSON.stringify(left)}`,
      );
      must(bus.size === OWN_SUBJECTS, `${bus.size} subscriptions are left`);
    }
  }

  #advance(goesOn: () => boolean): void {
    while (goesOn()) {
      const entry = this.#agenda.next();
      if (!entry) throw new Error('expected something to come');
      this.now = entry.at;
      entry.act();
      for (const act of this.#deferred) act();
      this.#deferred.length = 0;
    }
  }
}

/** The operations that time repeats, for each address that a client names and each frame that it sends. */
const OPERATIONS_FOR_EACH = 2;

/** beat, ask, moved, node and content. */
const OWN_SUBJECTS = 5;

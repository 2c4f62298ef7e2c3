import type { Broker } from '../../relay/broker/broker.ts';
import type { Effect, Millis, PeerId } from '../../relay/broker/effects.ts';
import { Broken, must, NoteModel } from './model-notes.ts';
import {
  type Address,
  type ClientMessage,
  type FrameHeader,
  CLIENTS_SERVED,
  type RelayLimits,
  type RelayMessage,
  RESUME_MS,
  WINDOW_BYTES,
} from '../../relay/protocol/index.ts';

export { Broken, must };

interface ModelWant {
  readonly from: number;
  /** The byte that must come next. */
  next: number;
  isTrue: boolean;
}

interface ModelPeer {
  id: PeerId;
  session: string;
  readonly client: string | undefined;
  received: number;
  awayUntil: Millis | undefined;
  readonly haves: Set<Address>;
  readonly wants: Map<Address, ModelWant>;
  /** The count that it was told last. */
  readonly watches: Map<Address, number | undefined>;
  /** The pages about which it takes notes. */
  readonly answers: Set<Address>;
}

interface ModelSwarm {
  seeders: number;
  readers: number;
  watchers: number;
  changedAt: Millis;
}

type Announced = Broker['announced'];
type Kind = keyof Announced;

const TOTAL_OF = { haves: 'totalHaves', wants: 'totalWants', watches: 'totalWatches' } as const;

/** A watcher must know a count when it has not changed for so long: the longest pause between two, and a tick. */
const TOLD_AFTER_MS = 2_100;

/**
 * A naive model of the broker's duties to its peers: the haves, wants and watches of each peer, and the byte that each
 * reader must get next. It gets the same inputs and then the effects, and throws if an effect breaks a promise. Knows
 * nothing of transfers.
 */
export class Model {
  readonly #limits: RelayLimits;
  readonly notes: NoteModel;
  readonly #connected = new Map<PeerId, ModelPeer>();
  readonly #sessions = new Map<string, ModelPeer>();
  readonly #away = new Set<ModelPeer>();
  readonly #swarms = new Map<Address, ModelSwarm>();
  #blocked: ReadonlySet<Address> = new Set();
  /** Addresses with seeders or readers, and with watchers. */
  #busy = 0;
  #watched = 0;
  /** The haves, wants and watches of all peers, including kept places. */
  readonly #announced = { haves: 0, wants: 0, watches: 0 };
  /** Connections that the broker closed during the present input. */
  readonly #closed = new Set<PeerId>();
  #now: Millis = 0;
  /** Expected to be accepted, unless refused. The broker decides whether the largest client gives way for it. */
  #open: { readonly peer: ModelPeer; readonly kind: Kind; readonly take: () => void } | undefined;

  constructor(limits: RelayLimits) {
    this.#limits = limits;
    this.notes = new NoteModel(limits.notesPerMinute, (address, besides) =>
      [...this.#connected.values()].some((one) => one !== besides && one.answers.has(address)),
    );
  }

  /** The expected value of `Broker.sizes` without the transfers, which the model does not know. */
  get sizes(): { peers: number; away: number; swarms: number; audiences: number } {
    return {
      peers: this.#connected.size,
      away: this.#away.size,
      swarms: this.#busy,
      audiences: this.#watched,
    };
  }

  /** The expected value of `Broker.announced`. */
  get announced(): Announced {
    return this.#announced;
  }

  get peers(): Iterable<Readonly<ModelPeer>> {
    return this.#connected.values();
  }

  peer(id: PeerId): Readonly<ModelPeer> | undefined {
    return this.#connected.get(id);
  }

  count(address: Address): number {
    return this.#swarms.get(address)?.seeders ?? 0;
  }

  readers(address: Address): number {
    return this.#swarms.get(address)?.readers ?? 0;
  }

  connect(id: PeerId, session: string, client?: string): void {
    this.#closed.clear();
    const peer: ModelPeer = {
      id,
      session,
      client,
      received: 0,
      awayUntil: undefined,
      haves: new Set(),
      wants: new Map(),
      watches: new Map(),
      answers: new Set(),
    };
    this.#connected.set(id, peer);
    this.#sessions.set(session, peer);
  }

  disconnect(id: PeerId, now: Millis, how: 'left' | 'lost'): void {
    this.#begin(now);
    const peer = this.#connected.get(id);
    if (!peer) return;
    if (how === 'lost' && isAnything(peer)) this.#leave(peer);
    else this.#forget(peer);
  }

  receive(id: PeerId, message: ClientMessage, now: Millis): void {
    this.#begin(now);
    const peer = this.#connected.get(id);
    if (!peer) return;
    peer.received += 1;
    this.#dispatch(peer, message);
  }

  /** Anything else happened: a frame, a drained connection. */
  pass(now: Millis): void {
    this.#begin(now);
  }

  tick(now: Millis): void {
    this.#begin(now);
    for (const peer of this.#away) if ((peer.awayUntil ?? 0) <= now) this.#forget(peer);
  }

  block(addresses: ReadonlySet<Address>, now: Millis): void {
    this.#begin(now);
    this.#blocked = addresses;
    for (const peer of this.#sessions.values()) {
      for (const address of addresses) {
        this.#drop(peer, address);
        this.#unwant(peer, address);
      }
    }
  }

  /** The broker answered with this effect. */
  observe(effect: Effect): void {
    if (!isAboutRoom(effect)) this.#closeOpen();
    if (effect.type === 'send') this.#observeMessage(effect.to, effect.message);
    else if (effect.type === 'close') {
      this.#closed.add(effect.peer);
      const peer = this.#connected.get(effect.peer);
      if (peer) this.#forget(peer);
    }
  }

  /** All effects of the input are observed: everything that was not refused was accepted. */
  finish(): void {
    this.#closeOpen();
    this.notes.finish();
  }

  #closeOpen(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    open.take();
    const { kind } = open;
    must(this.#announced[kind] <= this.#limits[TOTAL_OF[kind]], `room was made for ${kind} [B8]`);
  }

  /** A frame goes to a reader. Says whether it was the last. */
  deliver(to: PeerId, { address, offset, length, total }: FrameHeader, isTrue: boolean): boolean {
    const peer = this.#connected.get(to);
    const want = peer?.wants.get(address);
    must(peer !== undefined && want !== undefined, 'content goes only to those who want it [W4]');
    must(offset === want.next, 'a reader gets every byte once and in order [W7]');
    want.next += length;
    want.isTrue &&= isTrue;
    if (want.next < total) return false;
    must(want.isTrue || want.from > 0, 'an untrue page is never completed [T1]');
    this.#unwant(peer, address);
    return true;
  }

  /** Every watcher knows every count that has been the same for a while. O(watches) */
  checkCounts(): void {
    for (const { watches } of this.#connected.values()) {
      for (const [address, told] of watches) {
        const swarm = this.#swarms.get(address);
        must(swarm !== undefined, 'the model knows what is watched');
        if (this.#now - swarm.changedAt < TOLD_AFTER_MS) continue;
        must(told === swarm.seeders, 'watchers know the count [S2]');
      }
    }
  }

  /** The number of clients with a known name. O(peers) */
  get clients(): number {
    const names = [...this.#sessions.values()].map(({ client }) => client);
    return new Set(names.filter((name) => name !== undefined)).size;
  }

  /** The running counts equal the present facts. O(peers) */
  checkAnnounced(): void {
    const { haves, wants, watches } = sumOf([...this.#sessions.values()]);
    must(haves === this.#announced.haves, `${haves} haves`);
    must(wants === this.#announced.wants, `${wants} wants`);
    must(watches === this.#announced.watches, `${watches} watches`);
  }

  #begin(now: Millis): void {
    this.#now = now;
    if (this.#closed.size > 0) this.#closed.clear();
  }

  #dispatch(peer: ModelPeer, message: ClientMessage): void {
    switch (message.type) {
      case 'have':
        return this.#have(peer, message.addresses, message.answers ?? false);
      case 'drop':
        for (const address of message.addresses) this.#drop(peer, address);
        return this.notes.settle(peer, message.addresses);
      case 'want':
        return this.#want(peer, message.address, message.from);
      case 'unwant':
        this.#unwant(peer, message.address);
        return this.notes.settle(peer, [message.address]);
      case 'watch':
        return this.#watch(peer, message.addresses);
      case 'unwatch':
        for (const address of message.addresses) this.#unwatch(peer, address);
        return this.notes.settle(peer, message.addresses);
      case 'resume':
        return this.#resume(peer, message.session, message.wants);
      case 'note':
        return this.notes.send(peer, message);
      case 'ping':
      case 'cancelled':
    }
  }

  #have(peer: ModelPeer, addresses: readonly Address[], answers: boolean): void {
    this.#admit('haves', peer, addresses, () => {
      this.#takeHaves(peer, addresses);
      for (const address of addresses) {
        if (answers && !this.#blocked.has(address)) peer.answers.add(address);
        else peer.answers.delete(address);
      }
      if (!answers) this.notes.settle(peer, addresses);
    });
  }

  #takeHaves(peer: ModelPeer, addresses: readonly Address[]): void {
    for (const address of addresses) {
      if (this.#blocked.has(address) || peer.haves.has(address)) continue;
      peer.haves.add(address);
      this.#announced.haves += 1;
      this.#change(address, (swarm) => {
        swarm.seeders += 1;
        swarm.changedAt = this.#now;
      });
    }
  }

  #drop(peer: ModelPeer, address: Address): void {
    if (!peer.haves.delete(address)) return;
    peer.answers.delete(address);
    this.notes.doubt(peer, address);
    this.#announced.haves -= 1;
    this.#change(address, (swarm) => {
      swarm.seeders -= 1;
      swarm.changedAt = this.#now;
    });
  }

  #want(peer: ModelPeer, address: Address, from: number): void {
    this.#admit('wants', peer, [address], () => this.#takeWant(peer, address, from));
  }

  #takeWant(peer: ModelPeer, address: Address, from: number): void {
    const isNew = !peer.wants.has(address);
    if (this.#blocked.has(address)) return;
    if (isNew) this.#announced.wants += 1;
    peer.wants.set(address, { from, next: from, isTrue: true });
    if (isNew) this.#change(address, (swarm) => (swarm.readers += 1));
  }

  #unwant(peer: ModelPeer, address: Address): void {
    if (!peer.wants.delete(address)) return;
    this.notes.doubt(peer, address);
    this.#announced.wants -= 1;
    this.#change(address, (swarm) => (swarm.readers -= 1));
  }

  #watch(peer: ModelPeer, addresses: readonly Address[]): void {
    this.#admit('watches', peer, addresses, () => this.#takeWatches(peer, addresses));
  }

  #takeWatches(peer: ModelPeer, addresses: readonly Address[]): void {
    for (const address of addresses) {
      if (!peer.watches.has(address)) {
        this.#announced.watches += 1;
        this.#change(address, (swarm) => (swarm.watchers += 1));
      }
      peer.watches.set(address, undefined);
    }
  }

  #unwatch(peer: ModelPeer, address: Address): void {
    if (!peer.watches.delete(address)) return;
    this.notes.doubt(peer, address);
    this.#announced.watches -= 1;
    this.#change(address, (swarm) => (swarm.watchers -= 1));
  }

  #resume(
    newcomer: ModelPeer,
    session: string,
    wants: readonly { address: Address; from: number }[],
  ) {
    const peer = this.#sessions.get(session);
    if (!peer || peer === newcomer || isAnything(newcomer)) return;
    const { id, received } = newcomer;
    this.notes.lose(peer);
    this.notes.lose(newcomer);
    this.#connected.delete(peer.id);
    this.#away.delete(peer);
    this.#sessions.delete(session);
    peer.id = id;
    peer.session = newcomer.session;
    peer.awayUntil = undefined;
    this.#connected.set(id, peer);
    this.#sessions.set(peer.session, peer);
    for (const address of [...peer.wants.keys()]) this.#unwant(peer, address);
    for (const { address, from } of wants) this.#want(peer, address, from);
    this.#mustHaveHandled = peer.received;
    peer.received = received;
  }

  /** The expected content of the next `resumed`. */
  #mustHaveHandled = 0;

  #leave(peer: ModelPeer): void {
    this.notes.lose(peer);
    this.#connected.delete(peer.id);
    this.#away.add(peer);
    peer.awayUntil = this.#now + RESUME_MS;
  }

  #forget(peer: ModelPeer): void {
    this.notes.lose(peer);
    this.#connected.delete(peer.id);
    this.#sessions.delete(peer.session);
    this.#away.delete(peer);
    for (const address of [...peer.haves]) this.#drop(peer, address);
    for (const address of [...peer.wants.keys()]) this.#unwant(peer, address);
    for (const address of [...peer.watches.keys()]) this.#unwatch(peer, address);
  }

  #observeMessage(to: PeerId, message: RelayMessage): void {
    const peer = this.#connected.get(to);
    // A closing connection hears nothing any more, and a lost one cannot hear of a block.
    if (!peer) return must(this.#closed.has(to) || message.type === 'error', `${to} is there`);
    switch (message.type) {
      case 'request': {
        const { address, length } = message;
        must(peer.haves.has(address), 'nobody is asked for what they do not have [H1]');
        must(!peer.wants.has(address), 'nobody is asked for what they want [W6]');
        must(length > 0 && length <= WINDOW_BYTES, 'no request passes the window [T4]');
        must(this.readers(address) > 0, 'nothing is asked for that nobody wants [T9]');
        return;
      }
      case 'corrupt': {
        must(
          peer.wants.has(message.address),
          'only who wants a page hears that it is corrupt [W9]',
        );
        peer.wants.set(message.address, { from: 0, next: 0, isTrue: true });
        return;
      }
      case 'seeders':
        return this.#observeCounts(peer, message.counts);
      case 'note':
        return this.notes.receive(peer, message, this.#now);
      case 'error':
        return this.#observeError(peer, message);
      case 'resumed':
        return must(
          message.received === this.#mustHaveHandled,
          'resumed says what was handled [R8]',
        );
      default:
    }
  }

  #observeCounts(peer: ModelPeer, counts: Readonly<Record<Address, number>>): void {
    for (const [key, count] of Object.entries(counts)) {
      const address = key as Address; // a record's keys are typed as strings
      must(count === this.count(address), 'a count that is told is the present one [S1]');
      if (peer.watches.has(address)) peer.watches.set(address, count);
      else must(peer.wants.has(address), 'counts go only to those who watch or want [S5]');
    }
  }

  #observeError(peer: ModelPeer, { code, address }: { code: string; address?: Address }): void {
    const isBlocked = address !== undefined && this.#blocked.has(address);
    if (
      code === 'nobody' ||
      code === 'too-many-notes' ||
      (code === 'blocked' && this.notes.isOf(peer))
    ) {
      return this.notes.refuse(peer, code, isBlocked);
    }
    if (code.startsWith('too-many-')) return this.#observeNoRoom(peer, code, address);
    if (!address) return;
    if (code === 'shut-out' || code === 'too-large') this.#drop(peer, address);
  }

  /** The last message was refused, or its client gives way for another client's message. */
  #observeNoRoom(peer: ModelPeer, code: string, address: Address | undefined): void {
    if (this.#open?.peer === peer) this.#open = undefined;
    else if (!this.#open) return;
    else if (code === 'too-many-haves') [...peer.haves].forEach((one) => this.#drop(peer, one));
    else if (code === 'too-many-wants' && address) this.#unwant(peer, address);
    else [...peer.watches.keys()].forEach((one) => this.#unwatch(peer, one));
  }

  /** Takes more where it is within what this peer, its client and all may have, want or watch. [B1, B2, B3, B8] */
  #admit(kind: Kind, peer: ModelPeer, more: readonly Address[], take: () => void): void {
    const added = new Set(more.filter((address) => !peer[kind].has(address))).size;
    const most = this.#limits[TOTAL_OF[kind]];
    const { client } = peer;
    const ofClient = client === undefined ? 0 : this.#ofClient(client)[kind];
    if (peer[kind].size + added > this.#limits[kind]) return;
    if (client !== undefined && ofClient + added > Math.ceil(most / CLIENTS_SERVED)) return;
    if (this.#announced[kind] + added <= most) take();
    else this.#open = { peer, kind, take };
  }

  #ofClient(client: string): Announced {
    return sumOf([...this.#sessions.values()].filter((peer) => peer.client === client));
  }

  #change(address: Address, change: (swarm: ModelSwarm) => void): void {
    let swarm = this.#swarms.get(address);
    if (!swarm) {
      swarm = { seeders: 0, readers: 0, watchers: 0, changedAt: this.#now };
      this.#swarms.set(address, swarm);
    }
    const wasBusy = swarm.seeders + swarm.readers > 0;
    const wasWatched = swarm.watchers > 0;
    change(swarm);
    this.#busy += Number(swarm.seeders + swarm.readers > 0) - Number(wasBusy);
    this.#watched += Number(swarm.watchers > 0) - Number(wasWatched);
  }
}

/** Says whether the message reports a lack of room. */
function isAboutRoom(effect: Effect): boolean {
  const { type } = effect;
  return (
    type === 'send' && effect.message.type === 'error' && effect.message.code.startsWith('too-many')
  );
}

function isAnything({ haves, wants, watches }: ModelPeer): boolean {
  return haves.size + wants.size + watches.size > 0;
}

function sumOf(peers: readonly ModelPeer[]): Announced {
  const sum = { haves: 0, wants: 0, watches: 0 };
  for (const { haves, wants, watches } of peers) {
    sum.haves += haves.size;
    sum.wants += wants.size;
    sum.watches += watches.size;
  }
  return sum;
}

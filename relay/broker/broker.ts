import type { Address } from '../protocol/address.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import { HEARTBEAT_SECONDS, type RelayLimits } from '../protocol/limits.ts';
import { type ClientMessage, OPTIONAL_MESSAGES } from '../protocol/messages.ts';
import { NOTE_BYTES } from '../protocol/note.ts';
import { Agenda } from './agenda.ts';
import { Choice } from './choice.ts';
import { Content } from './content.ts';
import { dispatch, type Receivers } from './dispatch.ts';
import { type Effect, type Millis, Outbox, type PeerId, type TransferId } from './effects.ts';
import { Flow } from './flow.ts';
import { Intake } from './intake.ts';
import { Marks } from './marks.ts';
import { type ForeignNote, Notes, type ReturnedNote } from './notes.ts';
import { type Peer, Peers } from './peer.ts';
import { type Announced, Clients } from './quota.ts';
import { Reputation } from './reputation.ts';
import { Requests } from './requests.ts';
import { Resumption } from './resumption.ts';
import { Settler } from './settle.ts';
import { type Supply, supplyOf } from './supply.ts';
import { type Swarm, Swarms } from './swarm.ts';
import type { Transfer } from './transfer.ts';
import { Transfers } from './transfers.ts';
import { Watches } from './watches.ts';

export interface BrokerDeps {
  readonly limits: RelayLimits;
  /** Returns numbers in [0, 1). */
  readonly random: () => number;
  /** Returns a name that nobody can guess, for the sender of a note. */
  readonly newName: () => string;
  /** There are `changed`, `moved` and `carry` effects: this relay has a backplane. */
  readonly tellsChanges?: boolean;
}

/**
 * Decides who is asked for what, and who gets it. Owns all knowledge of the relay, and does nothing itself. Each input
 * records facts and marks the swarms and peers it touched. Then the broker settles the marked ones, and returns the
 * effects for the edge to perform, in order. Knows no sockets, no clock and no bytes.
 *
 * A want goes through `intake` (a fact), `settle` (a transfer is opened) and `requests` (a seeder is asked); its bytes
 * come through `content`.
 */
export class Broker {
  readonly #limits: RelayLimits;
  readonly #clients: Clients;
  readonly #peers: Peers;
  readonly #outbox: Outbox;
  readonly #swarms = new Swarms();
  readonly #marks = new Marks();
  readonly #flow = new Flow();
  readonly #reputation = new Reputation();
  readonly #transfers: Transfers;
  readonly #watches: Watches;
  readonly #notes: Notes;
  readonly #settler: Settler;
  readonly #content: Content;
  readonly #intake: Intake;
  readonly #resumption: Resumption;
  readonly #receivers: Receivers;
  /** Peers whose connection this input closes. */
  readonly #expelled: Peer[] = [];

  constructor({ limits, random, newName, tellsChanges = false }: BrokerDeps) {
    this.#limits = limits;
    this.#clients = new Clients(limits);
    this.#peers = new Peers(this.#clients);
    this.#outbox = new Outbox(tellsChanges);
    this.#transfers = new Transfers(this.#outbox, limits.keptBytes);
    this.#watches = new Watches(this.#swarms, this.#outbox);
    const deps = { limits, random, newName, peers: this.#peers, outbox: this.#outbox };
    this.#notes = new Notes(deps);
    const agenda = new Agenda<Swarm>();
    const parts = {
      limits,
      agenda,
      clients: this.#clients,
      peers: this.#peers,
      outbox: this.#outbox,
      swarms: this.#swarms,
      marks: this.#marks,
      flow: this.#flow,
      reputation: this.#reputation,
      transfers: this.#transfers,
      watches: this.#watches,
      notes: this.#notes,
      choice: new Choice(this.#reputation, random),
    };
    const requests = new Requests(parts);
    const settler = (this.#settler = new Settler({ ...parts, requests }));
    const intake = (this.#intake = new Intake(parts));
    const expelled = this.#expelled;
    this.#resumption = new Resumption({ ...parts, requests, intake });
    this.#receivers = { intake, resumption: this.#resumption, outbox: this.#outbox };
    this.#content = new Content({ ...parts, requests, settler, intake, expelled });
  }

  /** The time of the next `tick`; Infinity while nothing waits for one. */
  get nextAt(): Millis {
    return Math.min(this.#settler.nextAt, this.#watches.nextAt, this.#peers.expiresAt);
  }

  /**
   * `session` is a secret that nobody can guess, new for each connection. `client` names the client, and `networks` the
   * networks that contain it, the widest first.
   */
  connect(
    id: PeerId,
    session: string,
    client?: string,
    networks: readonly string[] = [],
  ): Effect[] {
    this.#peers.connect(id, session, this.#clients.join(client, networks));
    this.#outbox.send(id, {
      type: 'welcome',
      limits: { ...this.#limits, noteBytes: NOTE_BYTES },
      heartbeatSeconds: HEARTBEAT_SECONDS,
      can: OPTIONAL_MESSAGES,
      session,
    });
    return this.#outbox.take();
  }

  /** Connects another relay of the cluster, or one of its passes. It speaks by `receive` like any peer. */
  connectNeighbour(id: PeerId): void {
    this.#peers.connect(id, '', undefined);
  }

  receive(id: PeerId, message: ClientMessage, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (!peer) return [];
    peer.onMessage();
    dispatch(this.#receivers, peer, message, now);
    return this.#settle(now);
  }

  /** A content frame came from a peer. */
  content(id: PeerId, header: FrameHeader, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (peer) this.#content.frame(peer, header, now);
    return this.#settle(now);
  }

  /** Answers a `verify` effect, before any other input. */
  verified(transfer: TransferId, matches: boolean, now: Millis): Effect[] {
    this.#content.verified(transfer, matches, now);
    return this.#settle(now);
  }

  /** A neighbour takes back a pass that it served up to this byte. */
  disowned(id: PeerId, address: Address, reached: number, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (peer) this.#content.disowned(peer, address, reached, now);
    return this.#settle(now);
  }

  /** The client that had this session is connected to another relay now. */
  moved(session: string, now: Millis): Effect[] {
    const peer = this.#peers.ofSession(session);
    if (!peer) return [];
    if (!peer.isAway) {
      const reason = 'this session went on at another relay';
      this.#outbox.push({ type: 'close', peer: peer.id, code: CLOSE.replaced, reason });
    }
    this.#intake.forget(peer, now);
    return this.#settle(now);
  }

  /** `count` peers of other relays hold the address now. */
  elsewhere(address: Address, count: number): Effect[] {
    this.#watches.elsewhere(address, count);
    return this.#outbox.take();
  }

  /** A note of another relay came, or a note that no other relay delivered came back. */
  carried(note: ForeignNote | ReturnedNote, now: Millis): Effect[] {
    if ('ticket' in note) this.#intake.foreignNote(note, now);
    else this.#notes.takeBack(note, now);
    return this.#outbox.take();
  }

  /** A connection has taken content; `unsent` is left on it, counted like `costOf`. */
  drained(id: PeerId, unsent: number, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (!peer) return [];
    const wasFull = this.#flow.isFull(peer);
    peer.onDrained(unsent);
    if (!wasFull || this.#flow.isFull(peer)) return [];
    this.#settler.goOn(peer);
    return this.#settle(now);
  }

  /** A reader has answered its probe: it has read all bytes sent before it. */
  answered(id: PeerId, now: Millis): Effect[] {
    const peer = this.#peers.get(id);
    if (!peer?.receipts) return [];
    const wasLagging = peer.receipts.room === 0;
    if (peer.receipts.answer()) this.#outbox.push({ type: 'probe', to: id });
    if (wasLagging && peer.receipts.room > 0) this.#settler.goOn(peer);
    return this.#settle(now);
  }

  /** Sets the unsent bytes at which a reader is full: fewer while memory is short. */
  limitReaders(fullBytes: number, now: Millis): Effect[] {
    this.#flow.limit(fullBytes);
    for (const swarm of this.#swarms.wanted) this.#marks.all(swarm);
    for (const { readers } of this.#transfers.values()) this.#marks.freed(readers);
    return this.#settle(now);
  }

  /** A connection ended. If it was lost, the broker keeps its peer's place for a while. */
  disconnect(id: PeerId, now: Millis, how: 'left' | 'lost'): Effect[] {
    const peer = this.#peers.get(id);
    if (peer && how === 'lost' && this.#resumption.mayKeep(peer)) {
      this.#resumption.leave(peer, now);
    } else if (peer) this.#intake.forget(peer, now);
    return this.#settle(now);
  }

  /** From now on everybody is refused these addresses, and no others. */
  block(addresses: ReadonlySet<Address>, now: Millis): Effect[] {
    this.#intake.block(addresses);
    return this.#settle(now);
  }

  /** Handles deadlines and sends counts. Call it at `nextAt`; it is harmless at any other time. */
  tick(now: Millis): Effect[] {
    for (const peer of this.#peers.expired(now)) this.#intake.forget(peer, now);
    this.#settler.tick(now);
    this.#watches.tick(now);
    return this.#settle(now);
  }

  /** The numbers of everything that the broker holds; all zero when everybody has left. */
  get sizes() {
    return {
      peers: this.#peers.size,
      // Peers whose connection was lost and whose place is kept.
      away: this.#peers.away,
      // Clients that have these connections, or had them.
      clients: this.#clients.size,
      swarms: this.#swarms.size,
      transfers: this.#transfers.size,
      audiences: this.#watches.size,
      notes: this.#notes.size,
    };
  }

  /** The supply of an address on this relay, without the haves and wants of neighbours. */
  supplyOf(address: Address): Supply {
    return supplyOf(this.#swarms.get(address), this.#watches.isWatched(address));
  }

  /** True while a peer of this relay feeds this reader's transfer. */
  isServed(id: PeerId, address: Address): boolean {
    const peer = this.#peers.get(id);
    const feed = peer && this.#swarms.get(address)?.reading.get(peer)?.feed;
    return feed?.state === 'fed' && !feed.seeder.isNeighbour;
  }

  /** The number of transfers that a seeder feeds. */
  feeds(id: PeerId): number {
    return this.#peers.get(id)?.feeds ?? 0;
  }

  /** The numbers of haves, wants and watches of all peers. */
  get announced(): Announced {
    return this.#clients.announced;
  }

  /** The transfers that run; only for reading. */
  get transfers(): Iterable<Transfer> {
    return this.#transfers.values();
  }

  /** Settles everything that the input marked. Returns all effects of the input. */
  #settle(now: Millis): Effect[] {
    while (!this.#marks.isEmpty || this.#expelled.length > 0) {
      for (let peer = this.#expelled.shift(); peer; peer = this.#expelled.shift()) {
        this.#intake.forget(peer, now);
      }
      this.#marks.takeSwarms((swarm) => this.#settler.settle(swarm, now));
      this.#marks.takeSolvent((peer) => this.#settler.askMore(peer, now));
      this.#marks.takePeers((peer) => this.#settler.makeRoom(peer, now));
    }
    this.#intake.tellCounts(now);
    return this.#outbox.take();
  }
}

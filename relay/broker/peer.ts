import type { Address } from '../protocol/address.ts';
import { READS_AT_ONCE } from '../protocol/limits.ts';
import { Debts } from './debts.ts';
import { type Millis, NO_CONNECTION, type PeerId } from './effects.ts';
import { LazySet } from './lazy.ts';
import type { Account, Clients } from './quota.ts';
import { Receipts } from './receipts.ts';

/** The place of a peer. */
type Place =
  | { readonly state: 'connected'; readonly id: PeerId; readonly session: string }
  /** Its connection is lost and its place kept: it is counted, and asked for nothing. */
  | { readonly state: 'away'; readonly until: Millis; readonly session: string };

/** One client, as the broker sees it: its identity, limits and load. `Swarms` changes its haves and wants. */
export class Peer {
  /** The account that pays for its haves, wants and watches; undefined for another relay of the cluster. */
  readonly account: Account | undefined;
  readonly haves = new LazySet<Address>();
  readonly wants = new LazySet<Address>();
  readonly watches = new LazySet<Address>();
  /** Wants that wait for room. */
  readonly deferred = new LazySet<Address>();
  /** Pages that it feeds, and could not be asked for while it owes as much as it may. */
  readonly creditors = new LazySet<Address>();
  #place: Place;
  #received = 0;
  #unsent = 0;
  #unsentNotes = 0;
  #reads = 0;
  #feeds = 0;
  #debts: Debts | undefined;
  /** Undefined for who was sent nothing but small pages, and for neighbours. */
  #receipts: Receipts | undefined;
  #alone: readonly Peer[] | undefined;

  constructor(id: PeerId, session: string, account: Account | undefined) {
    this.#place = { state: 'connected', id, session };
    this.account = account;
  }

  get place(): Place {
    return this.#place;
  }

  /** Its connection's number, `NO_CONNECTION` while it has none. */
  get id(): PeerId {
    return this.#place.state === 'connected' ? this.#place.id : NO_CONNECTION;
  }

  get isAway(): boolean {
    return this.#place.state === 'away';
  }

  /** Another relay of the cluster: not counted as a seeder, and asked only where nobody here may be. */
  get isNeighbour(): boolean {
    return this.account === undefined;
  }

  /** Messages handled on its present connection. */
  get received(): number {
    return this.#received;
  }

  /** Content and notes that its connection has not taken, as flow control counts it. */
  get unsent(): number {
    return this.#unsent;
  }

  /** The notes that its connection has not taken, counted like `unsent`; never less than there are. */
  get unsentNotes(): number {
    return this.#unsentNotes;
  }

  /** The number of transfers that it feeds. */
  get feeds(): number {
    return this.#feeds;
  }

  /** The number of further transfers that it may read. A transfer without a seeder takes no slot. [T10] */
  get freeSlots(): number {
    return READS_AT_ONCE - this.#reads;
  }

  /** The ranges that it was asked for. */
  get debts(): Debts {
    return (this.#debts ??= new Debts());
  }

  /** The content that it has proved to have read, as far as it is asked. */
  get receipts(): Receipts | undefined {
    return this.#receipts;
  }

  /** Content was sent that more of its page follows. Says whether a probe must follow it. */
  sendMore(bytes: number): boolean {
    if (this.isNeighbour) return false;
    return (this.#receipts ??= new Receipts()).send(bytes);
  }

  /** The seeders of whatever it alone has: an array for each page would take a fifth of what a have costs. */
  get alone(): readonly Peer[] {
    return (this.#alone ??= [this]);
  }

  /** True when it has anything to come back to. */
  get isWorthwhile(): boolean {
    return this.haves.size + this.wants.size + this.watches.size > 0;
  }

  /** It no longer owes bytes of the page. */
  forgive(address: Address): void {
    this.#debts?.forgive(address);
  }

  /** The pages of which bytes were asked of it, whose turn had come. */
  owedInTurn(now: Millis): Address[] {
    return this.#debts?.owedInTurn(now) ?? [];
  }

  onMessage(): void {
    this.#received += 1;
  }

  onForwarded(cost: number): void {
    this.#unsent += cost;
  }

  onNote(cost: number): void {
    this.#unsent += cost;
    this.#unsentNotes += cost;
  }

  onDrained(unsent: number): void {
    this.#unsent = unsent;
    this.#unsentNotes = Math.min(this.#unsentNotes, unsent);
  }

  beginReading(): void {
    this.#reads += 1;
  }

  endReading(): void {
    this.#reads -= 1;
  }

  beginFeeding(): void {
    this.#feeds += 1;
  }

  endFeeding(): void {
    this.#feeds -= 1;
  }

  leave(until: Millis): void {
    this.#place = { state: 'away', until, session: this.#place.session };
    this.#unsent = 0;
    this.#unsentNotes = 0;
    this.#debts = undefined;
    this.#receipts = undefined;
  }

  /** Goes on by the connection, and under the session, of `newcomer`. */
  comeBack(newcomer: Peer): void {
    this.#place = newcomer.#place;
    this.#received = newcomer.#received;
  }
}

/** Owns which peers there are: the connected by their connection, and all, the absent too, by their session. */
export class Peers {
  readonly #connected = new Map<PeerId, Peer>();
  readonly #sessions = new Map<string, Peer>();
  /** In the order in which their places run out. */
  readonly #away = new Set<Peer>();
  readonly #awayOf = new Map<string, number>();
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  get size(): number {
    return this.#connected.size;
  }

  get away(): number {
    return this.#away.size;
  }

  /** The time at which the first place runs out. */
  get expiresAt(): Millis {
    for (const { place } of this.#away) return place.state === 'away' ? place.until : Infinity;
    return Infinity;
  }

  /** The number of places kept for this client; none for an unknown one. */
  awayOf(client: string | undefined): number {
    return client === undefined ? 0 : (this.#awayOf.get(client) ?? 0);
  }

  get(id: PeerId): Peer | undefined {
    return this.#connected.get(id);
  }

  ofSession(session: string): Peer | undefined {
    return this.#sessions.get(session);
  }

  /** All peers of an account, those whose place is kept among them. O(peers) */
  ofAccount(account: Account): Peer[] {
    return [...this.#sessions.values()].filter((peer) => peer.account === account);
  }

  connect(id: PeerId, session: string, account: Account | undefined): Peer {
    const peer = new Peer(id, session, account);
    this.#connected.set(id, peer);
    if (account) this.#sessions.set(session, peer);
    return peer;
  }

  leave(peer: Peer, until: Millis): void {
    this.#connected.delete(peer.id);
    this.#away.add(peer);
    this.#countAway(peer, +1);
    peer.leave(until);
  }

  /** `peer`, who is away, goes on by the connection of `newcomer`, who is no more. */
  comeBack(peer: Peer, newcomer: Peer, now: Millis): void {
    this.remove(newcomer, now);
    this.#endAway(peer);
    this.#sessions.delete(peer.place.session);
    peer.comeBack(newcomer);
    this.#connected.set(peer.id, peer);
    this.#sessions.set(peer.place.session, peer);
  }

  remove(peer: Peer, now: Millis): void {
    if (this.#connected.get(peer.id) === peer) this.#connected.delete(peer.id);
    this.#endAway(peer);
    if (peer.account && this.#sessions.delete(peer.place.session)) {
      this.#clients.leave(peer.account, now);
    }
  }

  /** Peers that did not come back in time. */
  expired(now: Millis): Peer[] {
    const expired = [];
    for (const peer of this.#away) {
      if (peer.place.state === 'away' && peer.place.until > now) break;
      expired.push(peer);
    }
    return expired;
  }

  #endAway(peer: Peer): void {
    if (this.#away.delete(peer)) this.#countAway(peer, -1);
  }

  #countAway({ account }: Peer, change: 1 | -1): void {
    const client = account?.client;
    if (client === undefined) return;
    const count = this.awayOf(client) + change;
    if (count > 0) this.#awayOf.set(client, count);
    else this.#awayOf.delete(client);
  }
}

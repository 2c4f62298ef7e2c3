import type { Address } from '../protocol/address.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import type { Have, Note } from '../protocol/messages.ts';
import type { Agenda } from './agenda.ts';
import type { Millis, Outbox } from './effects.ts';
import type { LazySet } from './lazy.ts';
import type { Marks } from './marks.ts';
import type { ForeignNote, Notes } from './notes.ts';
import type { Peer, Peers } from './peer.ts';
import type { Clients, Kind } from './quota.ts';
import type { Reputation } from './reputation.ts';
import type { Swarm, Swarms } from './swarm.ts';
import type { Transfers } from './transfers.ts';
import type { Watches } from './watches.ts';

export interface IntakeDeps {
  readonly limits: RelayLimits;
  readonly clients: Clients;
  readonly peers: Peers;
  readonly swarms: Swarms;
  readonly watches: Watches;
  readonly notes: Notes;
  readonly transfers: Transfers;
  readonly reputation: Reputation;
  readonly marks: Marks;
  readonly agenda: Agenda<Swarm>;
  readonly outbox: Outbox;
}

/** Takes the haves, wants and watches of peers, or refuses them: past a limit, or blocked. */
export class Intake {
  readonly #deps: IntakeDeps;
  #blocked: ReadonlySet<Address> = new Set();
  /** Readers to tell a count, once it is known which of them are being served. [W1] */
  readonly #counted: [Peer, Swarm][] = [];

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  have(peer: Peer, { addresses, answers }: Have, now: Millis): void {
    if (!this.#admits('haves', peer, addresses)) return;
    const { notes, swarms } = this.#deps;
    for (const address of addresses) {
      if (this.#blocked.has(address)) this.#refuseBlocked(peer, address);
      else {
        this.#have(peer, address, now);
        // The swarm's string is kept anyway.
        if (answers) notes.answer(peer, swarms.get(address)?.address ?? address);
        else notes.stopAnswering(peer, address);
      }
    }
  }

  drop(peer: Peer, addresses: readonly Address[], now: Millis): void {
    this.chargeOwed(peer, new Set(addresses), now);
    for (const address of addresses) this.removeSeeder(peer, address);
    this.#deps.notes.settle(peer, addresses);
  }

  /** The peer is about to stop seeding these pages: it has failed those of which it owes bytes. */
  chargeOwed(peer: Peer, addresses: Pick<ReadonlySet<Address>, 'has'>, now: Millis): void {
    for (const address of peer.owedInTurn(now)) {
      if (addresses.has(address)) this.#deps.reputation.charge(peer, address, 'failed', now);
    }
  }

  want(peer: Peer, address: Address, claimedFrom: number): void {
    const { swarms, marks } = this.#deps;
    if (!this.#admits('wants', peer, [address])) return;
    if (this.#blocked.has(address)) return this.#refuseBlocked(peer, address);
    const from = this.#startOf(peer, address, claimedFrom);
    const before = peer.wants.has(address) ? swarms.get(address) : undefined;
    const isSame = before !== undefined && this.#goesOn(peer, before, from);
    if (before && !isSame) this.#unread(peer, before);
    const swarm = before && isSame ? before : swarms.wait(peer, address, from);
    marks.swarm(swarm);
    if (peer.haves.has(address)) marks.feedersOf(peer, swarm); // others feed it now [W6]
    if (!peer.isNeighbour) this.#counted.push([peer, swarm]); // a neighbour counts for itself
  }

  unwant(peer: Peer, address: Address): void {
    const { swarms, marks } = this.#deps;
    const swarm = swarms.get(address);
    if (swarm && peer.wants.has(address)) {
      this.#unread(peer, swarm);
      swarms.removeReader(peer, swarm);
      if (peer.haves.has(address))
        marks.all(swarm); // may be asked again [W6]
      else marks.swarm(swarm);
    }
    this.#deps.notes.settle(peer, [address]);
  }

  note(peer: Peer, note: Note, now: Millis): void {
    if (this.#blocked.has(note.address)) this.#refuseBlocked(peer, note.address);
    else this.#deps.notes.send(peer, note, now);
  }

  /** A note came from another relay. */
  foreignNote(foreign: ForeignNote, now: Millis): void {
    const { outbox, notes } = this.#deps;
    const { ticket, note } = foreign;
    if (!this.#blocked.has(note.address)) return notes.receive(foreign, now);
    outbox.push({ type: 'decline', ticket, code: 'nobody' });
  }

  watch(peer: Peer, addresses: readonly Address[], now: Millis): void {
    if (this.#admits('watches', peer, addresses)) {
      this.#deps.watches.add(peer, addresses, now);
    }
  }

  unwatch(peer: Peer, addresses: readonly Address[]): void {
    this.#deps.watches.remove(peer, addresses);
    this.#deps.notes.settle(peer, addresses);
  }

  /** From now on these addresses, and no others, are refused to everybody. */
  block(addresses: ReadonlySet<Address>): void {
    const { swarms, marks } = this.#deps;
    this.#blocked = addresses;
    for (const address of addresses) {
      const swarm = swarms.get(address);
      if (!swarm) continue;
      for (const reader of [...swarm.waiting.keys(), ...swarm.reading.keys()]) {
        this.#unread(reader, swarm);
        swarms.removeReader(reader, swarm);
        this.#refuseBlocked(reader, address);
      }
      for (const seeder of [...swarm.seeders, ...swarm.neighbours]) {
        this.removeSeeder(seeder, address);
        this.#refuseBlocked(seeder, address);
      }
      marks.swarm(swarm);
    }
  }

  /** Every seeder that stops being one does so here. */
  removeSeeder(peer: Peer, address: Address): void {
    const { swarms, marks, watches, notes, outbox } = this.#deps;
    const swarm = swarms.removeSeeder(peer, address);
    if (!swarm) return;
    notes.stopAnswering(peer, address);
    peer.forgive(address);
    watches.changed(address);
    if (swarm.isWanted) marks.feedersOf(peer, swarm);
    else outbox.changed(address);
  }

  /** The peer is no more. */
  forget(peer: Peer, now: Millis): void {
    this.#deps.peers.remove(peer, now);
    this.#deps.watches.remove(peer, peer.watches);
    this.chargeOwed(peer, peer.haves, now);
    for (const address of peer.wants) this.unwant(peer, address);
    for (const address of peer.haves) this.removeSeeder(peer, address);
    this.#deps.notes.lose(peer);
  }

  /** Tells readers the counts of the pages that they wanted in this input. */
  tellCounts(now: Millis): void {
    if (this.#counted.length === 0) return;
    const { watches, outbox } = this.#deps;
    for (const [peer, swarm] of this.#counted.splice(0)) {
      // A reader who is being served will mostly have the page before it could make use of a count. [W1]
      const mayCome = outbox.tellsChanges || swarm.reading.has(peer);
      if (!peer.wants.has(swarm.address)) continue;
      // The swarm's string, not the message's: one that is kept for a while costs the collector more than it seems.
      if (mayCome) watches.owe(peer, swarm.address, now);
      else watches.tell(peer, [swarm.address]);
    }
  }

  #have(peer: Peer, address: Address, now: Millis): void {
    const { swarms, watches, marks, reputation, outbox, agenda } = this.#deps;
    const isNew = !peer.haves.has(address);
    const isRenewed = reputation.renew(peer, address, now);
    if (!isNew && !isRenewed) return;
    const swarm = isNew ? swarms.addSeeder(peer, address) : swarms.get(address);
    if (isNew) watches.changed(swarm?.address ?? address);
    if (!swarm?.isWanted) return outbox.changed(address);
    const from = reputation.askableFrom(peer, address);
    if (from <= now) return marks.all(swarm);
    outbox.changed(address);
    if (from >= swarm.starvedUntil) return;
    swarm.starve(from);
    agenda.advance(swarm, from);
  }

  /** No page has a byte at or past `pageBytes`: a reader that claims more starts again, and no seeder is asked. [L5] */
  #startOf(peer: Peer, address: Address, from: number): number {
    const { limits, outbox } = this.#deps;
    if (from < limits.pageBytes) return from;
    outbox.send(peer.id, { type: 'corrupt', address });
    return 0;
  }

  /** True when the peer's present transfer gives the same bytes as a new want from there. [W5] */
  #goesOn(peer: Peer, swarm: Swarm, from: number): boolean {
    const transfer = swarm.reading.get(peer);
    if (!transfer) return swarm.waiting.get(peer) === from;
    if (transfer.received === from) return true;
    if (from !== 0 || !transfer.isKept) return false;
    this.#deps.transfers.replay(transfer, peer, from);
    return true;
  }

  #unread(peer: Peer, swarm: Swarm): void {
    const transfer = swarm.reading.get(peer);
    if (!transfer) return;
    transfer.part(peer);
    this.#deps.marks.transfer(swarm, transfer);
    this.#deps.marks.freed([peer]);
  }

  /** True when the peer may announce these. Where all room is taken, the largest client gives way. [B1, B2, B3, B8] */
  #admits(kind: Kind, peer: Peer, addresses: readonly Address[]): boolean {
    const { limits } = this.#deps;
    const held: Pick<LazySet<Address>, 'size' | 'has'> = peer[kind];
    const own = limits[kind] - held.size;
    const quota = peer.account?.quotas[kind];
    if (addresses.length <= Math.min(own, quota?.left ?? own)) return true;
    // Looks only at new addresses, so that a peer at its limit costs no more than others.
    const more = new Set(addresses.filter((address) => !held.has(address))).size;
    if (more <= own && more <= (quota?.left ?? own)) return true;
    if (more <= own && this.#makeWay(kind, peer, more)) return true;
    const bound = `a connection may have ${limits[kind]} ${kind}, while the relay has room`;
    const [address] = kind === 'wants' ? addresses : [];
    const message = `${bound}; none of this message was taken`;
    this.#deps.outbox.refuse(peer.id, `too-many-${kind}`, message, address);
    return false;
  }

  /** Peers of the largest client lose what they announced, until there is room for a smaller one. */
  #makeWay(kind: Kind, peer: Peer, more: number): boolean {
    const { clients } = this.#deps;
    const { account } = peer;
    if (!account || account.quotas[kind].ownLeft < more) return false;
    const isKnown = account.client !== undefined;
    const mine = isKnown ? account.widest[kind].taken : peer[kind].size;
    while (clients.left(kind) < more) {
      const largest = clients.largest(kind);
      const fullest =
        largest && largest.widest[kind].taken > mine + more && this.#fullestOf(largest, kind);
      if (!fullest) return false;
      this.#empty(kind, fullest);
    }
    return true;
  }

  #fullestOf(account: NonNullable<Peer['account']>, kind: Kind): Peer | undefined {
    let fullest: Peer | undefined;
    for (const peer of this.#deps.peers.ofAccount(account)) {
      // An absent peer could not hear it.
      if (!peer.isAway && peer[kind].size > (fullest?.[kind].size ?? 0)) fullest = peer;
    }
    return fullest;
  }

  #empty(kind: Kind, peer: Peer): void {
    const { outbox, watches } = this.#deps;
    const message = `all that this relay has room for is taken, and your client has most of it; your ${kind} were let go`;
    const addresses = [...peer[kind]];
    if (kind === 'haves') for (const address of addresses) this.removeSeeder(peer, address);
    if (kind === 'watches') watches.remove(peer, addresses);
    if (kind !== 'wants') return outbox.refuse(peer.id, `too-many-${kind}`, message);
    for (const address of addresses) {
      this.unwant(peer, address);
      outbox.refuse(peer.id, 'too-many-wants', message, address);
    }
  }

  #refuseBlocked(peer: Peer, address: Address): void {
    const message = 'the operator of this relay does not broker this address';
    this.#deps.outbox.refuse(peer.id, 'blocked', message, address);
  }
}

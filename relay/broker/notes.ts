/**
 * Passes notes between those who want or watch a page and those who answer for it: one in is one out, and nothing is
 * kept. Owns who answers for what, and the names by which peers know each other. Bounds what a note costs others. [M1]
 */
import type { Address } from '../protocol/address.ts';
import {
  NAMES_KNOWN,
  NOTES_BURST_PART,
  NOTES_OFFERED_BURST,
  NOTES_OFFERED_PER_SECOND,
  NOTES_UNSENT_BYTES,
  NETWORK_NOTES,
  type RelayLimits,
} from '../protocol/limits.ts';
import type { Note } from '../protocol/messages.ts';
import { noteCost } from '../protocol/note.ts';
import { Correspondence } from './correspondence.ts';
import type { CarriedNote, Millis, NoteRefusal, Outbox, PeerId } from './effects.ts';
import type { Peer, Peers } from './peer.ts';
import { Rates } from './rates.ts';

export interface NotesDeps {
  readonly limits: RelayLimits;
  readonly peers: Peers;
  readonly outbox: Outbox;
  readonly random: () => number;
  /** A name that nobody can guess. */
  readonly newName: () => string;
}

/** A note that came from another relay. */
export interface ForeignNote {
  readonly note: CarriedNote;
  /** The relay of its sender, as the backplane calls it. */
  readonly relay: string;
  /** The backplane's name for this delivery, for a `decline`. */
  readonly ticket: string;
}

/** A note that no other relay delivered. */
export interface ReturnedNote {
  readonly note: CarriedNote;
  readonly sender: PeerId;
  readonly code: NoteRefusal;
}

/** The most holders of one page to look at for one that takes a note. */
const LOOKED_AT = 256;

const SENTENCES: Readonly<Record<NoteRefusal, string>> = {
  nobody: 'nobody is there who takes this note',
  'too-many-notes': 'you, or the one who takes these notes, get no more of them at once',
};

export class Notes {
  readonly #deps: NotesDeps;
  /** The peers that answer for an address, also while they are away. An array of one is shared: see `Peer.alone`. */
  readonly #answering = new Map<Address, readonly Peer[]>();
  readonly #correspondences = new Map<Peer, Correspondence>();
  readonly #named = new Map<string, { readonly peer: Peer; readonly address: Address }>();
  /** By client; by peer where the client is unknown. */
  readonly #sent: Rates<string | Peer>;
  readonly #sentByNetworks: Rates<string>;
  readonly #offered = new Rates<Peer>({
    perSecond: NOTES_OFFERED_PER_SECOND,
    burst: NOTES_OFFERED_BURST,
  });

  constructor(deps: NotesDeps) {
    this.#deps = deps;
    const { notesPerMinute } = deps.limits;
    this.#sent = new Rates(rateOf(notesPerMinute));
    this.#sentByNetworks = new Rates(rateOf(NETWORK_NOTES * notesPerMinute));
  }

  /** Names, and addresses that somebody answers for. */
  get size(): number {
    return this.#named.size + this.#answering.size;
  }

  /** The peer has the page, and takes notes about it from now on. */
  answer(peer: Peer, address: Address): void {
    const correspondence = this.#of(peer);
    if (correspondence.answers.has(address)) return;
    correspondence.answers.add(address);
    const [first, second] = this.#answering.get(address) ?? [];
    if (!first) this.#answering.set(address, peer.alone);
    else if (!second) this.#answering.set(address, [first, peer]);
    else (this.#answering.get(address) as Peer[]).push(peer); // it is this address's own
  }

  stopAnswering(peer: Peer, address: Address): void {
    if (this.#correspondences.get(peer)?.answers.delete(address)) {
      const left = without(this.#answering.get(address) ?? [], peer);
      if (left.length > 0) this.#answering.set(address, left);
      else this.#answering.delete(address);
    }
    this.settle(peer, [address]);
  }

  /** The peer wants, watches or answers for less: the names that it has no use for are gone. [M3] */
  settle(peer: Peer, addresses: readonly Address[]): void {
    const correspondence = this.#correspondences.get(peer);
    if (!correspondence) return;
    for (const address of addresses) {
      const name = correspondence.names.get(address);
      if (name !== undefined && !this.#isConcerned(peer, address)) {
        correspondence.names.delete(address);
        this.#named.delete(name);
      }
    }
    if (correspondence.isEmpty) this.#correspondences.delete(peer);
  }

  /** The peer's connection is over, and all names with it; it answers again when it is back. */
  lose(peer: Peer): void {
    const correspondence = this.#correspondences.get(peer);
    if (!correspondence) return;
    for (const name of correspondence.names.values()) this.#named.delete(name);
    correspondence.forgetNames();
    if (correspondence.isEmpty) this.#correspondences.delete(peer);
    this.#offered.forget(peer);
  }

  send(peer: Peer, { address, to, body }: Note, now: Millis): void {
    const correspondent = this.#correspondences.get(peer)?.correspondent(address, to);
    const isKnown = to === undefined ? this.#asks(peer, address) : correspondent !== undefined;
    if (!isKnown || !this.#isConcerned(peer, address)) return this.#refuse(peer, address, 'nobody');
    const isAnswer = correspondent?.isOwedAnswer ?? false;
    if (correspondent) correspondent.isOwedAnswer = false;
    if (!isAnswer && !this.#pay(peer, now)) return this.#refuse(peer, address, 'too-many-notes');
    const from = this.#nameOf(peer, address);
    const note = { address, ...(to !== undefined && { to }), from, body, isAnswer };
    const relay = correspondent?.relay;
    if (relay !== undefined || this.#looksElsewhereFirst(note)) this.#carry(peer, note, relay);
    else {
      const code = this.#deliver(note, { relay, except: peer }, now);
      if (code === 'nobody' && this.#mayBeElsewhere(note)) this.#carry(peer, note, relay);
      else if (code) this.#refuse(peer, address, code);
    }
  }

  /** Another relay passes a note on. */
  receive({ note, relay, ticket }: ForeignNote, now: Millis): void {
    const code = this.#deliver(note, { relay, except: undefined }, now);
    if (code) this.#deps.outbox.push({ type: 'decline', ticket, code });
  }

  /** No other relay has delivered it: anyone of this one may, if the note is for anyone. */
  takeBack({ note, sender, code }: ReturnedNote, now: Millis): void {
    const peer = this.#deps.peers.get(sender);
    if (!peer || this.#named.get(note.from)?.peer !== peer) return; // it is not waiting any more
    const isForAnyone = note.to === undefined && code === 'nobody';
    const here = isForAnyone ? this.#deliver(note, { relay: undefined, except: peer }, now) : code;
    if (here) this.#refuse(peer, note.address, here);
  }

  /**
   * Half of the notes for anyone look on other relays first, whoever answers here: somebody here who takes notes and is
   * silent would otherwise keep readers from all others.
   */
  #looksElsewhereFirst(note: CarriedNote): boolean {
    return this.#mayBeElsewhere(note) && this.#deps.random() < 0.5;
  }

  #mayBeElsewhere({ to }: CarriedNote): boolean {
    return this.#deps.outbox.tellsChanges && to === undefined;
  }

  #carry(peer: Peer, note: CarriedNote, relay: string | undefined): void {
    const where = relay === undefined ? {} : { relay };
    this.#deps.outbox.push({ type: 'carry', sender: peer.id, note, ...where });
  }

  /** Says why the note reached nobody, if so. */
  #deliver(
    note: CarriedNote,
    { relay, except }: { relay: string | undefined; except: Peer | undefined },
    now: Millis,
  ): NoteRefusal | undefined {
    const { address, from, body } = note;
    const found = note.to === undefined ? this.#anyone(note, except, now) : this.#addressee(note);
    if (found === 'nobody' || found === 'too-many-notes') return found;
    if (!this.#takes(found, note, now)) return 'too-many-notes';
    this.#offered.take(found, now);
    this.#of(found).meet(from, { address, relay, isOwedAnswer: !note.isAnswer });
    found.onNote(noteCost(body));
    this.#deps.outbox.send(found.id, { type: 'note', address, from, body });
    return undefined;
  }

  #addressee({ address, to = '' }: CarriedNote): Peer | 'nobody' {
    const named = this.#named.get(to);
    return named?.address === address && this.#isConcerned(named.peer, address)
      ? named.peer
      : 'nobody';
  }

  /**
   * One that answers for the page, at random; not the sender. All connections of a client count as one: who opens many
   * that never answer keeps no more notes from the others than with one.
   */
  #anyone(note: CarriedNote, except: Peer | undefined, now: Millis): Peer | NoteRefusal {
    const holders = this.#answering.get(note.address) ?? [];
    const first = Math.floor(this.#deps.random() * holders.length);
    let code: NoteRefusal = 'nobody';
    const takers = new Map<string | Peer, Peer>();
    for (let i = 0; i < Math.min(holders.length, LOOKED_AT); i++) {
      const peer = holders[(first + i) % holders.length];
      if (!peer || peer === except || peer.isAway) continue;
      if (!this.#takes(peer, note, now)) code = 'too-many-notes';
      else if (!takers.has(clientOf(peer))) takers.set(clientOf(peer), peer);
    }
    return [...takers.values()][Math.floor(this.#deps.random() * takers.size)] ?? code;
  }

  /** True when so little was offered to the peer lately, and so little waits for it, that it takes a note more. [M6] */
  #takes(peer: Peer, { body }: CarriedNote, now: Millis): boolean {
    return this.#offered.has(peer, now) && peer.unsentNotes + noteCost(body) <= NOTES_UNSENT_BYTES;
  }

  /** The peer's client, and the widest network around it, pay for what the note makes others do. [M5] */
  #pay(peer: Peer, now: Millis): boolean {
    const payer = clientOf(peer);
    const [network] = peer.account?.networks ?? [];
    if (!this.#sent.has(payer, now)) return false;
    if (network !== undefined) {
      if (!this.#sentByNetworks.has(network, now)) return false;
      this.#sentByNetworks.take(network, now);
    }
    this.#sent.take(payer, now);
    return true;
  }

  #asks(peer: Peer, address: Address): boolean {
    return peer.wants.has(address) || peer.watches.has(address);
  }

  #isConcerned(peer: Peer, address: Address): boolean {
    const answers = this.#correspondences.get(peer)?.answers.has(address) ?? false;
    return answers || this.#asks(peer, address);
  }

  /** The name of the peer for this address; a new one takes the place of the one that was used least lately. [M3] */
  #nameOf(peer: Peer, address: Address): string {
    const { names } = this.#of(peer);
    const name = names.get(address) ?? this.#deps.newName();
    names.delete(address);
    names.set(address, name);
    this.#named.set(name, { peer, address });
    for (const [oldest, itsName] of names) {
      if (names.size <= NAMES_KNOWN) break;
      names.delete(oldest);
      this.#named.delete(itsName);
    }
    return name;
  }

  #of(peer: Peer): Correspondence {
    const known = this.#correspondences.get(peer);
    if (known) return known;
    const correspondence = new Correspondence();
    this.#correspondences.set(peer, correspondence);
    return correspondence;
  }

  #refuse(peer: Peer, address: Address, code: NoteRefusal): void {
    this.#deps.outbox.refuse(peer.id, code, SENTENCES[code], address);
  }
}

/** The client of a peer; the peer itself where that is unknown. */
function clientOf(peer: Peer): string | Peer {
  return peer.account?.client ?? peer;
}

function rateOf(perMinute: number): { perSecond: number; burst: number } {
  return { perSecond: perMinute / 60, burst: Math.max(1, perMinute * NOTES_BURST_PART) };
}

/** The others of those who answer for an address; an array of several is changed. */
function without(holders: readonly Peer[], peer: Peer): readonly Peer[] {
  const [first, second, third] = holders;
  if (!first || !second) return [];
  if (!third) return (first === peer ? second : first).alone;
  const own = holders as Peer[]; // only an array of one is shared
  const last = own.pop();
  if (last && last !== peer) own[own.indexOf(peer)] = last;
  return own;
}

import type { Millis } from '../../relay/broker/effects.ts';
import {
  type Address,
  NOTES_OFFERED_BURST,
  NOTES_OFFERED_PER_SECOND,
  type Note,
  type ReceivedNote,
} from '../../relay/protocol/index.ts';

/** A promise of PROTOCOL.md that the broker did not keep. */
export class Broken extends Error {}

export function must(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Broken(promise);
}

/** A peer, as far as notes concern it. */
export interface NotePeer {
  readonly client: string | undefined;
  readonly awayUntil: Millis | undefined;
  readonly wants: ReadonlyMap<Address, unknown>;
  readonly watches: ReadonlyMap<Address, unknown>;
  readonly answers: Set<Address>;
}

interface Name {
  readonly peer: NotePeer;
  readonly address: Address;
  /** Its peer lost interest in the page without a word: it may have ended, or not. */
  isDoubtful: boolean;
}

interface Traffic {
  readonly since: Millis;
  sent: number;
  received: number;
}

/** A naive model of notes: who may get the present one, by which name, and that something becomes of it. */
export class NoteModel {
  readonly #perSecond: number;
  readonly #isAnswered: (address: Address, besides: NotePeer) => boolean;
  readonly #names = new Map<string, Name>();
  readonly #ended = new Set<string>();
  /** The names that each peer was given on its connection. */
  readonly #given = new Map<NotePeer, Map<string, Address>>();
  readonly #traffic = new Map<string | NotePeer, Traffic>();
  readonly #offered = new Map<NotePeer, Millis[]>();
  #pending: { readonly sender: NotePeer; readonly note: Note } | undefined;
  delivered = 0;

  /** `isAnswered` says whether somebody who is connected answers for the address, besides this peer. */
  constructor(
    notesPerMinute: number,
    isAnswered: (address: Address, besides: NotePeer) => boolean,
  ) {
    this.#perSecond = notesPerMinute / 60;
    this.#isAnswered = isAnswered;
  }

  send(sender: NotePeer, note: Note): void {
    this.#pending = { sender, note };
  }

  /** The present note is of this peer. */
  isOf(peer: NotePeer): boolean {
    return this.#pending?.sender === peer;
  }

  /** The peer said that it is less concerned with these pages. */
  settle(peer: NotePeer, addresses: readonly Address[]): void {
    for (const [name, one] of this.#names) {
      if (one.peer === peer && addresses.includes(one.address)) {
        if (!isConcerned(peer, one.address)) this.#end(name);
      }
    }
  }

  /** The peer is less concerned with a page, though it did not say so. */
  doubt(peer: NotePeer, address: Address): void {
    for (const one of this.#names.values()) {
      if (one.peer === peer && one.address === address && !isConcerned(peer, address)) {
        one.isDoubtful = true;
      }
    }
  }

  /** The peer's connection is over. */
  lose(peer: NotePeer): void {
    for (const [name, one] of this.#names) if (one.peer === peer) this.#end(name);
    this.#given.delete(peer);
    this.#offered.delete(peer);
  }

  receive(receiver: NotePeer, message: ReceivedNote, now: Millis): void {
    const pending = this.#pending;
    must(pending !== undefined, 'a note that comes in goes out at most once [M1]');
    this.#pending = undefined;
    const { sender, note } = pending;
    const { address, to } = note;
    must(message.address === address && message.body === note.body, 'a note is not changed [M1]');
    must(receiver !== sender, 'no note comes back to its sender [M1]');
    if (to === undefined) {
      must(isAsking(sender, address), 'only who wants or watches a page asks about it [M2]');
      must(receiver.answers.has(address), 'notes go to those who answer [M1]');
    } else {
      must(this.#isGiven(sender, address, to), 'only to a name that it was given [M2]');
      must(this.#names.get(to)?.peer === receiver, 'a note reaches the one it names [M3]');
      must(isConcerned(receiver, address), 'who is not concerned with a page gets no notes [M3]');
    }
    this.#learn(sender, receiver, message);
    this.#mustBeFew(sender, receiver, now);
    this.delivered += 1;
  }

  refuse(sender: NotePeer, code: string, isBlocked: boolean): void {
    const pending = this.#pending;
    must(pending?.sender === sender, 'only a note is refused as one');
    this.#pending = undefined;
    const { address, to } = pending.note;
    if (code !== 'nobody' || isBlocked) return;
    const isReachable = to === undefined ? this.#isAnswered(address, sender) : this.#isThere(to);
    const may = to === undefined ? isAsking(sender, address) : this.#isGiven(sender, address, to);
    must(!(may && isReachable && isConcerned(sender, address)), 'somebody was there [M4]');
  }

  /** All effects of the input were seen. */
  finish(): void {
    must(this.#pending === undefined, 'a note is passed on or refused [M4]');
  }

  #learn(sender: NotePeer, receiver: NotePeer, { from, address }: ReceivedNote): void {
    must(!this.#ended.has(from), 'no name is used again [M3]');
    for (const [name, one] of this.#names) {
      if (one.peer !== sender || one.address !== address || name === from) continue;
      must(one.isDoubtful, 'a connection has one name for an address [M3]');
      this.#end(name);
    }
    const known = this.#names.get(from);
    must(!known || (known.peer === sender && known.address === address), 'names are unique [M3]');
    this.#names.set(from, { peer: sender, address, isDoubtful: false });
    const given = this.#given.get(receiver) ?? new Map<string, Address>();
    this.#given.set(receiver, given.set(from, address));
  }

  /** A client sends no more than its part, besides answers to what it got; nobody is offered many in a second. */
  #mustBeFew(sender: NotePeer, receiver: NotePeer, now: Millis): void {
    const traffic = this.#trafficOf(sender, now);
    traffic.sent += 1;
    this.#trafficOf(receiver, now).received += 1;
    const earned = 10 * this.#perSecond + ((now - traffic.since) / 1_000) * this.#perSecond;
    must(traffic.sent - traffic.received <= earned + 1, 'a client sends few notes [M5]');
    const lately = (this.#offered.get(receiver) ?? []).filter((at) => at > now - 1_000);
    this.#offered.set(receiver, [...lately, now]);
    const most = NOTES_OFFERED_BURST + NOTES_OFFERED_PER_SECOND;
    must(lately.length < most, 'nobody is offered many notes in a second [M6]');
  }

  #trafficOf(peer: NotePeer, now: Millis): Traffic {
    const payer = peer.client ?? peer;
    const traffic = this.#traffic.get(payer) ?? { since: now, sent: 0, received: 0 };
    this.#traffic.set(payer, traffic);
    return traffic;
  }

  #isGiven(peer: NotePeer, address: Address, name: string): boolean {
    return this.#given.get(peer)?.get(name) === address;
  }

  #isThere(name: string): boolean {
    const named = this.#names.get(name);
    return named !== undefined && !named.isDoubtful && isConcerned(named.peer, named.address);
  }

  #end(name: string): void {
    this.#names.delete(name);
    this.#ended.add(name);
  }
}

function isAsking({ wants, watches }: NotePeer, address: Address): boolean {
  return wants.has(address) || watches.has(address);
}

function isConcerned(peer: NotePeer, address: Address): boolean {
  return isAsking(peer, address) || peer.answers.has(address);
}

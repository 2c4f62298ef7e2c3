import type { Millis } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import { PASS_BYTES, TAKEN_BYTES } from '../../protocol/limits.ts';
import type { Member } from './member.ts';
import { encodePayload, EXCEPT_LIMIT, PIECE_BYTES } from './payloads.ts';
import { type NodeId, nodeSubject, wantSubject } from './subjects.ts';

/** One pass over a page's bytes on its way from another relay, as far as its giver is concerned. */
export interface Asked {
  readonly name: string;
  readonly address: Address;
  /** The subject where its giver listens; empty until known. */
  outlet: string;
  /** The length of the page, once known. */
  total: number | undefined;
  /** The next byte to come. */
  received: number;
  /** The broker takes bytes before this one. */
  wanted: number;
  /** The giver was asked for bytes before this one. */
  asked: number;
  /** The requested bytes that have not come and count as on their way. */
  reserved: number;
  /** The rest of that, of which too little came for too long. */
  stuck: number;
  /** The bytes received at the last look, and the number of looks since its giver heard of it. */
  seen: number;
  looks: number;
}

export interface Start extends Pick<Asked, 'name' | 'address' | 'wanted'> {
  /** The first request is for these bytes. */
  readonly from: number;
  readonly to: number;
}

/** A pass before its first request. */
export function newAsked({ from, to, name, address, wanted }: Start): Asked {
  const counts = { received: from, asked: to, wanted, reserved: 0, stuck: 0, seen: from, looks: 0 };
  return { name, address, outlet: '', total: undefined, ...counts };
}

/**
 * The time between two looks at passes. If nothing came in between, the giver may be gone; a new request shows it at
 * once.
 */
const LOOK_MS = 400;
/** A pass that brings less between two looks is stuck: others get its reserved bytes. */
const STUCK_BYTES = PASS_BYTES / 4;
/** After this many looks, the giver learns that the pass is still needed, although nothing is asked of it. */
const LOOKS_TO_KEEP = 6;

/**
 * Asks other relays for bytes, and for more of them as far as there is room on the way. What waits at the NATS server
 * for a connection must stay bounded, and no pass can keep another from its share, however little of it comes.
 */
export class PassRequests {
  readonly #member: Member;
  /** Passes that wait for room. */
  readonly #waiting = new Set<Asked>();
  #onTheirWay = 0;
  /** Asked for, and no longer counted as on their way. */
  #stuck = 0;
  #lookAt: Millis = 0;

  constructor(member: Member) {
    this.#member = member;
  }

  /** Asks for the first bytes of a pass: one relay, or any but some. */
  begin(pass: Asked, whom: NodeId | readonly NodeId[]): void {
    const { node, bus, home } = this.#member;
    const { address, name, received: from, asked } = pass;
    pass.asked = from;
    this.#reserve(pass, asked);
    const isOne = typeof whom === 'string';
    const frameBytes = Math.min(home.frameBytes, PIECE_BYTES);
    const except = isOne ? [] : whom.slice(0, EXCEPT_LIMIT);
    const to = pass.asked;
    bus.publish(
      isOne ? nodeSubject(whom, 'want') : wantSubject(address),
      encodePayload({ type: 'want', node, pass: name, address, from, to, frameBytes, except }),
      { reply: nodeSubject(node, name) },
    );
  }

  /** Asks for what the broker wants and was not asked for yet. */
  more(pass: Asked): void {
    if (pass.outlet !== '' && this.#reserve(pass, this.#endOf(pass))) this.#sayMore(pass);
  }

  received(pass: Asked, length: number): void {
    pass.received += length;
    this.#release(pass, length);
    if (pass.received === pass.asked && this.#waiting.delete(pass)) this.more(pass);
    this.#askWaiting();
  }

  /** The pass is over. Tells its giver if the giver cannot know. */
  end(pass: Asked, tells: boolean): void {
    this.#release(pass, pass.reserved + pass.stuck);
    this.#waiting.delete(pass);
    if (tells && pass.outlet !== '') this.refuse(pass.outlet);
    this.#askWaiting();
  }

  refuse(outlet: string): void {
    this.#member.bus.publish(outlet, encodePayload({ type: 'close' }));
  }

  /** Keeps these passes alive, finds out whose giver is gone, and gives the share of those that are stuck to others. */
  tick(passes: Iterable<Asked>, now: Millis): void {
    if (now < this.#lookAt) return;
    this.#lookAt = now + LOOK_MS;
    for (const pass of passes) this.#look(pass);
    this.#askWaiting();
  }

  #look(pass: Asked): void {
    const came = pass.received - pass.seen;
    const isAwaited = pass.asked > pass.received;
    pass.seen = pass.received;
    if (isAwaited && came < STUCK_BYTES) this.#giveBack(pass);
    pass.looks += 1;
    if (pass.outlet === '') return;
    if ((isAwaited && came === 0) || pass.looks >= LOOKS_TO_KEEP) this.#sayMore(pass);
  }

  /** Asks for nothing from this byte on. */
  #endOf({ wanted, total = wanted }: Asked): number {
    return Math.min(wanted, total, this.#member.home.pageBytes);
  }

  /**
   * Makes room for the bytes that the pass wants, or for its share; the rest must wait. Says whether there is more to
   * ask.
   */
  #reserve(pass: Asked, end: number): boolean {
    const bytes = end - pass.asked;
    if (bytes <= 0) return false;
    const isIdle = pass.received === pass.asked;
    const share = isIdle ? Math.min(bytes, PASS_BYTES) : 0;
    const granted = bytes <= TAKEN_BYTES - this.#onTheirWay ? bytes : share;
    if (granted < bytes) this.#waiting.add(pass);
    pass.asked += granted;
    pass.reserved += granted;
    this.#onTheirWay += granted;
    return granted > 0;
  }

  /** This many bytes came, or never will. They are taken first from bytes that no longer count. */
  #release(pass: Asked, bytes: number): void {
    const stuck = Math.min(bytes, pass.stuck);
    const moving = Math.min(bytes - stuck, pass.reserved);
    pass.stuck -= stuck;
    this.#stuck -= stuck;
    pass.reserved -= moving;
    this.#onTheirWay -= moving;
  }

  /** They may still come, all at once, so there is a bound for these too. */
  #giveBack(pass: Asked): void {
    const bytes = Math.min(pass.reserved, TAKEN_BYTES - this.#stuck);
    pass.reserved -= bytes;
    this.#onTheirWay -= bytes;
    pass.stuck += bytes;
    this.#stuck += bytes;
  }

  #askWaiting(): void {
    for (const pass of this.#waiting) {
      if (this.#onTheirWay + this.#endOf(pass) - pass.asked > TAKEN_BYTES) return;
      this.#waiting.delete(pass);
      this.more(pass);
    }
  }

  /** If the giver is gone, the bus answers that nobody is there. */
  #sayMore(pass: Asked): void {
    const { bus, node } = this.#member;
    pass.looks = 0;
    const reply = nodeSubject(node, pass.name);
    bus.publish(pass.outlet, encodePayload({ type: 'more', to: pass.asked }), { reply });
  }
}

import type { Millis } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import type { Member } from './member.ts';
import { encodePayload, EXCEPT_LIMIT, PIECE_BYTES } from './payloads.ts';
import { type NodeId, nodeSubject, wantSubject } from './subjects.ts';

/** One pass over a page's bytes on its way from another relay, as far as its giver is concerned. */
export interface Asked {
  readonly name: string;
  readonly address: Address;
  /** Where its giver listens; empty until known. */
  outlet: string;
  /** The length of the page, once known. */
  total: number | undefined;
  /** The next byte to come. */
  received: number;
  /** The broker takes bytes before this one. */
  wanted: number;
  /** The giver was asked for bytes before this one. */
  asked: number;
  /** What was received when it was last looked at, and how often that has been since its giver heard of it. */
  seen: number;
  looks: number;
}

/** So many bytes may be on their way to this relay: what waits at the NATS server for a connection must stay bounded. */
const ON_THEIR_WAY_BYTES = 16 * 1024 * 1024;
/** How often passes are looked at: where nothing came meanwhile the giver may be gone, which asking it shows at once. */
const LOOK_MS = 400;
/** After so many looks the giver is told that the pass is still needed, though nothing is asked of it. */
const LOOKS_TO_KEEP = 6;

/** Asks other relays for bytes, and for more of them as far as there is room on the way. */
export class Asking {
  readonly #member: Member;
  /** Passes that wait for room. */
  readonly #waiting = new Set<Asked>();
  #onTheirWay = 0;
  #lookAt: Millis = 0;

  constructor(member: Member) {
    this.#member = member;
  }

  /** Asks for the first bytes of a pass: one relay, or any but some. */
  begin(pass: Asked, whom: NodeId | readonly NodeId[]): void {
    const { node, bus, home } = this.#member;
    const { address, name, received: from, asked: to } = pass;
    const isOne = typeof whom === 'string';
    const frameBytes = Math.min(home.frameBytes, PIECE_BYTES);
    const except = isOne ? [] : whom.slice(0, EXCEPT_LIMIT);
    this.#onTheirWay += to - from;
    bus.publish(
      isOne ? nodeSubject(whom, 'want') : wantSubject(address),
      encodePayload({ type: 'want', node, pass: name, address, from, to, frameBytes, except }),
      { reply: nodeSubject(node, name) },
    );
  }

  /** Asks for what the broker wants and was not asked for yet. */
  more(pass: Asked): void {
    const to = Math.min(pass.wanted, pass.total ?? pass.wanted);
    const more = to - pass.asked;
    if (pass.outlet === '' || more <= 0) return;
    if (this.#onTheirWay > 0 && this.#onTheirWay + more > ON_THEIR_WAY_BYTES) {
      this.#waiting.add(pass);
      return;
    }
    this.#onTheirWay += more;
    pass.asked = to;
    this.#sayMore(pass);
  }

  received(pass: Asked, length: number): void {
    pass.received += length;
    this.#onTheirWay -= length;
    this.#askWaiting();
  }

  /** The pass is over; its giver is told where it cannot know. */
  end(pass: Asked, tells: boolean): void {
    this.#onTheirWay -= pass.asked - pass.received;
    this.#waiting.delete(pass);
    if (tells && pass.outlet !== '') this.refuse(pass.outlet);
    this.#askWaiting();
  }

  refuse(outlet: string): void {
    this.#member.bus.publish(outlet, encodePayload({ type: 'close' }));
  }

  /** Keeps these passes alive, and finds out whose giver is gone. */
  tick(passes: Iterable<Asked>, now: Millis): void {
    if (now < this.#lookAt) return;
    this.#lookAt = now + LOOK_MS;
    for (const pass of passes) if (pass.outlet !== '') this.#look(pass);
  }

  #look(pass: Asked): void {
    const isStuck = pass.asked > pass.received && pass.seen === pass.received;
    pass.seen = pass.received;
    pass.looks += 1;
    if (isStuck || pass.looks >= LOOKS_TO_KEEP) this.#sayMore(pass);
  }

  #askWaiting(): void {
    for (const pass of this.#waiting) {
      if (this.#onTheirWay + pass.wanted - pass.asked > ON_THEIR_WAY_BYTES) return;
      this.#waiting.delete(pass);
      this.more(pass);
    }
  }

  /** Where the giver is gone the bus answers that nobody is there. */
  #sayMore(pass: Asked): void {
    const { bus, node } = this.#member;
    pass.looks = 0;
    const reply = nodeSubject(node, pass.name);
    bus.publish(pass.outlet, encodePayload({ type: 'more', to: pass.asked }), { reply });
  }
}

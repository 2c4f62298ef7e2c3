import type { Millis, PeerId } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import type { RelayMessage } from '../../protocol/messages.ts';
import type { Line } from '../backplane.ts';
import { extentOf } from '../../protocol/frames.ts';
import { GIVEN_BYTES } from '../../protocol/limits.ts';
import { cutFrame } from './cut-frame.ts';
import type { Member } from './member.ts';
import { encodePayload, type Payload, PIECE_BYTES, type Want } from './payloads.ts';
import { contentSubject, nodeSubject } from './subjects.ts';

/** One pass over a page's bytes on its way to another relay, which is to this one a reader. */
interface Pass {
  readonly peer: PeerId;
  readonly name: string;
  readonly want: Want;
  readonly frames: Uint8Array[];
  /** Payload bytes in `frames`. */
  unsent: number;
  /** The other relay takes bytes before this one. */
  to: number;
  /** The page's last byte has been forwarded to it. */
  isWhole: boolean;
  /** When to tell the other relay where this one listens; undefined once it knows. */
  introduceAt: Millis | undefined;
  heardAt: Millis;
  /** It is about to end: content that follows would overtake the message that says why. */
  isEnding: boolean;
}

/** A pass of which nothing was heard for so long is over: its relay repeats itself more often than that. */
const SILENT_MS = 6_000;
/** The first frame of a page says where its giver listens; one that has not come by then is announced. */
const SOON_MS = 50;
/** More passes at once are refused, and found elsewhere. */
const PASSES = 10_000;

/** Gives pages to other relays, as far as each asks: for every pass this relay has a reader more. */
export class OutgoingPasses {
  readonly #member: Member;
  readonly #passes = new Map<string, Pass>();
  readonly #ofAddress = new Map<Address, Set<Pass>>();
  /** Passes that keep bytes here, the one first that was sent some longest ago. */
  readonly #idle = new Set<Pass>();
  #kept = 0;
  /** Passes that took something since the broker was last told. */
  readonly #moved = new Set<Pass>();
  readonly #over: (() => void)[] = [];
  #lastName = 0;
  #isDeferred = false;
  /** Nothing new is given. */
  isWithdrawn = false;
  bytes = 0;

  constructor(member: Member) {
    this.#member = member;
  }

  get size(): number {
    return this.#passes.size;
  }

  /** Bytes that wait here until other relays ask for them. */
  get kept(): number {
    return this.#kept;
  }

  onWant(want: Want): void {
    if (want.node === this.#member.node) return;
    if (!this.#mayGive(want)) return this.#answer(want, { type: 'gone', node: this.#member.node });
    const { home, nextPeer } = this.#member;
    const pass = this.#open(want, nextPeer());
    home.connect(pass.peer, this.#lineOf(pass));
    home.receive(pass.peer, { type: 'want', address: want.address, from: want.from });
    if (!pass.isWhole && !home.isServed(pass.peer, want.address)) this.#end(pass, 'gone');
  }

  /** Another relay says something of a pass. */
  hear(name: string, payload: Payload): void {
    const pass = this.#passes.get(name);
    if (!pass) return;
    if (payload.type === 'close') return this.#end(pass);
    if (payload.type !== 'more') return;
    pass.heardAt = this.#member.now();
    pass.to = Math.max(pass.to, payload.to);
    this.#pump(pass);
  }

  /** Passes that nobody of this relay feeds any more are better fed by another relay. */
  update(address: Address): void {
    for (const pass of [...(this.#ofAddress.get(address) ?? [])]) {
      if (!pass.isWhole && !this.#member.home.isServed(pass.peer, address)) this.#end(pass, 'gone');
    }
  }

  tick(now: Millis): void {
    for (const pass of this.#passes.values()) {
      if (now - pass.heardAt > SILENT_MS) this.#end(pass);
      else if (now >= (pass.introduceAt ?? Infinity)) this.#introduce(pass);
    }
  }

  /** Nobody can be reached, or this relay stops. */
  endAll(): void {
    for (const pass of [...this.#passes.values()]) this.#end(pass, 'gone');
  }

  #mayGive({ node, address, except, from }: Want): boolean {
    if (this.isWithdrawn || this.#passes.size >= PASSES) return false;
    if (from >= this.#member.home.pageBytes) return false; // a page that only others may have
    if (node === this.#member.node || except.includes(this.#member.node)) return false;
    return this.#member.home.supplyOf(address).canServe;
  }

  #open(want: Want, peer: PeerId): Pass {
    const name = `g${(++this.#lastName).toString(36)}`;
    const pass: Pass = {
      peer,
      name,
      want,
      frames: [],
      unsent: 0,
      to: want.to,
      isWhole: false,
      introduceAt: this.#member.now() + SOON_MS,
      heardAt: this.#member.now(),
      isEnding: false,
    };
    this.#passes.set(name, pass);
    const siblings = this.#ofAddress.get(want.address) ?? new Set();
    this.#ofAddress.set(want.address, siblings.add(pass));
    return pass;
  }

  #lineOf(pass: Pass): Line {
    return {
      send: (message) => this.#onMessage(pass, message),
      forward: (frame) => this.#forward(pass, frame),
      close: () => this.#endSoon(pass, 'gone'),
    };
  }

  #onMessage(pass: Pass, { type }: RelayMessage): void {
    if (type === 'corrupt') this.#endSoon(pass, 'corrupt');
    else if (type === 'error') this.#endSoon(pass, 'gone');
  }

  #forward(pass: Pass, frame: Uint8Array): void {
    if (pass.isEnding || this.#passes.get(pass.name) !== pass) return;
    const { offset, length, total } = extentOf(frame);
    pass.frames.push(frame);
    this.#keep(pass, length);
    pass.isWhole = offset + length === total;
    this.#pump(pass);
    while (this.#kept > GIVEN_BYTES) this.#endIdlest();
  }

  /** Bytes wait until the other relay asks for them, or wait no more. */
  #keep(pass: Pass, bytes: number): void {
    pass.unsent += bytes;
    this.#kept += bytes;
    if (pass.unsent === 0) this.#idle.delete(pass);
    else if (bytes > 0) this.#idle.add(pass); // one that is in it stays where it is
  }

  /** Ends the pass with kept bytes whose taker took some longest ago. Its readers can get the bytes again. */
  #endIdlest(): void {
    for (const pass of this.#idle) return this.#endSoon(pass, 'gone');
  }

  /** Sends the requested bytes, and cuts a frame that goes beyond them. */
  #pump(pass: Pass): void {
    for (let frame = pass.frames[0]; frame; frame = pass.frames[0]) {
      const { offset: from, length } = extentOf(frame);
      const to = from + length;
      const end = Math.min(to, pass.to, from + Math.min(pass.want.frameBytes, PIECE_BYTES));
      if (end <= from) break;
      if (end === to) pass.frames.shift();
      else {
        const [first, rest] = cutFrame(pass.want.address, frame, end);
        frame = first;
        pass.frames[0] = rest;
      }
      this.#send(pass, frame, end - from);
    }
  }

  #send(pass: Pass, frame: Uint8Array, length: number): void {
    const { bus, node } = this.#member;
    const { want, name } = pass;
    const reply = nodeSubject(node, name);
    bus.publish(contentSubject(want.node, want.pass), frame, { reply, way: 'content' });
    pass.introduceAt = undefined;
    this.#idle.delete(pass);
    this.#keep(pass, -length);
    if (pass.unsent > 0) this.#idle.add(pass);
    this.bytes += length;
    this.#moved.add(pass);
    this.#defer();
  }

  /** Nothing came from the seeder yet: the other relay may call it off. */
  #introduce(pass: Pass): void {
    pass.introduceAt = undefined;
    const { bus, node } = this.#member;
    const reply = nodeSubject(node, pass.name);
    const { want } = pass;
    bus.publish(nodeSubject(want.node, want.pass), encodePayload({ type: 'coming' }), { reply });
  }

  /** The broker must not get an input while its last answer is being performed. */
  #defer(): void {
    if (this.#isDeferred) return;
    this.#isDeferred = true;
    this.#member.defer(() => {
      this.#isDeferred = false;
      for (const end of this.#over.splice(0)) end();
      for (const pass of this.#moved) {
        this.#moved.delete(pass);
        this.#tell(pass);
      }
    });
  }

  #tell(pass: Pass): void {
    if (this.#passes.get(pass.name) !== pass) return;
    if (pass.isEnding) return;
    if (pass.isWhole && pass.frames.length === 0) this.#end(pass);
    else this.#member.home.drained(pass.peer, pass.unsent);
  }

  #endSoon(pass: Pass, why: 'gone' | 'corrupt'): void {
    pass.isEnding = true;
    this.#keep(pass, -pass.unsent);
    pass.frames.length = 0;
    this.#over.push(() => this.#end(pass, why));
    this.#defer();
  }

  #end(pass: Pass, why?: 'gone' | 'corrupt'): void {
    const { home, node } = this.#member;
    if (!this.#passes.delete(pass.name)) return;
    this.#keep(pass, -pass.unsent);
    const siblings = this.#ofAddress.get(pass.want.address);
    siblings?.delete(pass);
    if (siblings?.size === 0) this.#ofAddress.delete(pass.want.address);
    if (why) this.#answer(pass.want, { type: why, node });
    home.disconnect(pass.peer);
  }

  #answer(want: Want, payload: Payload): void {
    this.#member.bus.publish(nodeSubject(want.node, want.pass), encodePayload(payload));
  }
}

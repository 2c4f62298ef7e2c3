import type { Millis } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import { type FrameHeader, parseFrame } from '../../protocol/frames.ts';
import type { Request } from '../../protocol/messages.ts';
import { PassRequests, newAsked, type Start } from './pass-requests.ts';
import type { BusMessage } from './bus.ts';
import type { Member } from './member.ts';
import { type Payload, PIECE_BYTES } from './payloads.ts';
import { ShunnedRelays } from './shunned-relays.ts';
import { giverOf, type NodeId } from './subjects.ts';
import { type Pass, settle, type Supplier } from './supplier.ts';

/** The first range of a page, which any relay may answer: most pages are no longer. */
const FIRST_BYTES = 64 * 1024;
const ANSWER_MS = 1_000;

/** Takes pages from other relays: each that has one becomes a seeder more, for as long as it is needed. */
export class Suppliers {
  readonly #member: Member;
  readonly #onFailure: (address: Address) => void;
  readonly #passes = new Map<string, Pass>();
  readonly #suppliers = new Map<Address, Map<NodeId, Supplier>>();
  readonly #shunned: ShunnedRelays;
  readonly #requests: PassRequests;
  readonly #leaving = new Set<Supplier>();
  #lastName = 0;
  bytes = 0;

  /** `onFailure` is called where a relay that was found does not serve the page. */
  constructor(member: Member, onFailure: (address: Address) => void) {
    this.#member = member;
    this.#onFailure = onFailure;
    this.#shunned = new ShunnedRelays(member.now);
    this.#requests = new PassRequests(member);
  }

  get size(): number {
    return this.#passes.size;
  }

  /** Asks all who hold the page for it, but those who are asked already. Returns the way to call it off. */
  seek(address: Address, from: number, onSettled: (isFound: boolean) => void): () => void {
    const to = Math.min(this.#member.home.pageBytes, from + FIRST_BYTES);
    const pass = this.#open({ address, from, to, wanted: from, isRetry: false, onSettled });
    const busy = this.#suppliersOf(address).map(({ node }) => node);
    this.#requests.begin(pass, [...busy, ...this.#shunned.of(address)]);
    return () => {
      if (!pass.supplier) this.#end(pass, true);
    };
  }

  /** A relay answers, or nobody is there to. */
  hear(name: string, { isNobody, reply }: BusMessage, payload: Payload | undefined): void {
    const pass = this.#passes.get(name);
    if (payload?.type === 'coming') return this.#onComing(pass, reply);
    if (!pass) return;
    if (isNobody) return this.#lost(pass);
    if (payload?.type !== 'gone' && payload?.type !== 'corrupt') return;
    if (pass.supplier && pass.supplier.node !== payload.node) return;
    if (payload.type === 'corrupt') this.#onCorrupt(pass, payload.node);
    else this.#lost(pass);
  }

  onContent(name: string, { bytes, reply }: BusMessage): void {
    const node = giverOf(reply);
    if (!node) return;
    const pass = this.#passes.get(name);
    const header = parseFrame(bytes, Math.min(this.#member.home.frameBytes, PIECE_BYTES));
    if (!pass || 'type' in header || (pass.outlet !== '' && pass.outlet !== reply)) {
      return this.#requests.refuse(reply); // it is over, or another gives it
    }
    pass.total ??= header.total;
    if ((pass.outlet === '' || !pass.supplier) && !this.#meet(pass, node, reply)) return;
    this.#onFrame(pass, header, bytes);
  }

  /** A giver that has nothing yet says where it listens. */
  #onComing(pass: Pass | undefined, outlet: string): void {
    if (!giverOf(outlet)) return;
    if (!pass) this.#requests.refuse(outlet);
    else if (pass.outlet === '') pass.outlet = outlet;
  }

  /** Relays that are no longer needed for an address leave. */
  update(address: Address, isLacked: boolean): void {
    for (const supplier of this.#suppliersOf(address)) {
      if (!isLacked && this.#member.home.feeds(supplier.peer) === 0) this.#leave(supplier);
    }
  }

  tick(now: Millis): void {
    for (const pass of this.#passes.values()) {
      if (!pass.supplier && now >= pass.answerBy) this.#lost(pass, true);
    }
    this.#requests.tick(this.#passes.values(), now);
  }

  /** The relay is not there any more. */
  forget(node: NodeId): void {
    for (const suppliers of [...this.#suppliers.values()]) {
      const supplier = suppliers.get(node);
      if (supplier) this.#leave(supplier);
    }
  }

  /** Nobody can be reached. */
  endAll(): void {
    for (const pass of [...this.#passes.values()]) if (!pass.supplier) this.#lost(pass);
    for (const address of [...this.#suppliers.keys()]) {
      for (const supplier of this.#suppliersOf(address)) this.#leave(supplier);
    }
  }

  #suppliersOf(address: Address): Supplier[] {
    return [...(this.#suppliers.get(address)?.values() ?? [])];
  }

  #open(options: Omit<Start, 'name'> & Pick<Pass, 'isRetry' | 'onSettled'>): Pass {
    const { onSettled, isRetry, ...start } = options;
    const pass: Pass = {
      ...newAsked({ ...start, name: `t${(++this.#lastName).toString(36)}` }),
      from: start.from,
      supplier: undefined,
      isRetry,
      answerBy: this.#member.now() + ANSWER_MS,
      onSettled,
    };
    this.#passes.set(pass.name, pass);
    return pass;
  }

  /** The first frame of a pass has come: says whether its giver is welcome. */
  #meet(pass: Pass, node: NodeId, reply: string): boolean {
    const { address } = pass;
    if (!pass.supplier && this.#shunned.has(address, node)) {
      this.#requests.refuse(reply);
      this.#lost(pass);
      return false;
    }
    pass.outlet = reply;
    if (pass.supplier) return true;
    const supplier = this.#supply(pass, node);
    if (pass.wanted > pass.received) return true;
    // The reader that made this relay look for the page has gone, or begins at another byte.
    this.#end(pass, true);
    if (this.#member.home.feeds(supplier.peer) === 0) this.#leave(supplier);
    return false;
  }

  /** The relay that gives a pass becomes a seeder. */
  #supply(pass: Pass, node: NodeId): Supplier {
    const { address } = pass;
    const supplier = this.#suppliers.get(address)?.get(node) ?? this.#connect(address, node);
    pass.supplier = supplier;
    supplier.passes.add(pass);
    settle(pass, true);
    this.#member.home.receive(supplier.peer, { type: 'have', addresses: [address] });
    return supplier;
  }

  #connect(address: Address, node: NodeId): Supplier {
    const { home, nextPeer } = this.#member;
    const peer = nextPeer();
    const supplier: Supplier = { peer, node, address, passes: new Set(), hasDisowned: false };
    const suppliers = this.#suppliers.get(address) ?? new Map<NodeId, Supplier>();
    this.#suppliers.set(address, suppliers.set(node, supplier));
    home.connect(peer, {
      send: (message) => {
        if (message.type === 'request') this.#onRequest(supplier, message);
        else if (message.type === 'cancel') this.#onCancel(supplier, message);
        else if (message.type === 'error') this.#shun(supplier);
      },
      forward: () => {}, // it wants nothing
      close: () => this.#leaveSoon(supplier),
    });
    return supplier;
  }

  /** Its bytes were wrong, or more than a page may have. */
  #shun(supplier: Supplier): void {
    if (!supplier.hasDisowned) this.#shunned.add(supplier.address, supplier.node);
    this.#onFailure(supplier.address);
    this.#leaveSoon(supplier);
  }

  /** The broker asks a supplier for a range: the next of a pass, or the first of a new one. */
  #onRequest(supplier: Supplier, { from, length }: Request): void {
    const to = from + length;
    for (const pass of supplier.passes) {
      if (pass.wanted === from) {
        pass.wanted = to;
        return this.#requests.more(pass);
      }
      // It asks again for what should have come long ago. Another reader's pass, further on or back, goes on.
      if (pass.received === from && pass.wanted > from) this.#end(pass, true);
    }
    this.#takeRange(supplier, from, to, false);
  }

  /** Opens a pass of this supplier. */
  #takeRange(supplier: Supplier, from: number, wanted: number, isRetry: boolean): void {
    const { address, node } = supplier;
    const to = Math.min(this.#member.home.pageBytes, wanted); // no page has more
    const pass = this.#open({ address, from, to, wanted, isRetry, onSettled: undefined });
    pass.supplier = supplier;
    supplier.passes.add(pass);
    this.#requests.begin(pass, node);
  }

  /** Nobody needs these bytes any more, so the pass that was to bring them is over. */
  #onCancel(supplier: Supplier, { from, length }: Pick<Request, 'from' | 'length'>): void {
    for (const pass of supplier.passes) {
      if (pass.received < from + length && from < pass.wanted) this.#end(pass, true);
    }
  }

  #onFrame(pass: Pass, header: FrameHeader, frame: Uint8Array): void {
    const { supplier, address } = pass;
    if (!supplier) return;
    const end = header.offset + header.length;
    // Something was lost on the way, or the giver does not do what it was asked.
    if (header.address !== address || header.offset !== pass.received || end > pass.asked) {
      return this.#lost(pass);
    }
    this.bytes += header.length;
    this.#requests.received(pass, header.length);
    if (end === header.total) this.#end(pass);
    this.#member.home.content(supplier.peer, header, frame);
  }

  /** The giver takes back what it gave; or what is wanted lies past the end of the page. */
  #onCorrupt(pass: Pass, node: NodeId): void {
    const { home } = this.#member;
    const supplier = pass.supplier ?? this.#supply(pass, node);
    const { peer, address } = supplier;
    this.#end(pass);
    supplier.hasDisowned = true;
    home.disowned(peer, address, pass.received);
    supplier.hasDisowned = false;
    if (home.feeds(peer) > 0) return;
    // From past the end it is the reader's fault, who starts again from 0.
    if (pass.from === 0) this.#onFailure(address);
    this.#leave(supplier);
  }

  /**
   * A pass came to nothing, or broke off. The rest of it is asked for again, once for each time that it got further. A
   * supplier that does not answer even so is no seeder of the page any more, unless other passes of it go on.
   */
  #lost(pass: Pass, tells = false): void {
    this.#end(pass, tells);
    const { supplier, received, wanted, isRetry } = pass;
    if (!supplier) return settle(pass, false);
    if (received > pass.from || (supplier.passes.size > 0 && !isRetry)) {
      if (wanted > received) this.#takeRange(supplier, received, wanted, true);
      return;
    }
    this.#onFailure(pass.address);
    if (supplier.passes.size === 0) this.#leave(supplier);
  }

  /** `tells`: its giver is told, which cannot know otherwise. */
  #end(pass: Pass, tells = false): void {
    if (!this.#passes.delete(pass.name)) return;
    pass.supplier?.passes.delete(pass);
    this.#requests.end(pass, tells);
  }

  #leaveSoon(supplier: Supplier): void {
    this.#leaving.add(supplier);
    this.#member.defer(() => {
      for (const one of this.#leaving) this.#leave(one);
    });
  }

  #leave(supplier: Supplier): void {
    const { address, node, peer, passes } = supplier;
    this.#leaving.delete(supplier);
    const suppliers = this.#suppliers.get(address);
    if (suppliers?.get(node) !== supplier) return;
    suppliers.delete(node);
    if (suppliers.size === 0) this.#suppliers.delete(address);
    for (const pass of [...passes]) this.#end(pass, true);
    this.#member.home.disconnect(peer);
  }
}

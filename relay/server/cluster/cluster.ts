import type { Millis, NoteRefusal, PeerId } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import type { Backplane, BackplaneState, Home, OutgoingNote } from '../backplane.ts';
import { Beats } from './beats.ts';
import type { Bus, BusMessage } from './bus.ts';
import { SeederCounts } from './seeder-counts.ts';
import { OutgoingPasses } from './outgoing-passes.ts';
import { LocalSeeders } from './local-seeders.ts';
import type { Member } from './member.ts';
import { NoteCarrier } from './note-carrier.ts';
import { SessionMoves } from './session-moves.ts';
import { parsePayload } from './payloads.ts';
import { SupplierSearch } from './supplier-search.ts';
import {
  ASK,
  BEAT,
  contentSubject,
  haveSubject,
  lastToken,
  MOVED,
  type NodeId,
  nodeSubject,
} from './subjects.ts';
import { Suppliers } from './suppliers.ts';

export interface ClusterDeps {
  readonly node: NodeId;
  readonly bus: Bus;
  readonly now: () => Millis;
  readonly random: () => number;
  /** Calls back after the present input has been handled. */
  readonly defer: (act: () => void) => void;
}

/** While pages are searched for or are on their way, passes and searches are looked at this often. */
const TICK_MS = 20;

/** The backplane of relays that share a bus. Wires its parts to the bus and to the relay; decides nothing itself. */
export class Cluster implements Backplane {
  readonly #deps: ClusterDeps;
  readonly #changed = new Set<Address>();
  /** The addresses whose haves on other relays this one listens for. */
  readonly #listening = new Map<Address, () => void>();
  #parts: Parts | undefined;
  #lastPeer: PeerId = 0;
  #tickedAt: Millis = -Infinity;

  constructor(deps: ClusterDeps) {
    this.#deps = deps;
  }

  get state(): BackplaneState {
    const parts = this.#joined;
    return {
      isUp: this.#deps.bus.isUp,
      neighbours: parts.beats.size,
      sought: parts.supplierSearch.size,
      given: parts.outgoingPasses.size,
      taken: parts.suppliers.size,
      kept: parts.outgoingPasses.kept,
      bytesGiven: parts.outgoingPasses.bytes,
      bytesTaken: parts.suppliers.bytes,
    };
  }

  join(home: Home): void {
    const { node, bus } = this.#deps;
    const member = { ...this.#deps, home, nextPeer: () => --this.#lastPeer };
    this.#parts = partsOf(member, {
      hearWant: (message) => this.#hearOwn(message),
      // The next attempt finds a holder that came before this relay listened.
      onNobody: (address) => this.#listen(address, true),
    });
    bus.subscribe({ subject: BEAT, hear: (message) => this.#hearAll(message) });
    bus.subscribe({ subject: MOVED, hear: (message) => this.#hearAll(message) });
    bus.subscribe({ subject: ASK, hear: (message) => this.#hearAll(message) });
    bus.subscribe({ subject: nodeSubject(node, '*'), hear: (message) => this.#hearOwn(message) });
    bus.subscribe({
      subject: contentSubject(node, '*'),
      way: 'content',
      hear: (message) => this.#joined.suppliers.onContent(lastToken(message.subject), message),
    });
    bus.onTurn(() => this.#onTurn());
  }

  changed(addresses: readonly Address[]): void {
    if (this.#changed.size === 0) this.#deps.defer(() => this.#update());
    for (const address of addresses) this.#changed.add(address);
  }

  moved(session: string): void {
    this.#joined.sessionMoves.moved(session);
  }

  carry(note: OutgoingNote): void {
    this.#joined.noteCarrier.carry(note);
  }

  decline(ticket: string, code: NoteRefusal): void {
    this.#joined.noteCarrier.decline(ticket, code);
  }

  get nextAt(): Millis {
    const parts = this.#joined;
    const { supplierSearch, suppliers, outgoingPasses, sessionMoves } = parts;
    const isBusy =
      supplierSearch.size + suppliers.size + outgoingPasses.size > 0 || sessionMoves.isWaiting;
    const busyAt = isBusy ? this.#tickedAt + TICK_MS : Infinity;
    const { beats, localSeeders, seederCounts, noteCarrier } = parts;
    const atTimes = [beats, localSeeders, seederCounts, noteCarrier].map(({ nextAt }) => nextAt);
    return Math.min(busyAt, ...atTimes);
  }

  tick(now: Millis): void {
    this.#tickedAt = now;
    const parts = this.#joined;
    parts.beats.tick(now);
    parts.suppliers.tick(now);
    parts.outgoingPasses.tick(now);
    parts.supplierSearch.tick(now);
    parts.localSeeders.tick(now);
    parts.seederCounts.tick(now);
    parts.sessionMoves.tick();
    parts.noteCarrier.tick(now);
  }

  withdraw(): void {
    this.#joined.localSeeders.withdraw();
    this.#joined.outgoingPasses.isWithdrawn = true;
  }

  async stop(): Promise<void> {
    const { outgoingPasses, suppliers, beats } = this.#joined;
    outgoingPasses.endAll();
    suppliers.endAll();
    beats.leave();
    await this.#deps.bus.close();
  }

  get #joined(): Parts {
    if (!this.#parts) throw new Error('expected the backplane to have joined a relay');
    return this.#parts;
  }

  #update(): void {
    const { localSeeders, outgoingPasses, suppliers, supplierSearch, seederCounts } = this.#joined;
    const addresses = [...this.#changed];
    this.#changed.clear();
    for (const address of addresses) {
      const supply = this.#home.supplyOf(address);
      localSeeders.update(address, supply);
      outgoingPasses.update(address);
      suppliers.update(address, supply.lackedFrom !== undefined);
      // The reader gets the count of holders if the page takes longer than a moment. [W1]
      seederCounts.update(address, supply.isWatched || supply.isWanted);
      supplierSearch.update(address, supply.lackedFrom);
      this.#listen(address, supply.isWatched || supplierSearch.isVain(address));
    }
    this.#home.wake();
  }

  get #home(): Home {
    return this.#joined.home;
  }

  #listen(address: Address, isNeeded: boolean): void {
    const end = this.#listening.get(address);
    if (isNeeded === (end !== undefined)) return;
    if (end) {
      this.#listening.delete(address);
      return end();
    }
    const hear = (message: BusMessage): void => this.#hearHave(address, message);
    this.#listening.set(address, this.#deps.bus.subscribe({ subject: haveSubject(address), hear }));
  }

  #hearHave(address: Address, { bytes }: BusMessage): void {
    const payload = parsePayload(bytes);
    if (payload?.type !== 'have') return;
    this.#joined.seederCounts.onCount(address, payload.node, payload.count);
    if (payload.count > 0) this.#joined.supplierSearch.onHave(address);
  }

  #hearAll({ bytes }: BusMessage): void {
    const payload = parsePayload(bytes);
    if (payload?.type === 'beat') this.#joined.beats.hear(payload);
    else if (payload?.type === 'ask') this.#joined.seederCounts.onAsk(payload);
    else if (payload?.type === 'moved') this.#joined.sessionMoves.hear(payload);
    this.#home.wake();
  }

  /** A want or a note for any holder, or a message for this relay alone. */
  #hearOwn(message: BusMessage): void {
    const { outgoingPasses, suppliers, seederCounts, localSeeders, noteCarrier } = this.#joined;
    const about = lastToken(message.subject);
    if (message.isNobody && about.startsWith('n')) return noteCarrier.hear(about);
    if (message.isNobody) return suppliers.hear(about, message, undefined);
    const payload = parsePayload(message.bytes);
    if (payload?.type === 'want') {
      localSeeders.onWant(payload.address);
      outgoingPasses.onWant(payload);
    } else if (payload?.type === 'note') {
      localSeeders.onWant(payload.note.address);
      noteCarrier.receive(payload, message.reply);
    } else if (payload?.type === 'unheard') noteCarrier.hear(about, payload);
    else if (payload?.type === 'counts') seederCounts.onCounts(payload);
    else if (payload && about.startsWith('g')) outgoingPasses.hear(about, payload);
    else if (payload) suppliers.hear(about, message, payload);
  }

  #onTurn(): void {
    const { outgoingPasses, suppliers, beats } = this.#joined;
    if (this.#deps.bus.isUp) {
      beats.renew();
      this.#refresh();
    } else {
      outgoingPasses.endAll();
      suppliers.endAll();
    }
    this.#home.wake();
  }

  #refresh(): void {
    this.#joined.supplierSearch.refresh();
    this.#joined.seederCounts.refresh();
  }
}

interface Parts {
  readonly home: Home;
  readonly beats: Beats;
  readonly localSeeders: LocalSeeders;
  readonly outgoingPasses: OutgoingPasses;
  readonly supplierSearch: SupplierSearch;
  readonly suppliers: Suppliers;
  readonly seederCounts: SeederCounts;
  readonly sessionMoves: SessionMoves;
  readonly noteCarrier: NoteCarrier;
}

interface Hooks {
  readonly hearWant: (message: BusMessage) => void;
  readonly onNobody: (address: Address) => void;
}

function partsOf(member: Member, { hearWant, onNobody }: Hooks): Parts {
  const seederCounts = new SeederCounts(member);
  const suppliers = new Suppliers(member, (address) => supplierSearch.onFailure(address));
  const supplierSearch = new SupplierSearch({
    member,
    seek: suppliers.seek.bind(suppliers),
    onNobody,
  });
  const refresh = (): void => {
    supplierSearch.refresh();
    seederCounts.refresh();
  };
  const onGone = (node: NodeId): void => {
    seederCounts.forget(node);
    suppliers.forget(node);
  };
  const beats = new Beats({ member, onNews: refresh, onGone });
  return {
    home: member.home,
    beats,
    localSeeders: new LocalSeeders(member, hearWant),
    outgoingPasses: new OutgoingPasses(member),
    supplierSearch,
    suppliers,
    seederCounts,
    sessionMoves: new SessionMoves(member),
    noteCarrier: new NoteCarrier(member, () => beats.nodes),
  };
}

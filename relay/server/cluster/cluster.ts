import type { Millis, PeerId } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import type { Backplane, BackplaneState, Home } from '../backplane.ts';
import { Beats } from './beats.ts';
import type { Bus, BusMessage } from './bus.ts';
import { Counting } from './seeder-counts.ts';
import { Giving } from './outgoing-passes.ts';
import { Holding } from './local-seeders.ts';
import type { Member } from './member.ts';
import { Moving } from './session-moves.ts';
import { parsePayload } from './payloads.ts';
import { Seeking } from './supplier-search.ts';
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
import { Taking } from './suppliers.ts';

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
      sought: parts.seeking.size,
      given: parts.giving.size,
      taken: parts.taking.size,
      kept: parts.giving.kept,
      bytesGiven: parts.giving.bytes,
      bytesTaken: parts.taking.bytes,
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
      hear: (message) => this.#joined.taking.onContent(lastToken(message.subject), message),
    });
    bus.onTurn(() => this.#onTurn());
  }

  changed(addresses: readonly Address[]): void {
    if (this.#changed.size === 0) this.#deps.defer(() => this.#update());
    for (const address of addresses) this.#changed.add(address);
  }

  moved(session: string): void {
    this.#joined.moving.moved(session);
  }

  get nextAt(): Millis {
    const { beats, seeking, taking, giving, holding, counting, moving } = this.#joined;
    const isBusy = seeking.size + taking.size + giving.size > 0 || moving.isWaiting;
    const busyAt = isBusy ? this.#tickedAt + TICK_MS : Infinity;
    return Math.min(busyAt, beats.nextAt, holding.nextAt, counting.nextAt);
  }

  tick(now: Millis): void {
    this.#tickedAt = now;
    const { beats, seeking, taking, giving, holding, counting, moving } = this.#joined;
    beats.tick(now);
    taking.tick(now);
    giving.tick(now);
    seeking.tick(now);
    holding.tick(now);
    counting.tick(now);
    moving.tick();
  }

  withdraw(): void {
    this.#joined.holding.withdraw();
    this.#joined.giving.isWithdrawn = true;
  }

  async stop(): Promise<void> {
    const { giving, taking, beats } = this.#joined;
    giving.endAll();
    taking.endAll();
    beats.leave();
    await this.#deps.bus.close();
  }

  get #joined(): Parts {
    if (!this.#parts) throw new Error('expected the backplane to have joined a relay');
    return this.#parts;
  }

  #update(): void {
    const { holding, giving, taking, seeking, counting } = this.#joined;
    const addresses = [...this.#changed];
    this.#changed.clear();
    for (const address of addresses) {
      const supply = this.#home.supplyOf(address);
      holding.update(address, supply);
      giving.update(address);
      taking.update(address, supply.lackedFrom !== undefined);
      // The reader gets the count of holders if the page takes longer than a moment. [W1]
      counting.update(address, supply.isWatched || supply.isWanted);
      seeking.update(address, supply.lackedFrom);
      this.#listen(address, supply.isWatched || seeking.isVain(address));
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
    this.#joined.counting.onCount(address, payload.node, payload.count);
    if (payload.count > 0) this.#joined.seeking.onHave(address);
  }

  #hearAll({ bytes }: BusMessage): void {
    const payload = parsePayload(bytes);
    if (payload?.type === 'beat') this.#joined.beats.hear(payload);
    else if (payload?.type === 'ask') this.#joined.counting.onAsk(payload);
    else if (payload?.type === 'moved') this.#joined.moving.hear(payload);
    this.#home.wake();
  }

  /** A want, or a message for this relay alone. */
  #hearOwn(message: BusMessage): void {
    const { giving, taking, counting, holding } = this.#joined;
    const about = lastToken(message.subject);
    if (message.isNobody) return taking.hear(about, message, undefined);
    const payload = parsePayload(message.bytes);
    if (payload?.type === 'want') {
      holding.onWant(payload.address);
      giving.onWant(payload);
    } else if (payload?.type === 'counts') counting.onCounts(payload);
    else if (payload && about.startsWith('g')) giving.hear(about, payload);
    else if (payload) taking.hear(about, message, payload);
  }

  #onTurn(): void {
    const { giving, taking, beats } = this.#joined;
    if (this.#deps.bus.isUp) {
      beats.renew();
      this.#refresh();
    } else {
      giving.endAll();
      taking.endAll();
    }
    this.#home.wake();
  }

  #refresh(): void {
    this.#joined.seeking.refresh();
    this.#joined.counting.refresh();
  }
}

interface Parts {
  readonly home: Home;
  readonly beats: Beats;
  readonly holding: Holding;
  readonly giving: Giving;
  readonly seeking: Seeking;
  readonly taking: Taking;
  readonly counting: Counting;
  readonly moving: Moving;
}

interface Hooks {
  readonly hearWant: (message: BusMessage) => void;
  readonly onNobody: (address: Address) => void;
}

function partsOf(member: Member, { hearWant, onNobody }: Hooks): Parts {
  const counting = new Counting(member);
  const taking = new Taking(member, (address) => seeking.onFailure(address));
  const seeking = new Seeking({ member, seek: taking.seek.bind(taking), onNobody });
  const refresh = (): void => {
    seeking.refresh();
    counting.refresh();
  };
  const onGone = (node: NodeId): void => {
    counting.forget(node);
    taking.forget(node);
  };
  return {
    home: member.home,
    beats: new Beats({ member, onNews: refresh, onGone }),
    holding: new Holding(member, hearWant),
    giving: new Giving(member),
    seeking,
    taking,
    counting,
    moving: new Moving(member),
  };
}

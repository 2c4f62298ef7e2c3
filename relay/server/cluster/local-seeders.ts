import type { Supply } from '../../broker/supply.ts';
import type { Millis } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import type { BusMessage } from './bus.ts';
import type { Member } from './member.ts';
import { encodePayload } from './payloads.ts';
import { haveSubject, wantSubject } from './subjects.ts';

interface Held {
  /** Of the subscriptions by which others find it here: the more hold it, the more often this relay is picked. */
  ends: readonly (() => void)[];
  /** The count that was published last. */
  told: number;
}

const QUEUE = 'holders';
const NONE: readonly (() => void)[] = [];
/** A relay subscribes no more often than this for one page, which fifteen holders of it are enough for. */
const SHARES = 4;
/** Counts are published in rounds that are so long apart; the first have at once. */
const ROUND_MS = 200;

/** Tells other relays what this one holds: by subscribing where it is asked for, and by publishing how many hold it. */
export class LocalSeeders {
  readonly #member: Member;
  readonly #hearWant: (message: BusMessage) => void;
  readonly #held = new Map<Address, Held>();
  readonly #changed = new Set<Address>();
  #roundAt: Millis = 0;
  /** Nobody is to find anything here any more. */
  #isWithdrawn = false;

  constructor(member: Member, hearWant: (message: BusMessage) => void) {
    this.#member = member;
    this.#hearWant = hearWant;
  }

  update(address: Address, { holders, canServe }: Supply): void {
    if (this.#isWithdrawn) return;
    const held = this.#held.get(address);
    if (holders === 0 && !held) return;
    if (!held) return this.#begin(address, holders, canServe);
    const couldServe = held.ends.length > 0;
    // A page whose holders are all away for a moment stays: most holders are back before anybody asks.
    if (canServe || holders === 0) this.#share(address, held, sharesOf(holders));
    if (canServe && !couldServe) this.#publishNow(address);
    else if (holders !== held.told) this.#changed.add(address);
  }

  /** Another relay looks for the page here: where nobody can serve it, it is not to be found here again. */
  onWant(address: Address): void {
    const held = this.#held.get(address);
    if (held && !this.#member.home.supplyOf(address).canServe) this.#share(address, held, 0);
  }

  /** When to publish counts. */
  get nextAt(): Millis {
    const isWaiting = this.#changed.size > 0 && !this.#isWithdrawn && this.#member.bus.isUp;
    return isWaiting ? this.#roundAt : Infinity;
  }

  tick(now: Millis): void {
    if (now < this.#roundAt || this.#isWithdrawn) return;
    this.#roundAt = now + ROUND_MS;
    if (!this.#member.bus.isUp) return; // they stay until somebody can hear of them
    for (const address of this.#changed) {
      const { holders } = this.#member.home.supplyOf(address);
      if (holders !== this.#held.get(address)?.told || holders === 0) this.#publish(address);
    }
    this.#changed.clear();
  }

  withdraw(): void {
    this.#isWithdrawn = true;
    for (const [address, held] of this.#held) this.#share(address, held, 0);
  }

  #begin(address: Address, holders: number, canServe: boolean): void {
    const held: Held = { ends: NONE, told: 0 };
    this.#held.set(address, held);
    this.#share(address, held, canServe ? sharesOf(holders) : 0);
    // Subscribed before it is published; otherwise a relay that hears of it would look in vain.
    this.#publishNow(address);
  }

  #publishNow(address: Address): void {
    if (this.#member.bus.isUp) this.#publish(address);
    else this.#changed.add(address);
  }

  #share(address: Address, held: Held, shares: number): void {
    const { ends } = held;
    const most = this.#isWithdrawn ? 0 : shares;
    if (ends.length > most) {
      for (const end of ends.slice(most)) end();
      held.ends = ends.slice(0, most);
    }
    // An array that is pushed to or spread into would keep room for many more, for each page held.
    while (held.ends.length < most) held.ends = held.ends.concat(this.#offer(address));
  }

  #offer(address: Address): () => void {
    const hear = this.#hearWant;
    return this.#member.bus.subscribe({ subject: wantSubject(address), queue: QUEUE, hear });
  }

  #publish(address: Address): void {
    const held = this.#held.get(address);
    if (!held) return;
    const { bus, home, node } = this.#member;
    const { holders: count } = home.supplyOf(address);
    held.told = count;
    bus.publish(haveSubject(address), encodePayload({ type: 'have', node, count }));
    if (count === 0) this.#held.delete(address);
  }
}

function sharesOf(holders: number): number {
  return Math.min(SHARES, Math.ceil(Math.log2(holders + 1)));
}

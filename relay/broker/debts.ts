import type { Address } from '../protocol/address.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import { SILENCE_MS } from '../protocol/limits.ts';
import type { Cancelled } from '../protocol/messages.ts';
import type { Millis, TransferId } from './effects.ts';
import type { Waste } from './quota.ts';

/** One range that a seeder was asked for. */
interface Debt {
  readonly owner: TransferId;
  readonly from: number;
  readonly end: number;
  /** The next byte to come. */
  next: number;
  /** Its turn comes after the seeder has settled this many bytes: everything that it was asked for before. */
  readonly turn: number;
  /** Set once nobody needs it. */
  abandoned: { readonly at: Millis; readonly waste: Waste | undefined } | undefined;
  /** The relay did not ask for it, because the same range is owed already: one answer serves both. */
  readonly isShared: boolean;
}

interface Asked {
  readonly from: number;
  readonly length: number;
  readonly isShared: boolean;
}

/** A range of which bytes may still come. */
export interface Rest {
  readonly from: number;
  readonly length: number;
  /** The next byte of it. */
  readonly next: number;
}

/** The relay waits this long for bytes that nobody needs; less while the seeder sends nothing. */
const ABANDONED_MS = 5 * SILENCE_MS;

/**
 * The ranges that one seeder was asked for, also those that nobody needs any more. A seeder answers the
 * requests for one address in their order (H3), so a frame tells which of them were skipped; equal ones may be one (H7).
 */
export class Debts {
  readonly #debts = new Map<Address, Debt[]>();
  #asked = 0;
  #settled = 0;
  #abandoned = 0;
  /** The time at which owed bytes last came. */
  #heardAt: Millis = -Infinity;
  #expiredAt: Millis = -Infinity;

  /** Bytes that may still come. */
  get owed(): number {
    return this.#asked - this.#settled;
  }

  /** True when no owed bytes came for `SILENCE_MS`. */
  isSilent(now: Millis): boolean {
    return now - this.#heardAt >= SILENCE_MS;
  }

  /** True when the same range is owed to another transfer, and none of it has come. */
  isAsked(address: Address, from: number, length: number): boolean {
    const isSame = (one: Debt): boolean =>
      !one.abandoned && one.next === from && one.from === from && one.end === from + length;
    return this.#debts.get(address)?.some(isSame) ?? false;
  }

  /** Notes a range that a transfer needs; `isShared` where it is asked for already. */
  ask(owner: TransferId, address: Address, { from, length, isShared }: Asked, now: Millis): void {
    if (now - this.#expiredAt >= SILENCE_MS) this.#expire(now);
    const end = from + length;
    const turn = this.#asked;
    const debt = { owner, from, end, next: from, turn, abandoned: undefined, isShared };
    this.#asked += length;
    const debts = this.#debts.get(address);
    if (debts) debts.push(debt);
    else this.#debts.set(address, [debt]);
  }

  /** A frame came. Returns the transfers that asked for bytes past the page's end; undefined if it was not owed. */
  pay({ address, offset, length, total }: FrameHeader, now: Millis): TransferId[] | undefined {
    const debts = this.#debts.get(address);
    const paid = debts?.find(({ next }) => next === offset || isPastEnd(next, offset, total));
    if (!debts || !paid) return undefined;
    this.#heardAt = now;
    if (this.#abandoned > 0) this.#skip(address, debts, paid);
    const { next } = paid;
    const owners: TransferId[] = [];
    for (const debt of debts.filter((one) => one === paid || (one.isShared && one.next === next))) {
      const isOver = next !== offset || offset + length >= total;
      this.#settle(debt, isOver ? debt.end : Math.min(debt.end, offset + length));
      if (next !== offset && !debt.abandoned) owners.push(debt.owner);
      if (debt.next === debt.end) this.#remove(address, debts, debt);
    }
    return owners;
  }

  /** A transfer no longer needs its ranges. Returns the ranges to cancel, and charges them to `waste`. */
  abandon(owner: TransferId, address: Address, now: Millis, waste?: Waste): Rest[] {
    const rests: Rest[] = [];
    const debts = this.#debts.get(address) ?? [];
    for (const debt of debts) {
      if (debt.owner !== owner || debt.abandoned) continue;
      const isNeeded = debts.some((one) => one !== debt && areOne(one, debt));
      debt.abandoned = { at: now, waste: isNeeded ? undefined : waste };
      this.#abandoned += 1;
      if (isNeeded) continue;
      rests.push(restOf(debt));
      waste?.charge(debt.end - debt.next, now);
    }
    return rests;
  }

  /** The seeder says that nothing more of a range comes. Ignored while a transfer needs it. */
  cancelled({ address, from, length }: Omit<Cancelled, 'type'>): void {
    const debts = this.#debts.get(address) ?? [];
    const end = from + length;
    const debt = debts.find((one) => one.abandoned && one.from === from && one.end === end);
    if (debt) this.#drop(address, debts, debt);
  }

  /** The seeder no longer holds the page: nothing of it is owed. */
  forgive(address: Address): void {
    const debts = this.#debts.get(address);
    if (debts) for (const debt of [...debts]) this.#drop(address, debts, debt);
  }

  /** True when everything asked before the transfer's first range is settled: its turn has come. */
  isInTurn(owner: TransferId, address: Address, now: Millis): boolean {
    this.#expire(now);
    const first = this.#debts.get(address)?.find((debt) => debt.owner === owner);
    return first !== undefined && this.#settled >= first.turn;
  }

  /** The addresses of which somebody needs bytes whose turn has come. */
  owedInTurn(now: Millis): Address[] {
    this.#expire(now);
    const isDue = (debt: Debt): boolean => !debt.abandoned && this.#settled >= debt.turn;
    return [...this.#debts].flatMap(([address, debts]) => (debts.some(isDue) ? [address] : []));
  }

  /** The ranges that are owed to a transfer. */
  restsOf(owner: TransferId, address: Address): Rest[] {
    const debts = this.#debts.get(address) ?? [];
    return debts.filter((debt) => debt.owner === owner && !debt.abandoned).map(restOf);
  }

  /** Stops waiting for bytes that nobody needs, after a while. */
  #expire(now: Millis): void {
    this.#expiredAt = now;
    if (this.#abandoned === 0) return;
    const isSilent = this.isSilent(now);
    for (const [address, debts] of this.#debts) {
      for (const debt of [...debts]) {
        const waitedMs = debt.abandoned ? now - debt.abandoned.at : 0;
        if (waitedMs >= ABANDONED_MS || (isSilent && waitedMs >= SILENCE_MS)) {
          this.#remove(address, debts, debt);
        }
      }
    }
  }

  /** Drops the unneeded ranges before the one that is being answered: the seeder skipped them. */
  #skip(address: Address, debts: Debt[], until: Debt): void {
    for (const debt of [...debts]) {
      if (debt === until) return;
      if (debt.abandoned) this.#drop(address, debts, debt);
    }
  }

  #drop(address: Address, debts: Debt[], debt: Debt): void {
    debt.abandoned?.waste?.refund(debt.end - debt.next);
    this.#remove(address, debts, debt);
  }

  #settle(debt: Debt, next: number): void {
    this.#settled += next - debt.next;
    debt.next = next;
  }

  #remove(address: Address, debts: Debt[], debt: Debt): void {
    this.#settle(debt, debt.end);
    if (debt.abandoned) this.#abandoned -= 1;
    if (debts.length === 1) this.#debts.delete(address);
    else debts.splice(debts.indexOf(debt), 1);
  }
}

/** A seeder that is asked for bytes past the end answers with the last byte of the page. [H4] */
function isPastEnd(next: number, offset: number, total: number): boolean {
  return next >= total && offset === total - 1;
}

/** True when bytes for `other` also answer `one`, which a transfer needs. */
function areOne(one: Debt, other: Debt): boolean {
  const isSame = one.next === other.next && one.end === other.end;
  return isSame && !one.abandoned && (one.isShared || other.isShared);
}

function restOf({ from, end, next }: Debt): Rest {
  return { from, length: end - from, next };
}

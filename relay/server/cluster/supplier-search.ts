import type { Millis } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import type { Member } from './member.ts';

interface Search {
  from: number;
  attempts: number;
  /** When to ask again; undefined while an answer is awaited. */
  nextAt: Millis | undefined;
  /** Somebody was said to have it while an answer was awaited. */
  isPromising: boolean;
  /** It was looked for in vain. */
  isVain: boolean;
  callOff: (() => void) | undefined;
}

export interface SeekingDeps {
  readonly member: Member;
  /** Asks those who hold an address; tells when somebody or nobody was found, and returns the way to call it off. */
  readonly seek: (
    address: Address,
    from: number,
    onSettled: (isFound: boolean) => void,
  ) => () => void;
  /** Nobody has it now: who comes to have it is to be listened for. */
  readonly onNobody: (address: Address) => void;
}

/** The pause after the first attempt; it doubles until it would pass the last. */
const PAUSE_MS = 25;
const LONG_PAUSE_MS = 4_000;
const SHORT_PAUSES = 6;
/**
 * The most long-waiting pages that are looked for in a second: a page without holders costs little, however many there
 * are.
 */
const ATTEMPTS_PER_SECOND = 200;
/** After messages may have been lost, all pages are looked for again within this time. */
const SWEEP_MS = 2_000;
/** A relay that fails this one is remembered for this long. */
const FAILURE_MS = 2_000;

/** Looks on other relays for what this one lacks: at once, then ever more rarely, and whenever somebody says to have it. */
export class SupplierSearch {
  readonly #deps: SeekingDeps;
  readonly #searches = new Map<Address, Search>();
  /** The pages that are looked for again in a moment, and those that wait for their turn. */
  readonly #soon = new Set<Address>();
  readonly #later = new Set<Address>();
  readonly #failures = new Map<Address, { count: number; until: Millis }>();
  #sweepUntil: Millis = 0;
  #credit = 0;
  #tickedAt: Millis = 0;

  constructor(deps: SeekingDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#searches.size;
  }

  /** Says whether an address was looked for in vain. */
  isVain(address: Address): boolean {
    return this.#searches.get(address)?.isVain ?? false;
  }

  /** `from` is the byte from which on the page is lacked, if it is. */
  update(address: Address, from: number | undefined): void {
    const search = this.#searches.get(address);
    if (search && from === undefined) this.#end(address, search);
    else if (search && from !== undefined) search.from = from;
    else if (from !== undefined) this.#begin(address, from);
  }

  /** Somebody says to have it. */
  onHave(address: Address): void {
    const search = this.#searches.get(address);
    if (!search) return;
    if (search.nextAt === undefined) search.isPromising = true;
    else this.#attempt(address, search);
  }

  /** A relay that was found let this one down: looking again at once might lead nowhere as fast as that. */
  onFailure(address: Address): void {
    const count = (this.#failures.get(address)?.count ?? 0) + 1;
    this.#failures.delete(address);
    this.#failures.set(address, { count, until: this.#deps.member.now() + FAILURE_MS });
  }

  /** Something may have been missed. */
  refresh(): void {
    this.#sweepUntil = this.#deps.member.now() + SWEEP_MS;
    for (const search of this.#searches.values()) {
      search.attempts = Math.min(search.attempts, 2);
      if (search.nextAt !== undefined) search.nextAt = 0;
    }
  }

  tick(now: Millis): void {
    for (const [address, { until }] of this.#failures) {
      if (until > now) break;
      this.#failures.delete(address);
    }
    for (const address of this.#soon) {
      const search = this.#searches.get(address);
      if (search?.nextAt !== undefined && search.nextAt <= now) this.#attempt(address, search);
    }
    this.#attemptInTurn(now);
  }

  #attemptInTurn(now: Millis): void {
    const sweep = now < this.#sweepUntil ? this.#later.size / SWEEP_MS : 0;
    const perMs = Math.max(sweep, ATTEMPTS_PER_SECOND / 1_000);
    this.#credit = Math.min(100 * perMs, this.#credit + perMs * (now - this.#tickedAt));
    this.#tickedAt = now;
    for (const address of this.#later) {
      const search = this.#searches.get(address);
      if (this.#credit < 1 || (search?.nextAt ?? 0) > now) return;
      this.#credit -= 1;
      if (search) this.#attempt(address, search);
    }
  }

  #begin(address: Address, from: number): void {
    const attempts = this.#failures.get(address)?.count ?? 0;
    const search: Search = {
      from,
      attempts,
      nextAt: 0,
      isPromising: false,
      isVain: false,
      callOff: undefined,
    };
    this.#searches.set(address, search);
    if (attempts === 0) this.#attempt(address, search);
    else this.#rest(address, search);
  }

  #end(address: Address, search: Search): void {
    this.#searches.delete(address);
    this.#soon.delete(address);
    this.#later.delete(address);
    search.callOff?.();
  }

  #attempt(address: Address, search: Search): void {
    this.#soon.delete(address);
    this.#later.delete(address);
    search.attempts += 1;
    search.nextAt = undefined;
    search.isPromising = false;
    search.callOff = this.#deps.seek(address, search.from, (isFound) => {
      if (this.#searches.get(address) !== search) return;
      this.#rest(address, search);
      if (!isFound) this.#onNobody(address, search);
    });
  }

  #onNobody(address: Address, search: Search): void {
    if (search.isVain) return;
    search.isVain = true;
    this.#deps.onNobody(address);
  }

  /** Nobody was found, this time; or somebody was, and then the search is about to end. */
  #rest(address: Address, search: Search): void {
    const { attempts, isPromising } = search;
    search.callOff = undefined;
    search.nextAt = this.#deps.member.now() + (isPromising ? 0 : this.#pauseMs(attempts));
    if (attempts > SHORT_PAUSES && !isPromising) this.#later.add(address);
    else this.#soon.add(address);
  }

  /** Between half and one and a half of what it is on average. */
  #pauseMs(attempts: number): Millis {
    const pauseMs = attempts > SHORT_PAUSES ? LONG_PAUSE_MS : PAUSE_MS * 2 ** (attempts - 1);
    return pauseMs * (0.5 + this.#deps.member.random());
  }
}

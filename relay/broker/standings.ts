import type { Address } from '../protocol/address.ts';
import { FAILURES_IN_A_ROW, REST_MS, RETRY_MAX_MS, RETRY_MIN_MS } from '../protocol/limits.ts';
import { Blame } from './blame.ts';
import type { Millis } from './effects.ts';
import type { Peer } from './peers.ts';

/**
 * What a peer's past with one address says of asking it again. Most peers have no standing: nothing went wrong.
 * - unproven: did not answer in time, could not, or was slow; asked after others, and not before `notBefore`.
 * - suspect: fed a transfer together with others that came out wrong; asked like one that failed `SUSPICION` times more,
 *   and then alone, so that the next outcome is proof.
 * - shut out: alone fed a transfer that came out wrong; never asked for this address again.
 */
export interface Standing {
  readonly trust: 'unproven' | 'suspect' | 'shut-out';
  readonly failures: number;
  readonly notBefore: Millis;
}

const NOTHING: Standing = { trust: 'unproven', failures: 0, notBefore: 0 };

/**
 * Little, so that peers who fail again and again soon come after a suspect, which may well be honest. Suspects that came
 * after all others would never be asked while a few take turns to be silent.
 */
const SUSPICION = 2;

/** How many standings a peer may collect; past it the oldest are forgotten. */
const STANDINGS_PER_PEER = 1_000;

/** Failures in a row of a peer that announces what it does not deliver, whatever the address. */
export interface Failures {
  readonly count: number;
  readonly restUntil: Millis;
}

/** Owns what peers' pasts say of asking them again. */
export class Standings {
  readonly #blame = new Blame();

  /** How unwillingly the peer is asked beside others: 0 where nothing is known against it. */
  weight(peer: Peer, address: Address, now: Millis): number {
    const standing = this.#of(peer, address);
    const ofClient = this.#blame.of(peer.client, now);
    if (!standing) return ofClient;
    const { trust, failures } = standing;
    return Math.max(failures, ofClient) + (trust === 'suspect' ? SUSPICION : 0);
  }

  /** From when on the peer may be asked as far as its past goes; Infinity for never. */
  askableFrom(peer: Peer, address: Address): Millis {
    const restUntil = peer.failures?.restUntil ?? 0;
    const standing = this.#of(peer, address);
    if (!standing) return restUntil;
    return standing.trust === 'shut-out' ? Infinity : Math.max(restUntil, standing.notBefore);
  }

  isSuspect(peer: Peer, address: Address): boolean {
    return this.#of(peer, address)?.trust === 'suspect';
  }

  /** The peer did not deliver what it announced: leave it alone until the time returned, longer each time. */
  fail(peer: Peer, address: Address, now: Millis): Millis {
    const { trust, failures } = this.#of(peer, address) ?? NOTHING;
    const notBefore = now + Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** failures);
    this.#set(peer, address, { trust, failures: failures + 1, notBefore });
    const count = (peer.failures?.count ?? 0) + 1;
    peer.failures = { count, restUntil: count >= FAILURES_IN_A_ROW ? now + REST_MS : 0 };
    this.#blame.put(peer.client, now);
    return notBefore;
  }

  /** The peer delivers slowly: it comes after others, but need not be left alone. */
  lag(peer: Peer, address: Address, now: Millis): void {
    const { failures, ...standing } = this.#of(peer, address) ?? NOTHING;
    this.#set(peer, address, { ...standing, failures: failures + 1 });
    this.#blame.put(peer.client, now);
  }

  /** The peer delivered something. Says whether that ended a rest. */
  delivered(peer: Peer, now: Millis): boolean {
    if (!peer.failures) return false;
    const rested = peer.failures.restUntil > now;
    peer.failures = undefined;
    return rested;
  }

  suspect(peer: Peer, address: Address): void {
    this.#set(peer, address, { ...(this.#of(peer, address) ?? NOTHING), trust: 'suspect' });
  }

  shutOut(peer: Peer, address: Address, now: Millis): void {
    this.#set(peer, address, { ...(this.#of(peer, address) ?? NOTHING), trust: 'shut-out' });
    this.#blame.put(peer.client, now);
  }

  /** The peer announced the page again. Says whether that ended a pause. */
  renew(peer: Peer, address: Address, now: Millis): boolean {
    const standing = this.#of(peer, address);
    if (!standing || standing.notBefore <= now) return false;
    this.#set(peer, address, { ...standing, notBefore: 0 });
    return true;
  }

  clear(peer: Peer, address: Address): void {
    peer.standings?.delete(address);
  }

  #of(peer: Peer, address: Address): Standing | undefined {
    return peer.standings?.get(address);
  }

  #set(peer: Peer, address: Address, standing: Standing): void {
    const standings = (peer.standings ??= new Map<Address, Standing>());
    standings.delete(address);
    standings.set(address, standing);
    if (standings.size > STANDINGS_PER_PEER) forgetOldest(standings);
  }
}

function forgetOldest(standings: Map<Address, Standing>): void {
  for (const address of standings.keys()) {
    standings.delete(address);
    return;
  }
}

import type { Address } from '../protocol/address.ts';
import { FAILURES_IN_A_ROW, REST_MS, RETRY_MAX_MS, RETRY_MIN_MS } from '../protocol/limits.ts';
import type { Millis } from './effects.ts';
import type { Peer } from './peers.ts';

/**
 * What a peer's past with one address says of asking it again. Most peers have no standing: nothing went wrong.
 * - unproven: did not answer in time, or could not; asked last, and not before `notBefore`.
 * - suspect: fed a transfer together with others that came out wrong; asked last, and then alone, so that the next
 *   outcome is proof.
 * - shut out: alone fed a transfer that came out wrong; never asked for this address again.
 */
export interface Standing {
  readonly trust: 'unproven' | 'suspect' | 'shut-out';
  readonly failures: number;
  readonly notBefore: Millis;
}

const NOTHING: Standing = { trust: 'unproven', failures: 0, notBefore: 0 };

/** How many standings a peer may collect; past it the oldest are forgotten. */
const STANDINGS_PER_PEER = 1_000;

/** Failures in a row of a peer that announces what it does not deliver, whatever the address. */
export interface Failures {
  readonly count: number;
  readonly restUntil: Millis;
}

/** Owns what peers' pasts say of asking them again. */
export class Standings {
  of(peer: Peer, address: Address): Standing | undefined {
    return peer.standings?.get(address);
  }

  /** The peer did not deliver what it announced: leave it alone for a while that doubles each time. */
  fail(peer: Peer, address: Address, now: Millis): void {
    const { trust, failures } = this.of(peer, address) ?? NOTHING;
    const pauseMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** failures);
    this.#set(peer, address, { trust, failures: failures + 1, notBefore: now + pauseMs });
    const count = (peer.failures?.count ?? 0) + 1;
    peer.failures = { count, restUntil: count >= FAILURES_IN_A_ROW ? now + REST_MS : 0 };
  }

  /** Whether a peer failed so often that it is not asked for anything now. */
  rests(peer: Peer, now: Millis): boolean {
    return (peer.failures?.restUntil ?? 0) > now;
  }

  /** The peer delivered something. */
  delivered(peer: Peer): void {
    peer.failures = undefined;
  }

  suspect(peer: Peer, address: Address): void {
    this.#set(peer, address, { ...(this.of(peer, address) ?? NOTHING), trust: 'suspect' });
  }

  shutOut(peer: Peer, address: Address): void {
    this.#set(peer, address, { ...(this.of(peer, address) ?? NOTHING), trust: 'shut-out' });
  }

  /** The peer announced the page again: it may be asked at once. */
  renew(peer: Peer, address: Address): void {
    const standing = this.of(peer, address);
    if (standing) this.#set(peer, address, { ...standing, notBefore: 0 });
  }

  clear(peer: Peer, address: Address): void {
    peer.standings?.delete(address);
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

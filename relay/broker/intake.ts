import type { Address } from '../protocol/address.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import type { Announced } from './clients.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Exchange } from './exchange.ts';
import type { LazySet } from './lazy-set.ts';
import type { Peer } from './peers.ts';
import type { Quota } from './quota.ts';
import type { Swarms } from './swarms.ts';
import type { Watches } from './watches.ts';

export interface IntakeDeps {
  readonly limits: RelayLimits;
  /** Other relays may have what nobody has here, and are counted too. */
  readonly isClustered: boolean;
  readonly swarms: Swarms;
  readonly watches: Watches;
  readonly exchange: Exchange;
  readonly outbox: Outbox;
}

/** Takes what peers say that they have, want and watch, or refuses it: what passes the bounds, and what is blocked. */
export class Intake {
  readonly #deps: IntakeDeps;
  #blocked: ReadonlySet<Address> = new Set();

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  have(peer: Peer, addresses: readonly Address[], now: Millis): void {
    const { limits, exchange, watches } = this.#deps;
    if (exceeds(peer.haves, addresses, limits.haves, peer.quotas?.haves)) {
      return this.#refuseTooMany(peer, 'haves');
    }
    for (const address of addresses) {
      if (this.#blocked.has(address)) this.#refuseBlocked(peer, address);
      else if (exchange.have(peer, address, now)) watches.changed(address);
    }
  }

  drop(peer: Peer, addresses: readonly Address[], now: Millis): void {
    const dropped = addresses.filter((address) => this.removeSeeder(peer, address));
    if (dropped.length > 0) this.#deps.exchange.lost(peer, now);
  }

  want(peer: Peer, address: Address, from: number, now: Millis): void {
    const { limits, isClustered, exchange, watches } = this.#deps;
    if (exceeds(peer.wants, [address], limits.wants, peer.quotas?.wants)) {
      return this.#refuseTooMany(peer, 'wants', address);
    }
    if (this.#blocked.has(address)) return this.#refuseBlocked(peer, address);
    const swarm = exchange.want(peer, address, from, now);
    if (peer.isNeighbour) return; // it counts for itself
    // A reader who is being served will mostly have the page before it could make use of a count. [W1]
    const mayCome = isClustered || swarm.reading.has(peer);
    // The swarm's string, not the message's: one that is kept for a while costs the collector more than it seems.
    if (mayCome) watches.owe(peer, swarm.address);
    else watches.tell(peer, [address]);
  }

  watch(peer: Peer, addresses: readonly Address[], now: Millis): void {
    const { limits, watches } = this.#deps;
    if (exceeds(peer.watches, addresses, limits.watches, peer.quotas?.watches)) {
      return this.#refuseTooMany(peer, 'watches');
    }
    watches.add(peer, addresses, now);
  }

  /** From now on these addresses, and no others, are refused to everybody. */
  block(addresses: ReadonlySet<Address>, now: Millis): void {
    const { exchange, swarms } = this.#deps;
    this.#blocked = addresses;
    for (const address of addresses) {
      for (const peer of exchange.block(address)) this.#refuseBlocked(peer, address);
      for (const seeder of swarms.seedersOf(address)) {
        this.removeSeeder(seeder, address);
        exchange.lost(seeder, now);
        this.#refuseBlocked(seeder, address);
      }
    }
  }

  /** The one way by which a seeder stops being one, whoever decides it. */
  removeSeeder(peer: Peer, address: Address): boolean {
    const was = this.#deps.swarms.removeSeeder(peer, address);
    if (was) this.#deps.watches.changed(address);
    return was;
  }

  #refuseBlocked(peer: Peer, address: Address): void {
    const message = 'the operator of this relay does not broker this address';
    this.#deps.outbox.refuse(peer.id, 'blocked', message, address);
  }

  #refuseTooMany(peer: Peer, kind: keyof Announced, address?: Address): void {
    const limit = this.#deps.limits[kind];
    const bound = `a connection may have ${limit} ${kind}, while the relay has room`;
    const message = `${bound}; none of this message was taken`;
    this.#deps.outbox.refuse(peer.id, `too-many-${kind}`, message, address);
  }
}

/**
 * Whether more would pass what one connection may have, or what its client and all may have together. Looks only at what
 * is new, so that who is at the bound costs no more than others. [B1, B2, B3, B8]
 */
function exceeds(
  held: Pick<LazySet<Address>, 'size' | 'has'>,
  more: readonly Address[],
  limit: number,
  quota: Quota | undefined,
): boolean {
  const room = Math.min(limit - held.size, quota ? quota.left : limit);
  if (more.length <= room) return false;
  return new Set(more.filter((address) => !held.has(address))).size > room;
}

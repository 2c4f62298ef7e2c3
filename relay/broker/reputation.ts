import type { Address } from '../protocol/address.ts';
import { FAILURES_IN_A_ROW, REST_MS, RETRY_MAX_MS, RETRY_MIN_MS } from '../protocol/limits.ts';
import type { Millis } from './effects.ts';
import type { Peer } from './peer.ts';

/** The consequences of one kind of charge. */
interface Consequence {
  /** It comes after those with fewer failures. */
  readonly failures: 0 | 1;
  /** It is left alone for a while that doubles each time, and rests where it fails in a row. */
  readonly pauses: boolean;
  /** The other peers of its client come later too. */
  readonly blames: boolean;
  readonly trust?: 'suspect' | 'shut-out';
}

/** Each kind is charged only for bytes that the peer owed, when their turn had come, or for bytes that it fed. */
const CONSEQUENCES = {
  /** It sent nothing for `SILENCE_MS`, or dropped the page, or left. */
  failed: { failures: 1, pauses: true, blames: true },
  /** It sent less than `SLOW_BYTES` in `SLOW_MS`. */
  lagged: { failures: 1, pauses: false, blames: true },
  /** Its bytes and those of others came out wrong together: asked later, and alone, so that the next outcome is proof. */
  mixed: { failures: 0, pauses: false, blames: false, trust: 'suspect' },
  /** Its bytes alone came out wrong: never asked for this address again. */
  lied: { failures: 0, pauses: false, blames: true, trust: 'shut-out' },
} as const satisfies Record<string, Consequence>;

export type Cause = keyof typeof CONSEQUENCES;

/** A peer's past with one address. Most peers have none: nothing went wrong. */
interface Standing {
  readonly trust: 'unproven' | 'suspect' | 'shut-out';
  readonly failures: number;
  readonly notBefore: Millis;
}

const NOTHING: Standing = { trust: 'unproven', failures: 0, notBefore: 0 };

interface Past {
  readonly standings: Map<Address, Standing>;
  /** Failures in a row of a peer that announces what it does not deliver, whatever the address. */
  inARow: number;
  failedAt: Millis;
  restUntil: Millis;
}

interface Blamed {
  readonly failures: number;
  readonly until: Millis;
}

/** Kept small: a repeat offender must soon rank below a suspect, which may well be honest. */
const SUSPICION = 2;
/** The most standings of a peer; past it the oldest are forgotten. */
const STANDINGS_PER_PEER = 1_000;
/**
 * The most blame of a client. Silent peers that always come anew must weigh more than a suspect, who may be honest; and
 * the honest behind an address with many people must soon come before those who fail on and on.
 */
const BLAME_MAX = 4;
const BLAMED_MS = 60_000;
const BLAMED_CLIENTS = 10_000;

/** Owns the failures and lies of peers and their clients. Refuses no peer for the deeds of others of its client. */
export class Reputation {
  readonly #pasts = new WeakMap<Peer, Past>();
  /** True until the first charge; until then lookups are skipped. */
  #isClean = true;
  /** Blamed clients, the oldest blame first. */
  readonly #blamed = new Map<string, Blamed>();

  /** The higher, the later the peer is asked; 0 where nothing is known against it. */
  weight(peer: Peer, address: Address, now: Millis): number {
    const past = this.#pastOf(peer);
    const { trust, failures } = past?.standings.get(address) ?? NOTHING;
    const doubt = (trust === 'suspect' ? SUSPICION : 0) + (isFailing(past, now) ? 1 : 0);
    return Math.max(failures, this.#blameOf(peer, now)) + doubt;
  }

  /** The time from which the peer may be asked; Infinity while it is away, wants the page itself, or is shut out. */
  askableFrom(peer: Peer, address: Address): Millis {
    if (peer.isAway || peer.wants.has(address)) return Infinity; // [W6]
    const past = this.#pastOf(peer);
    const standing = past?.standings.get(address);
    if (standing?.trust === 'shut-out') return Infinity;
    return Math.max(past?.restUntil ?? 0, standing?.notBefore ?? 0);
  }

  isSuspect(peer: Peer, address: Address): boolean {
    return this.#of(peer, address)?.trust === 'suspect';
  }

  /** Returns until when the peer is left alone for it. */
  charge(peer: Peer, address: Address, cause: Cause, now: Millis): Millis {
    const consequence: Consequence = CONSEQUENCES[cause];
    const { trust, failures, notBefore } = this.#of(peer, address) ?? NOTHING;
    const pauseMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** failures);
    const standing = {
      trust: consequence.trust ?? trust,
      failures: failures + consequence.failures,
      notBefore: consequence.pauses ? now + pauseMs : notBefore,
    };
    const past = this.#pasts.get(peer) ?? newPast();
    this.#pasts.set(peer, past);
    this.#isClean = false;
    this.#remember(past, address, standing);
    if (consequence.pauses) {
      past.inARow += 1;
      past.failedAt = now;
      past.restUntil = past.inARow >= FAILURES_IN_A_ROW ? now + REST_MS : 0;
    }
    if (consequence.blames) this.#blame(peer, now);
    return standing.notBefore;
  }

  /** The peer delivered something. Says whether that ended a rest. */
  delivered(peer: Peer, now: Millis): boolean {
    const past = this.#pastOf(peer);
    if (!past || past.inARow === 0) return false;
    const rested = past.restUntil > now;
    past.inARow = 0;
    past.restUntil = 0;
    return rested;
  }

  /** The peer announced the page again. Says whether that ended a pause. */
  renew(peer: Peer, address: Address, now: Millis): boolean {
    const past = this.#pastOf(peer);
    const standing = past?.standings.get(address);
    if (!past || !standing || standing.notBefore <= now) return false;
    this.#remember(past, address, { ...standing, notBefore: 0 });
    return true;
  }

  /** The peer alone fed the page, and it was true. */
  clear(peer: Peer, address: Address): void {
    this.#pastOf(peer)?.standings.delete(address);
  }

  #pastOf(peer: Peer): Past | undefined {
    return this.#isClean ? undefined : this.#pasts.get(peer);
  }

  #of(peer: Peer, address: Address): Standing | undefined {
    return this.#pastOf(peer)?.standings.get(address);
  }

  #remember({ standings }: Past, address: Address, standing: Standing): void {
    standings.delete(address);
    standings.set(address, standing);
    if (standings.size > STANDINGS_PER_PEER) deleteFirst(standings);
  }

  #blameOf({ account }: Peer, now: Millis): number {
    if (this.#blamed.size === 0 || account?.client === undefined) return 0;
    const blamed = this.#blamed.get(account.client);
    return blamed && blamed.until > now ? blamed.failures : 0;
  }

  #blame(peer: Peer, now: Millis): void {
    const client = peer.account?.client;
    if (client === undefined) return;
    const failures = Math.min(BLAME_MAX, this.#blameOf(peer, now) + 1);
    this.#blamed.delete(client);
    this.#blamed.set(client, { failures, until: now + BLAMED_MS });
    for (const { until } of this.#blamed.values()) {
      if (until > now && this.#blamed.size <= BLAMED_CLIENTS) return;
      deleteFirst(this.#blamed);
    }
  }
}

function newPast(): Past {
  return { standings: new Map(), inARow: 0, failedAt: 0, restUntil: 0 };
}

/** A peer that has vanished fails for every page: after the first, others are asked for the rest. [T11] */
function isFailing(past: Past | undefined, now: Millis): boolean {
  return past !== undefined && past.inARow > 0 && now < past.failedAt + REST_MS;
}

function deleteFirst<K>(map: Map<K, unknown>): void {
  for (const key of map.keys()) return void map.delete(key);
}

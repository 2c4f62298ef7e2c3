import type { Address } from '../protocol/address.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import { RESUME_MS } from '../protocol/limits.ts';
import type { Resume } from '../protocol/messages.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Exchange } from './exchange.ts';
import type { Peer, Peers } from './peers.ts';
import type { Watches } from './watches.ts';

export interface ResumptionDeps {
  readonly peers: Peers;
  readonly exchange: Exchange;
  readonly watches: Watches;
  readonly outbox: Outbox;
  /** How many places may be kept at once, in all and of one client. */
  readonly placesLimit: number;
  readonly placesLimitOfClient: number;
  /** Handles a want as if the peer had sent it. */
  readonly want: (peer: Peer, address: Address, from: number, now: Millis) => void;
}

/** Keeps the place of peers whose connection was lost, and gives it back to the connection that knows their session. */
export class Resumption {
  readonly #deps: ResumptionDeps;

  constructor(deps: ResumptionDeps) {
    this.#deps = deps;
  }

  /** Whether there is anything to come back to. */
  #isWorthwhile({ haves, wants, watches }: Peer): boolean {
    return haves.size + wants.size + watches.size > 0;
  }

  /** Whether the place of a peer whose connection was lost is to be kept. */
  mayKeep(peer: Peer): boolean {
    const { peers, placesLimit, placesLimitOfClient } = this.#deps;
    const hasRoom = peers.away < placesLimit && peers.awayOf(peer.client) < placesLimitOfClient;
    return hasRoom && this.#isWorthwhile(peer);
  }

  leave(peer: Peer, now: Millis): void {
    this.#deps.peers.leave(peer, now + RESUME_MS);
    this.#deps.exchange.leave(peer, now);
    this.#tellChanges(peer);
  }

  resume(newcomer: Peer, { session, wants }: Resume, now: Millis): void {
    const { peers, exchange, watches, outbox, want } = this.#deps;
    const peer = peers.ofSession(session);
    // Only by its first message, so that who repeats itself does not keep the other relays busy.
    if (!peer && newcomer.received === 1) outbox.moved(session);
    if (!peer || peer === newcomer || this.#isWorthwhile(newcomer)) {
      const message = 'no such session is kept; announce, want and watch anew';
      return outbox.refuse(newcomer.id, 'unknown-session', message);
    }
    if (peer.awayUntil === undefined) this.#replace(peer, now);
    const { received } = peer;
    peers.resume(peer, newcomer);
    outbox.send(peer.id, { type: 'resumed', received });
    for (const address of peer.wants) exchange.unwant(peer, address, now);
    for (const { address, from } of wants) want(peer, address, from, now);
    exchange.comeBack(peer, now);
    this.#tellChanges(peer);
    if (peer.watches.size > 0) watches.tell(peer, [...peer.watches]);
  }

  /** Whether it may be asked, and whether it waits, is another matter now. */
  #tellChanges({ haves, wants }: Peer): void {
    this.#deps.outbox.changedAll(haves);
    this.#deps.outbox.changedAll(wants);
  }

  /** The lost connection is not known to be lost yet. */
  #replace(peer: Peer, now: Millis): void {
    const reason = 'another connection resumed this session';
    this.#deps.outbox.push({ type: 'close', peer: peer.id, code: CLOSE.replaced, reason });
    this.leave(peer, now);
  }
}

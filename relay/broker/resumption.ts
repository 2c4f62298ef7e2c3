import type { Address } from '../protocol/address.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import { type RelayLimits, RESUME_MS } from '../protocol/limits.ts';
import type { Resume } from '../protocol/messages.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Intake } from './intake.ts';
import type { Marks } from './marks.ts';
import type { Notes } from './notes.ts';
import type { Peer, Peers } from './peer.ts';
import type { Requests } from './requests.ts';
import type { Swarms } from './swarm.ts';
import type { Watches } from './watches.ts';

export interface ResumptionDeps {
  readonly limits: RelayLimits;
  readonly peers: Peers;
  readonly swarms: Swarms;
  readonly intake: Intake;
  readonly requests: Requests;
  readonly watches: Watches;
  readonly notes: Notes;
  readonly marks: Marks;
  readonly outbox: Outbox;
}

/** Keeps the place of peers whose connection was lost, and gives it back to the connection that knows their session. */
export class Resumption {
  readonly #deps: ResumptionDeps;

  constructor(deps: ResumptionDeps) {
    this.#deps = deps;
  }

  /** True when the broker keeps the place of a peer whose connection was lost. */
  mayKeep({ account, isWorthwhile }: Peer): boolean {
    const { limits, peers } = this.#deps;
    const kept = peers.awayOf(account?.client);
    const hasRoom = peers.away < limits.connections && kept < limits.connectionsPerAddress;
    return account !== undefined && hasRoom && isWorthwhile;
  }

  /** Others go on for the peer, and its wants wait until it is back. */
  leave(peer: Peer, now: Millis): void {
    const { peers, swarms, marks, notes, requests } = this.#deps;
    peers.leave(peer, now + RESUME_MS);
    notes.lose(peer);
    for (const address of peer.wants) {
      const transfer = swarms.get(address)?.reading.get(peer);
      transfer?.part(peer);
      const swarm = swarms.wait(peer, address, 0);
      if (transfer) marks.transfer(swarm, transfer);
    }
    peer.deferred.clear();
    for (const swarm of swarms.wantedOf(peer)) {
      // At once: it may be back before all is settled, by a connection that was asked for nothing.
      for (const transfer of swarm.transfers) {
        if (transfer.seeder !== peer) continue;
        requests.callOff(transfer, now);
        marks.transfer(swarm, transfer);
      }
    }
    this.#tellChanges(peer);
  }

  resume(newcomer: Peer, { session, wants }: Resume, now: Millis): void {
    const { peers, swarms, intake, watches, marks, outbox } = this.#deps;
    const isFirst = newcomer.received === 1; // [R6]
    const peer = isFirst ? peers.ofSession(session) : undefined;
    // Another relay may know it. Only where it comes first, so that who repeats itself does not keep the others busy.
    if (isFirst && !peer) outbox.moved(session);
    if (!peer || peer === newcomer) {
      const message = 'no such session is kept; announce, want and watch anew';
      return outbox.refuse(newcomer.id, 'unknown-session', message);
    }
    if (!peer.isAway) this.#replace(peer, now);
    const { received } = peer;
    peers.comeBack(peer, newcomer, now);
    outbox.send(peer.id, { type: 'resumed', received });
    for (const address of peer.wants) intake.unwant(peer, address);
    for (const { address, from } of wants) intake.want(peer, address, from);
    for (const swarm of swarms.wantedOf(peer)) marks.all(swarm);
    this.#tellChanges(peer);
    if (peer.watches.size > 0) watches.tell(peer, [...peer.watches]);
  }

  /** The supply of its pages and wants may have changed. */
  #tellChanges({ haves, wants }: { haves: Iterable<Address>; wants: Iterable<Address> }): void {
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

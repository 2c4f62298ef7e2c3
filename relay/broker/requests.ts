import { OWED_BYTES, PATIENCE_MS, REQUEST_BYTES, SILENCE_MS, SLOW_MS } from '../protocol/limits.ts';
import type { Agenda } from './agenda.ts';
import type { Marks } from './marks.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Peer } from './peer.ts';
import type { Waste } from './quota.ts';
import type { Swarm } from './swarm.ts';
import type { Flow } from './flow.ts';
import type { Transfer } from './transfer.ts';

export interface RequestsDeps {
  readonly outbox: Outbox;
  readonly flow: Flow;
  readonly marks: Marks;
  readonly agenda: Agenda<Swarm>;
}

/** Requests to seeders: asks for the next range while the readers have room, and cancels ranges that nobody needs. */
export class Requests {
  readonly #deps: RequestsDeps;

  constructor(deps: RequestsDeps) {
    this.#deps = deps;
  }

  /** The peer feeds the transfer from here on. */
  assign(transfer: Transfer, seeder: Peer, swarm: Swarm, now: Millis): void {
    this.callOff(transfer, now);
    transfer.assign(seeder, now);
    this.pump(transfer, swarm, now);
  }

  /** Parts a transfer from its seeder, and charges its open ranges to `waste`. */
  callOff(transfer: Transfer, now: Millis, waste?: Waste): void {
    const { seeder, address, id } = transfer;
    if (!seeder) return;
    for (const { from, length } of seeder.debts.abandon(id, address, now, waste)) {
      this.#deps.outbox.send(seeder.id, { type: 'cancel', address, from, length });
    }
    transfer.orphan();
    this.#deps.marks.freed(transfer.readers);
  }

  /** Asks for more while all readers have room; notes a stall while only some have. */
  pump(transfer: Transfer, swarm: Swarm, now: Millis): void {
    const { feed, address, readers } = transfer;
    const { flow } = this.#deps;
    if (feed.state === 'orphaned') return;
    const room = flow.roomOf(readers);
    if (room === 0) {
      if (transfer.outstanding === 0 && readers.size > 1) this.#stall(transfer, swarm, now);
      return;
    }
    transfer.stall.end();
    const { seeder, asked } = feed;
    const length = transfer.nextLength(
      room,
      firstBytesOf(seeder, readers.size + swarm.waiting.size),
    );
    if (length === 0) return;
    const wasIdle = transfer.outstanding === 0;
    if (seeder.debts.owed + length > OWED_BYTES) return this.#putOff(seeder, swarm, now);
    const isShared = seeder.debts.isAsked(address, asked, length);
    if (isShared && !wasIdle) return; // it might come before what this transfer needs first
    seeder.debts.ask(transfer.id, address, { from: asked, length, isShared }, now);
    transfer.ask(length, seeder.debts.isInTurn(transfer.id, address, now), now);
    if (!isShared) {
      this.#deps.outbox.send(seeder.id, { type: 'request', address, from: asked, length });
    }
    if (wasIdle) this.#look(transfer, swarm);
  }

  /** True when a seeder that others wait for may be asked for more. */
  mayAsk({ debts }: Peer): boolean {
    return debts.owed + REQUEST_BYTES <= OWED_BYTES;
  }

  /** Asks again for all open ranges: the first request may have met a worker that was being restarted. */
  repeat({ seeder, id, address }: Transfer): void {
    for (const { from, length, next } of seeder?.debts.restsOf(id, address) ?? []) {
      const rest = { address, from: next, length: from + length - next };
      if (seeder) this.#deps.outbox.send(seeder.id, { type: 'request', ...rest });
    }
  }

  /** The seeder owes as much as it may. It is looked at again once it has sent something, or has been silent. */
  #putOff(seeder: Peer, swarm: Swarm, now: Millis): void {
    seeder.creditors.add(swarm.address);
    this.#deps.agenda.advance(swarm, now + SILENCE_MS);
  }

  #stall(transfer: Transfer, swarm: Swarm, now: Millis): void {
    if (transfer.stall.begin(now)) this.#look(transfer, swarm);
  }

  #look(transfer: Transfer, swarm: Swarm): void {
    this.#deps.agenda.advance(swarm, transfer.lookAt(PATIENCE_MS, SLOW_MS));
  }
}

/**
 * The range asked for while the length of the page is unknown: smaller if the seeder owes much, and for several
 * readers.
 */
function firstBytesOf({ debts }: Peer, readers: number): number {
  return debts.owed > OWED_BYTES / 2 || readers > 1 ? REQUEST_BYTES / 4 : REQUEST_BYTES;
}

import type { Ending } from '../broker/effects.ts';
import type { Violation } from '../protocol/parse.ts';

/**
 * The relay's work since its start, in plain numbers, because they change with every message. Does not know how they
 * are read (`metrics.ts`).
 */
export class Totals {
  messages = 0;
  /** Messages to clients and to other relays. */
  messagesOut = 0;
  /** Notes to clients. */
  notes = 0;
  frames = 0;
  /** A frame counts for each reader it is passed on to. */
  framesOut = 0;
  /** Payload bytes of content frames, from seeders and to readers. */
  bytesIn = 0;
  bytesOut = 0;
  readonly endings: Record<Ending, number> = {
    complete: 0,
    corrupt: 0,
    unproven: 0,
    unread: 0,
    blocked: 0,
  };
  /** By the code of the `error` message. */
  readonly refusals: Record<string, number> = {};
  /** Requests to connect that were refused, by reason. */
  readonly connectionsRefused: Record<string, number> = {};
  readonly violations: Record<Violation['code'], number> = { malformed: 0, 'unknown-type': 0 };

  refused(code: string): void {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }

  connectionRefused(reason: string): void {
    this.connectionsRefused[reason] = (this.connectionsRefused[reason] ?? 0) + 1;
  }

  violated(code: Violation['code']): void {
    this.violations[code] += 1;
  }
}

import type { Logger } from 'pino';
import type { Millis } from '../broker/effects.ts';
import { Alarm } from './alarm.ts';

/** The most lines of one kind in a second. */
const LINES = 10;
const SECOND_MS = 1_000;

interface Second {
  readonly endsAt: Millis;
  lines: number;
  leftOut: number;
}

/**
 * Logs events that peers cause, at 'info'. The message is the kind. Each kind gets only as many lines as cannot flood
 * the log; then one line gives the number of the others.
 */
export class PeerLog {
  readonly #log: Pick<Logger, 'info'>;
  readonly #now: () => Millis;
  readonly #seconds = new Map<string, Second>();
  readonly #alarm: Alarm;

  constructor(log: Pick<Logger, 'info'>, now: () => Millis) {
    this.#log = log;
    this.#now = now;
    this.#alarm = new Alarm(now, () => this.tick());
  }

  info(facts: object, kind: string): void {
    this.tick();
    const second = this.#seconds.get(kind) ?? this.#begin(kind);
    if (second.lines === LINES) {
      second.leftOut += 1;
      this.#alarm.advance(second.endsAt);
      return;
    }
    second.lines += 1;
    this.#log.info(facts, kind);
  }

  /** Reports the lines left out in past seconds. */
  tick(): void {
    const now = this.#now();
    for (const [kind, { endsAt, leftOut }] of this.#seconds) {
      if (now < endsAt) continue;
      this.#seconds.delete(kind);
      if (leftOut > 0) this.#log.info({ kind, leftOut }, 'lines left out');
    }
  }

  /** After this, it logs only what it is called with. */
  stop(): void {
    this.#alarm.stop();
  }

  #begin(kind: string): Second {
    const second = { endsAt: this.#now() + SECOND_MS, lines: 0, leftOut: 0 };
    this.#seconds.set(kind, second);
    return second;
  }
}

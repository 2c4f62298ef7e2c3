import type { Millis } from './effects.ts';

/** Readers wait longer while others catch up: for each reader, and at most. */
const EACH_MS = 1;
const EACH_MOST_MS = 47;
/** Input that came while the relay was busy is read within this time. */
const LAST_CALL_MS = 1;

/** A transfer that stands still for some of its readers: how long the others wait for them. */
export class Stall {
  /** The time since which it stands still; undefined while it moves. */
  #since: Millis | undefined;
  /** The number of readers that lagged at the last look, and the time when it last became smaller. */
  #lagging = Infinity;
  #caughtUpAt: Millis = 0;
  /** When the readers that lag were given their last chance. */
  #warnedAt: Millis = -Infinity;

  get since(): Millis | undefined {
    return this.#since;
  }

  /** Says whether that is new. */
  begin(now: Millis): boolean {
    if (this.#since !== undefined) return false;
    this.#since = now;
    this.#caughtUpAt = now;
    this.#lagging = Infinity;
    this.#warnedAt = -Infinity;
    return true;
  }

  end(): void {
    this.#since = undefined;
  }

  /**
   * The time until which the readers that may continue wait for the others, of `readers` in all. From time to time, some
   * of the others catch up.
   */
  patienceEnds(patienceMs: Millis, readers: number): Millis {
    if (this.#since === undefined) return Infinity;
    const more = Math.min(EACH_MOST_MS, EACH_MS * (readers - 2));
    const [last, end] = [this.#caughtUpAt, this.#since + more];
    return Math.max(Math.min(last, end) + patienceMs, this.#warnedAt + LAST_CALL_MS);
  }

  /** This many readers lag. If there are fewer than before, it is worth waiting for the rest. */
  lag(readers: number, now: Millis): void {
    if (readers >= this.#lagging) return;
    this.#lagging = readers;
    this.#caughtUpAt = now;
    this.#warnedAt = -Infinity;
  }

  /** The patience is over: says whether what the others sent meanwhile had its time to be read. */
  warn(now: Millis): boolean {
    if (this.#warnedAt > -Infinity) return true;
    this.#warnedAt = now;
    return false;
  }
}

import type { Schedule } from './socket.ts';

/** Longer ones would overflow the platform's timers. */
const LONGEST_SECONDS = 600;

export interface HeartbeatDeps {
  readonly seconds: number;
  readonly schedule: Schedule;
  /** Called once each heartbeat, whatever else is said: a service worker lives by it. */
  readonly beat: () => void;
  /** Called when nothing was heard for two heartbeats. */
  readonly silent: () => void;
}

/** The pulse of one open connection. */
export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  readonly #periodMs: number;
  #cancelBeat: (() => void) | undefined;
  #cancelSilence: (() => void) | undefined;

  constructor(deps: HeartbeatDeps) {
    this.#deps = deps;
    this.#periodMs = Math.min(deps.seconds, LONGEST_SECONDS) * 1_000;
    this.heard();
  }

  /**
   * Something came from the relay. Both timers start here and none in a timer: browsers slow down timers that are
   * chained in a hidden tab to one a minute, and the relay would take its seeder for gone.
   */
  heard(): void {
    const { schedule, silent } = this.#deps;
    this.#cancelSilence?.();
    this.#cancelSilence = schedule(silent, 2 * this.#periodMs);
    this.#cancelBeat ??= schedule(() => this.#beat(), this.#periodMs);
  }

  /** Asks for a sign now, and takes the relay for gone unless it gives one within this time. */
  check(withinMs: number): void {
    const { schedule, silent, beat } = this.#deps;
    this.#cancelSilence?.();
    this.#cancelSilence = schedule(silent, withinMs);
    beat();
  }

  stop(): void {
    this.#cancelBeat?.();
    this.#cancelSilence?.();
  }

  #beat(): void {
    this.#cancelBeat = undefined;
    this.#deps.beat();
  }
}

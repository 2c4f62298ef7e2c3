import type { Schedule } from './socket.ts';

/** Longer times would overflow the platform's timers. */
const LONGEST_SECONDS = 600;

export interface HeartbeatDeps {
  readonly seconds: number;
  readonly schedule: Schedule;
  /** Called once each heartbeat, even while other messages flow: it keeps a service worker alive. */
  readonly beat: () => void;
  /** Called when the client heard nothing for two heartbeats. */
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
   * The relay sent something. Both timers start here, and neither starts inside a timer: browsers slow chained timers
   * of a hidden tab to one a minute, and the relay would believe its seeder gone.
   */
  heard(): void {
    const { schedule, silent } = this.#deps;
    this.#cancelSilence?.();
    this.#cancelSilence = schedule(silent, 2 * this.#periodMs);
    this.#cancelBeat ??= schedule(() => this.#beat(), this.#periodMs);
  }

  /** Asks for a sign now. Without a sign within this time, the client treats the relay as gone. */
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

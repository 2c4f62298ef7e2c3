/** Counted in heartbeats and not in milliseconds, because heartbeats also come in hidden tabs and service workers. */
const BEATS_MIN = 3;
const BEATS_MAX = 6;

/** Says when to repeat messages for which a relay had no room. Each client waits for another time. */
export class Again {
  readonly #random: () => number;
  /** Undefined while there is nothing to repeat. */
  #beatsLeft = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  onRefused(): void {
    if (this.#beatsLeft > 0) return;
    this.#beatsLeft = BEATS_MIN + Math.floor(this.#random() * (BEATS_MAX - BEATS_MIN + 1));
  }

  /** Returns true with the heartbeat on which to repeat them. */
  onBeat(): boolean {
    if (this.#beatsLeft === 0) return false;
    this.#beatsLeft -= 1;
    return this.#beatsLeft === 0;
  }

  onLost(): void {
    this.#beatsLeft = 0;
  }
}

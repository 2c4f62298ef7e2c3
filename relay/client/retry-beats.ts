/** In heartbeats, not in milliseconds: they come in hidden tabs and in service workers too. */
const BEATS_MIN = 3;
const BEATS_MAX = 6;

/** Says when to repeat what a relay had no room for; each client after another time. */
export class Again {
  readonly #random: () => number;
  /** None while there is nothing to repeat. */
  #beatsLeft = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  onRefused(): void {
    if (this.#beatsLeft > 0) return;
    this.#beatsLeft = BEATS_MIN + Math.floor(this.#random() * (BEATS_MAX - BEATS_MIN + 1));
  }

  /** True with the heartbeat on which to repeat it. */
  onBeat(): boolean {
    if (this.#beatsLeft === 0) return false;
    this.#beatsLeft -= 1;
    return this.#beatsLeft === 0;
  }

  onLost(): void {
    this.#beatsLeft = 0;
  }
}

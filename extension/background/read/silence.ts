/** The time for which one part may stay silent at one relay before somebody else is asked. */

/** Nothing has come yet: the relay may know of no holder. */
const FIRST_MS = 3_000;
/** The transfer has begun: its holder may be slow, or the relay looks for another one. */
const NEXT_MS = 10_000;

/** No relay sent anything of a part. Somebody may hold it later. */
export class SilentError extends Error {
  override readonly name = 'SilentError';

  constructor(relay: string) {
    super(`expected bytes from ${relay}, got none in time`);
  }
}

export class Silence {
  readonly #relay: string;
  readonly #isAway: () => boolean;
  readonly #over = new AbortController();
  #waitMs = FIRST_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** While `isAway`, nobody could say anything: the silence does not count. */
  constructor(relay: string, isAway: () => boolean) {
    this.#relay = relay;
    this.#isAway = isAway;
    this.#wait();
  }

  /** Aborts with a `SilentError` when the silence has lasted too long. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  onBytes(): void {
    this.#waitMs = NEXT_MS;
    this.#wait();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onTime(), this.#waitMs);
  }

  #onTime(): void {
    if (this.#isAway()) this.#wait();
    else this.#over.abort(new SilentError(this.#relay));
  }
}

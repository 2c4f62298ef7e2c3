/** Waits for an answer that may never come: for so long, and no longer. */

/** No answer came in time. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

export class Patience {
  readonly #out = Promise.withResolvers<never>();
  readonly #timer: ReturnType<typeof setTimeout>;

  /** Begins to wait now. */
  constructor(ms: number) {
    this.#out.promise.catch(() => undefined); // where nobody waits with it, nobody needs to hear
    const lose = () => this.#out.reject(new NoAnswerError(`expected an answer within ${ms} ms`));
    this.#timer = setTimeout(lose, ms);
  }

  /** `answer`, or a `NoAnswerError` where that comes too late. */
  with<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return Promise.race([answer, this.#out.promise]);
  }

  /** An answer takes the time it takes from now on. */
  end(): void {
    clearTimeout(this.#timer);
  }
}

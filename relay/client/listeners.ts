/**
 * Functions to call with each value. An error in one of them becomes an uncaught error and does not affect the others.
 */
export class Listeners<T> {
  readonly #entries = new Set<{ readonly listener: (value: T) => void }>();

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** Adds `listener` until the returned function is called. A listener that is added twice is called twice. */
  add(listener: (value: T) => void): () => void {
    const entry = { listener };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  }

  call(value: T): void {
    for (const { listener } of this.#entries) callSafely(() => listener(value));
  }
}

/** Calls `run`. An error goes to the platform's error reporting, not to the caller, whose state stays whole. */
export function callSafely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Functions to be called with each value. What one of them throws surfaces as an uncaught error and harms no other. */
export class Listeners<T> {
  readonly #entries = new Set<{ readonly listener: (value: T) => void }>();

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** Adds `listener` until the returned function is called; one added twice is called twice. */
  add(listener: (value: T) => void): () => void {
    const entry = { listener };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  }

  call(value: T): void {
    for (const { listener } of this.#entries) callSafely(() => listener(value));
  }
}

/** Calls `run`; what it throws reaches the platform's error reporting, not the caller, whose state stays whole. */
export function callSafely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

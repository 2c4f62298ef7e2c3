import type { Schedule } from '../../relay/client/index.ts';

interface Timer {
  readonly run: () => void;
  readonly at: number;
}

/** Timers that run when the test says that time has passed. */
export class VirtualTime {
  #now = 0;
  readonly #timers = new Set<Timer>();

  readonly schedule: Schedule = (run, delayMs) => {
    const timer = { run, at: this.#now + delayMs };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  get pending(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#next(); next && next.at <= until; next = this.#next()) {
      this.#timers.delete(next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }

  #next(): Timer | undefined {
    return [...this.#timers].toSorted((a, b) => a.at - b.at)[0];
  }
}

/**
 * Virtual time for asynchronous code. One event happens at a time: the next one comes only after the code that the last
 * one woke has ended, or waits for the disk. So the same seed is the same run, whatever the platform's threads do.
 */
import { Agenda } from '../../broker/simulation-agenda.ts';
import { Dice } from '../../broker/simulation-dice.ts';

/** One run of a program, from its start to its crash. */
export interface Life {
  isOver: boolean;
}

/** Ends the code of a crashed program. */
class Killed extends Error {}

export class VirtualWorld {
  readonly dice: Dice;
  now = 0;
  events = 0;
  readonly #agenda = new Agenda();
  /** Calls that neither have ended nor wait for the disk. */
  #running = 0;
  #onIdle = (): void => {};
  #failure: unknown;

  constructor(seed: number) {
    this.dice = new Dice(seed);
  }

  /** Calls `act` after this time, unless `life` is over by then. Returns the way to take it back. */
  after(ms: number, act: () => void, life?: Life): () => void {
    const state = { isLost: false };
    const run = () => {
      if (!life?.isOver) act();
    };
    this.#agenda.add(this.now + ms, run, state);
    return () => void (state.isLost = true);
  }

  /** Waits for `work` before the next event. A crash may end it. */
  run(work: Promise<unknown>): void {
    this.#running += 1;
    work
      .catch((error: unknown) => {
        if (!(error instanceof Killed)) this.#failure ??= error;
      })
      .finally(() => this.#rest());
  }

  /** An access to the disk by a program: `apply` happens at once, some time later. It tells of a crash by `'killed'`. */
  onDisk<T>(life: Life, apply: () => T | 'killed'): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#rest();
    this.after(this.dice.between(1, 40), () => {
      this.#running += 1;
      const applied = life.isOver ? 'killed' : apply();
      if (applied === 'killed') reject(new Killed());
      else resolve(applied);
    });
    return promise;
  }

  /** Lets events happen until this time, or until `isDone`. */
  async until(time: number, isDone = () => false): Promise<void> {
    for (;;) {
      const entry = this.#agenda.next();
      if (!entry) return;
      if (entry.at > time) return this.#agenda.add(entry.at, entry.act, entry.link);
      this.now = entry.at;
      if (entry.link?.isLost) continue;
      this.events += 1;
      entry.act();
      await this.#idle();
      if (isDone()) return;
    }
  }

  async #idle(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    if (this.#failure !== undefined) throw this.#failure;
  }

  #rest(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#onIdle();
  }
}

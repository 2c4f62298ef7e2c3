/** A program of a simulation: it crashes beside its writes, and comes back with what its disk has. */
import type { Pairing } from '../../../relay/client/index.ts';
import type { SimulatedRelay } from '../once/simulated-relay.ts';
import type { Life, VirtualWorld } from '../once/virtual-world.ts';

export interface Surroundings {
  readonly pairing: Pairing;
  readonly world: VirtualWorld;
  readonly relay: SimulatedRelay;
  /** Lets the code that an event woke end before the next event. */
  readonly wake: () => void;
  /** Says whether something happens now that happens only in the storm, and counts it. */
  readonly happens: (name: string, probability: number) => boolean;
  readonly count: (name: string) => void;
}

/** The longest time between a crash and the next start. */
const AWAY_MS = 15_000;
const CRASHES = 0.06;

export abstract class SimulatedProgram {
  protected readonly around: Surroundings;
  protected life: Life = { isOver: true };
  readonly #kind: string;
  #lives = 0;

  constructor(around: Surroundings, kind: string) {
    this.around = around;
    this.#kind = kind;
  }

  /** The name of its present connection. */
  get name(): string {
    return `${this.#kind} ${this.#lives}`;
  }

  start(): void {
    if (!this.life.isOver) return;
    this.life = { isOver: false };
    this.#lives += 1;
    this.onStart();
    this.around.wake();
  }

  crash(): void {
    if (this.life.isOver) return;
    const { world, relay } = this.around;
    this.life.isOver = true;
    relay.leave(this.name);
    world.after(world.dice.between(0, AWAY_MS), () => this.start());
  }

  /** A write to the disk. It never ends for code of an earlier life. */
  protected write<T>(step: string, apply: () => T): Promise<T> {
    const { world, wake, happens } = this.around;
    const { promise, resolve } = Promise.withResolvers<T>();
    const { life } = this;
    world.after(
      world.dice.between(1, 40),
      () => {
        if (happens(`crash before ${step}`, CRASHES)) return this.crash();
        const result = apply();
        if (happens(`crash after ${step}`, CRASHES)) return this.crash();
        resolve(result);
        wake();
      },
      life,
    );
    return promise;
  }

  protected abstract onStart(): void;
}

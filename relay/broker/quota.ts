import { CLIENTS_SERVED } from '../protocol/limits.ts';

/** How much of something some peers have together, and the most that they may. */
export class Quota {
  readonly #most: number;
  readonly #whole: Quota | undefined;
  #taken = 0;

  constructor(most: number, whole?: Quota) {
    this.#most = most;
    this.#whole = whole;
  }

  get taken(): number {
    return this.#taken;
  }

  /** How much more there may be. */
  get left(): number {
    const left = this.#most - this.#taken;
    return this.#whole ? Math.min(left, this.#whole.left) : left;
  }

  take(): void {
    this.#taken += 1;
    this.#whole?.take();
  }

  giveBack(): void {
    this.#taken -= 1;
    this.#whole?.giveBack();
  }

  /** What one client may have of it. */
  part(): Quota {
    return new Quota(Math.ceil(this.#most / CLIENTS_SERVED), this);
  }
}

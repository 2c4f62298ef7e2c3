/** Knows when no cryptography is under way: it runs beside virtual time, which must wait for it. */
import { setImmediate as turn } from 'node:timers/promises';

const CALLS = ['encrypt', 'decrypt', 'importKey', 'deriveBits', 'digest'] as const;

export class QuietCrypto {
  #running = 0;
  readonly #undo: (() => void)[] = [];

  constructor() {
    for (const name of CALLS) this.#count(name);
  }

  /** Resolves when all code that was woken has ended, or waits for an event. */
  async quiet(): Promise<void> {
    do await turn();
    while (this.#running > 0);
  }

  restore(): void {
    for (const undo of this.#undo) undo();
  }

  #count(name: (typeof CALLS)[number]): void {
    const { subtle } = crypto;
    const original = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>;
    const counted = (...args: unknown[]) => {
      this.#running += 1;
      return original(...args).finally(() => (this.#running -= 1));
    };
    Object.defineProperty(subtle, name, { value: counted, configurable: true });
    this.#undo.push(() => Reflect.deleteProperty(subtle, name));
  }
}

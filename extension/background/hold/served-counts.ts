/**
 * Counts what is handed to readers. Written down soon after, many ranges at a time: a worker that is killed loses the
 * counts of the last seconds and nothing else.
 */
import type { ClientEvent } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Served } from '../../store/record-changes.ts';

const GATHER_MS = 1_000;

type ServedEvent = Extract<ClientEvent, { type: 'served' }>;

export class ServedCounts {
  readonly #write: (served: ReadonlyMap<Address, Served>) => Promise<void>;
  #unwritten = new Map<Address, Served>();
  #isDue = false;

  constructor(write: (served: ReadonlyMap<Address, Served>) => Promise<void>) {
    this.#write = write;
  }

  add({ address, from, length }: ServedEvent): void {
    const { bytes = 0, times = 0 } = this.#unwritten.get(address) ?? {};
    // A transfer begins at one holder and may go on at another: each is counted once in all.
    const began = from === 0 ? 1 : 0;
    const counted = { bytes: bytes + length, times: times + began, at: Date.now() };
    this.#unwritten.set(address, counted);
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => void this.#flush(), GATHER_MS);
  }

  async #flush(): Promise<void> {
    const served = this.#unwritten;
    this.#unwritten = new Map();
    this.#isDue = false;
    // A count that a full disk does not take is not worth stopping for.
    await this.#write(served).catch((error: unknown) => console.error(error));
  }
}

/**
 * Counts how often and how much of each page this browser uploads. It writes the counts a second late, many ranges at a
 * time: a killed worker loses the counts of its last second and nothing else.
 */
import type { ClientEvent } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { coalesced } from '../coalesced.ts';
import type { Served } from '../../store/record-changes.ts';

const GATHER_MS = 1_000;

type ServedEvent = Extract<ClientEvent, { type: 'served' }>;

export class ServedCounts {
  readonly #write;
  #unwritten = new Map<Address, Served>();

  constructor(write: (served: ReadonlyMap<Address, Served>) => Promise<void>) {
    // Counts that a full disk does not take are lost: they are not worth stopping for.
    this.#write = coalesced(() => write(this.#take()), GATHER_MS);
  }

  add({ address, from, length }: ServedEvent): void {
    const { bytes = 0, times = 0 } = this.#unwritten.get(address) ?? {};
    // A transfer begins at one holder and may go on at another: each is counted once in all.
    const began = from === 0 ? 1 : 0;
    const counted = { bytes: bytes + length, times: times + began, at: Date.now() };
    this.#unwritten.set(address, counted);
    this.#write.run();
  }

  #take(): ReadonlyMap<Address, Served> {
    const served = this.#unwritten;
    this.#unwritten = new Map();
    return served;
  }
}

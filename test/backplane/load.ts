import { setTimeout as pause } from 'node:timers/promises';
import { type Client, createClient, type PageSource, relayUrl } from '@mayfly/relay/client';
import type { Relay } from '../../relay/server/serve.ts';
import { MemoryPages, type TestPage } from '../support/wire.ts';

/** A client that comes back soon after each loss. */
export function connect(relay: Pick<Relay, 'url'>, pages: PageSource = new MemoryPages()): Client {
  return createClient({ url: relayUrl(relay.url), pages, random: () => 0.1 });
}

/** A pause between two fetches, so that a test leaves some of the machine to others. */
const BREATH_MS = 25;

/** Readers who fetch one page after another, whatever happens around them. */
export class Load {
  readonly #clients: readonly Client[];
  readonly #pages: readonly TestPage[];
  readonly #readings: Promise<void>[] = [];
  /** The number of pages that each reader got. */
  readonly #read: number[];
  /** Results that were a wrong page or a refusal. */
  readonly troubles: unknown[] = [];
  #isOver = false;

  constructor(relays: readonly Pick<Relay, 'url'>[], pages: readonly TestPage[]) {
    this.#clients = relays.map((relay) => connect(relay));
    this.#pages = pages;
    this.#read = this.#clients.map(() => 0);
    this.#clients.forEach((client, i) => this.#readings.push(this.#readOn(client, i)));
  }

  get read(): number {
    return this.#read.reduce((sum, count) => sum + count, 0);
  }

  /** Resolves when every reader has read every page again. */
  async round(): Promise<void> {
    const goals = this.#read.map((count) => count + this.#pages.length + 1);
    while (this.#read.some((count, i) => count < (goals[i] ?? 0))) await pause(BREATH_MS);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    for (const client of this.#clients) client.close();
    await Promise.all(this.#readings);
  }

  async #readOn(client: Client, reader: number): Promise<void> {
    for (let n = reader; !this.#isOver; n++) {
      const page = this.#pages[n % this.#pages.length];
      if (page) await this.#readOne(client, page, reader);
      await pause(BREATH_MS);
    }
  }

  async #readOne(client: Client, { address, bytes }: TestPage, reader: number): Promise<void> {
    try {
      if (Buffer.compare(await client.fetch(address), bytes) === 0) this.#read[reader]! += 1;
      else this.troubles.push(`not ${address}`);
    } catch (error) {
      if (!this.#isOver) this.troubles.push(error);
    }
  }
}

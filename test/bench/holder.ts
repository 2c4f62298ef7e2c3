/** The real client at the bench, with `ws` below it: the sockets of Node would take most of the time. */
import { randomFillSync } from 'node:crypto';
import { WebSocket } from 'ws';
import {
  addressOf,
  type Client,
  createClient,
  largestContent,
  newKey,
  type OpenSocket,
  type PageSource,
  sealUnder,
} from '../../relay/client/index.ts';
import type { Address } from '../../relay/protocol/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface HeldPage {
  readonly address: Address;
  readonly bytes: Bytes;
}

/** What the client uses of a socket is the same in both. */
const openSocket = ((url: string, protocol: string) =>
  new WebSocket(url, protocol, { perMessageDeflate: false })) as unknown as OpenSocket;

/** A client that holds nothing. */
export function openReader(url: string): Client {
  const pages: PageSource = { addresses: async () => [], read: async () => undefined };
  return createClient({ url, pages, openSocket });
}

/** A sealed page of at most this many bytes, with random content. */
export async function sealedPage(most: number): Promise<HeldPage & { readonly key: Bytes }> {
  const key = newKey();
  const content = randomFillSync(new Uint8Array(largestContent(most)));
  const bytes = await sealUnder(content, key);
  return { address: await addressOf(bytes), bytes, key };
}

/** A client that holds pages in memory. */
export class Holder {
  readonly #pages = new Map<Address, Bytes>();
  readonly #client: Client;

  /** Resolves when the relay knows of the pages. */
  static async connect(url: string, pages: readonly HeldPage[]): Promise<Holder> {
    const holder = new Holder(url);
    for (const page of pages) holder.add(page);
    await holder.settled();
    return holder;
  }

  private constructor(url: string) {
    const pages: PageSource = {
      addresses: async () => [...this.#pages.keys()],
      read: async (address, from, length) => {
        const bytes = this.#pages.get(address);
        return bytes && { total: bytes.length, bytes: bytes.subarray(from, from + length) };
      },
    };
    this.#client = createClient({ url, pages, openSocket });
  }

  add({ address, bytes }: HeldPage): void {
    this.#pages.set(address, bytes);
    this.#client.have(address);
  }

  /** Resolves when the relay has acted on everything said so far. */
  async settled(): Promise<void> {
    await this.#client.settled();
  }

  close(): void {
    this.#client.close();
  }
}

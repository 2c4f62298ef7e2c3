/** Publishes hostile pages through a client of its own, faster than a popup could, and knows their links. */
import {
  addressOf,
  BUNDLE_TYPE,
  type BundleFile,
  type Client,
  createClient,
  publicBundle,
  relayUrl,
  sealBundle,
} from '@mayfly/relay/client';
import { type Address, formatLink } from '@mayfly/relay/protocol';
import { MemoryPages } from '../../support/wire.ts';
import type { HostilePage } from './vectors.ts';

export class Shelf {
  readonly #relay: string;
  readonly #pages = new MemoryPages();
  readonly #client: Client;

  constructor(relay: string) {
    this.#relay = relay;
    this.#client = createClient({ url: relayUrl(relay), pages: this.#pages });
  }

  /** The link to a page; resolves when the relay knows that the shelf has it. */
  async publish({ bytes, mediaType, fileName }: HostilePage): Promise<string> {
    const address = await addressOf(bytes);
    this.hold(address, bytes);
    const link = { relay: this.#relay, address, mediaType, relays: [] };
    return formatLink({ ...link, ...(fileName !== undefined && { name: fileName }) });
  }

  /** The link to several files as they are, in the order of their names. */
  async publishFiles(files: readonly HostilePage[]): Promise<string> {
    const { page } = await publicBundle(
      files.map(({ name, bytes, mediaType }) => ({
        path: name,
        type: mediaType,
        content: new Blob([bytes]),
      })),
      { onPart: async (_, address, bytes) => this.hold(address, bytes) },
    );
    return await this.publish({ name: 'files', bytes: page, mediaType: BUNDLE_TYPE });
  }

  /** The relay learns that the shelf has this page. */
  hold(address: Address, bytes: Uint8Array): void {
    this.#pages.add({ address, bytes: Buffer.from(bytes) });
    this.#client.have(address);
  }

  /** The link to several sealed files, of which the shelf has the first `held` parts. */
  async publishSealed(
    files: readonly BundleFile[],
    name: string,
    held = Infinity,
  ): Promise<string> {
    const { page, address, key } = await sealBundle(files, {
      onPart: async (index, part, bytes) => {
        if (index < held) this.hold(part, bytes);
      },
    });
    this.hold(address, page);
    await this.settle();
    const hints = { mediaType: BUNDLE_TYPE, name };
    return formatLink({ relay: this.#relay, address, key, ...hints, relays: [] });
  }

  async settle(): Promise<void> {
    await this.#client.settled();
  }

  close(): void {
    this.#client.close();
  }
}

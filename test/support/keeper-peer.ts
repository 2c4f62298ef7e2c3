/** A keeper without a disk at a real relay: it is paired, fetches the pages that it is asked to keep, and serves them. */
import {
  type Client,
  ClosedError,
  createClient,
  formatPairingCode,
  KeeperDesk,
  makePairing,
  type Pairing,
  relayUrl,
} from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { MemoryDevices, MemoryLedger } from '../client/keeper/keeper-scene.ts';
import { MemoryPages } from './wire.ts';

export class KeeperPeer {
  readonly ledger = new MemoryLedger();
  readonly #pages = new MemoryPages();
  readonly #relay: string;
  readonly #pairing: Pairing;
  readonly #client: Client;

  static async start(relay: string, name = 'Attic'): Promise<KeeperPeer> {
    return new KeeperPeer(relay, await makePairing(name), name);
  }

  private constructor(relay: string, pairing: Pairing, name: string) {
    this.#relay = relay;
    this.#pairing = pairing;
    const { address } = pairing;
    this.#pages.add({ address, bytes: Buffer.from(pairing.page) });
    this.#client = createClient({
      url: relayUrl(relay),
      pages: {
        addresses: () => this.#pages.addresses(),
        read: (...range) => this.#pages.read(...range),
        answers: (asked) => asked === address,
      },
    });
    const { ledger } = this;
    const devices = new MemoryDevices();
    const desk = new KeeperDesk({
      ...{ pairing, name, relays: [relay], ledger, devices, now: Date.now },
    });
    this.#client.subscribe((event) => {
      if (event.type === 'note') void this.#answer(desk, event);
    });
  }

  get code(): string {
    const { address, key } = this.#pairing;
    return formatPairingCode({ relay: this.#relay, address, key });
  }

  close(): void {
    this.#client.close();
  }

  async #answer(
    desk: KeeperDesk,
    { from, body }: { readonly from: string; readonly body: Uint8Array },
  ): Promise<void> {
    const answer = await desk.receive(body, this.#relay);
    if (answer) this.#client.note(this.#pairing.address, answer, from);
    for (const { address, parts } of this.ledger.orders.values()) {
      for (const page of [address, ...parts]) this.#fetch(page).catch(unlessClosed);
    }
  }

  async #fetch(address: Address): Promise<void> {
    if (this.ledger.here.has(address)) return;
    this.#pages.add({ address, bytes: Buffer.from(await this.#client.fetch(address)) });
    this.ledger.here.add(address);
    this.#client.have(address);
  }
}

/** A keeper that is closed fetches nothing more. */
function unlessClosed(error: unknown): void {
  if (!(error instanceof ClosedError)) throw error;
}

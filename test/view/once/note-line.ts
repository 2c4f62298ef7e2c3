/** Tabs that are joined by a relay in memory: it passes pages and notes on at once, and remembers all that it saw. */
import type { PageSource } from '../../../relay/client/page-source.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { FakeClient, OPEN } from '../fake-client.ts';

export class NoteLine {
  readonly #ends: LineClient[] = [];
  /** The bodies of all notes. */
  readonly bodies: Uint8Array[] = [];

  join(): LineClient {
    const client = new LineClient(this, `end ${this.#ends.length}`);
    client.connect(OPEN);
    this.#ends.push(client);
    return client;
  }

  leave(client: LineClient): void {
    this.#ends.splice(this.#ends.indexOf(client), 1);
  }

  pass(address: Address, body: Uint8Array, from: LineClient, to: string | undefined): void {
    this.bodies.push(body);
    const end = this.#ends.find((one) =>
      to === undefined ? one !== from && one.pages?.answers?.(address) : one.name === to,
    );
    if (end) end.emit({ type: 'note', address, from: from.name, body });
    else from.emit({ type: 'refused', code: 'nobody', message: 'nobody answers', address });
  }

  async page(address: Address): Promise<Uint8Array<ArrayBuffer>> {
    for (const { pages } of this.#ends) {
      const range = await pages?.read(address, 0, Infinity);
      if (range) return new Uint8Array(range.bytes);
    }
    return await new Promise(() => {}); // it comes once somebody has it
  }
}

export class LineClient extends FakeClient {
  readonly #line: NoteLine;
  readonly name: string;
  pages: PageSource | undefined;

  constructor(line: NoteLine, name: string) {
    super();
    this.#line = line;
    this.name = name;
  }

  override note(address: Address, body: Uint8Array, to?: string): void {
    queueMicrotask(() => this.#line.pass(address, body, this, to));
  }

  override async fetch(address: Address): Promise<Uint8Array<ArrayBuffer>> {
    return await this.#line.page(address);
  }
}

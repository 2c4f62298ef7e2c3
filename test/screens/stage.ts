/** A relay, a browser with the extension, and somebody with pages to show: what every screen needs. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { relayUrl, seal } from '@mayfly/relay/client';
import {
  type Address,
  encodeFrame,
  encodeMessage,
  parseRelayMessage,
  SUBPROTOCOL,
} from '@mayfly/relay/protocol';
import { WebSocket } from 'ws';
import { Browser } from '../journeys/browser.ts';
import { Shelf } from '../journeys/hostile/shelf.ts';
import { RelayProcess } from '../journeys/relay.ts';

export interface Text {
  readonly source: string;
  readonly mediaType: string;
  readonly fileName?: string;
}

export class Stage {
  readonly #relay: RelayProcess;
  readonly browser: Browser;
  readonly #shelf: Shelf;

  static async open(): Promise<Stage> {
    const relay = await RelayProcess.start();
    return new Stage(relay, await Browser.open({ relay: relay.origin }));
  }

  private constructor(relay: RelayProcess, browser: Browser) {
    this.#relay = relay;
    this.browser = browser;
    this.#shelf = new Shelf(relay.origin);
  }

  /** The relay's page: under this name the extension does not know the relay, and leaves its links alone. */
  get webPage(): string {
    return this.#relay.origin.replace('localhost', '127.0.0.1');
  }

  /** The link to a page that somebody holds. */
  async link({ source, ...hints }: Text): Promise<string> {
    const bytes = new TextEncoder().encode(source);
    const link = await this.#shelf.publish({ name: 'x', bytes, ...hints });
    await this.#shelf.settle();
    return link;
  }

  /** The link to a sealed page, without its key. */
  async lockedLink(source: string): Promise<string> {
    const { bytes } = await seal(new TextEncoder().encode(source));
    const link = await this.#shelf.publish({ name: 'x', bytes, mediaType: 'text/plain' });
    await this.#shelf.settle();
    return link;
  }

  /** The link to a page whose holder stops in the middle. */
  async stalledLink(): Promise<string> {
    const bytes = randomBytes(3_000_000);
    const address = createHash('sha256').update(bytes).digest('hex') as Address;
    const socket = new WebSocket(relayUrl(this.#relay.origin), SUBPROTOCOL);
    await once(socket, 'open');
    socket.on('message', (message: Buffer, isBinary) => {
      const said = isBinary ? undefined : parseRelayMessage(message.toString());
      if (said?.type !== 'request' || said.from > 0) return;
      for (let at = 0; at < said.length; at += 65_536) {
        const end = Math.min(at + 65_536, said.length, bytes.length);
        socket.send(encodeFrame(address, at, bytes.length, bytes.subarray(at, end)));
      }
    });
    socket.send(encodeMessage({ type: 'have', addresses: [address] }));
    return `${this.#relay.origin}/${address}`;
  }

  /** A link to a page that nobody has. */
  lostLink(): string {
    return `${this.#relay.origin}/${randomBytes(32).toString('hex')}`;
  }

  async visit(url: string): Promise<Page> {
    return await this.browser.visit(url);
  }

  /** Opens a link in the relay's page, whatever the extension does with links. */
  async read(link: string): Promise<Page> {
    return await this.visit(link.replace('localhost', '127.0.0.1'));
  }

  async close(): Promise<void> {
    this.#shelf.close();
    await this.browser.close();
    await this.#relay.stop();
  }
}

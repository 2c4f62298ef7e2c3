/** A relay, a browser with the extension, and somebody with pages to show: what every screen needs. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type BundleFile, relayUrl, seal } from '@mayfly/relay/client';
import {
  type Address,
  encodeFrame,
  encodeMessage,
  parseRelayMessage,
  SUBPROTOCOL,
} from '@mayfly/relay/protocol';
import { WebSocket } from 'ws';
import { NO_PAUSE } from '../../extension/store/pause.ts';
import { Browser } from '../journeys/browser.ts';
import { bundleFile } from '../journeys/bundle-file.ts';
import { Shelf } from '../journeys/hostile/shelf.ts';
import { publish } from '../journeys/publish.ts';
import { RelayProcess } from '../journeys/relay.ts';
import type { Words } from '../support/catalogue.ts';
import { KeeperPeer } from '../support/keeper-peer.ts';
import { LyingRelay } from '../support/lying-relay.ts';
import { OnceWriter, readOnce } from '../support/once-peers.ts';

export interface Text {
  /** Bytes, where it is not UTF-8. */
  readonly source: string | Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly fileName?: string;
}

interface Range {
  readonly from: number;
  readonly length: number;
}

type Answer = (socket: WebSocket, range: Range) => void;

const ARTICLE = `<!doctype html><title>A walk by the river</title>
<h1>A walk by the river</h1>
<p>Mayflies <b>live</b> for a day. They dance over the water in the evening. <img alt=""></p>`;

export class Stage {
  readonly #relay: RelayProcess;
  readonly #lyingRelay: LyingRelay;
  readonly browser: Browser;
  readonly #shelf: Shelf;
  /** The folder of the files that a person picks. */
  readonly #folder: Promise<string> = mkdtemp(join(tmpdir(), 'mayfly-files-'));
  readonly #writer: OnceWriter;
  #hasShared = false;
  #keeper: KeeperPeer | undefined;

  /** In a browser of this language, or of English. */
  static async open(language?: string): Promise<Stage> {
    const [relay, lyingRelay] = await Promise.all([RelayProcess.start(), LyingRelay.start()]);
    return new Stage(
      relay,
      lyingRelay,
      await Browser.open({ relay: relay.origin, ...(language && { language }) }),
    );
  }

  private constructor(relay: RelayProcess, lyingRelay: LyingRelay, browser: Browser) {
    this.#relay = relay;
    this.#lyingRelay = lyingRelay;
    this.browser = browser;
    this.#shelf = new Shelf(relay.origin);
    this.#writer = new OnceWriter(relay.origin);
  }

  /** The texts of the screens. */
  get says(): Words {
    return this.browser.says;
  }

  /** The relay's page: under this name the extension does not know the relay, and leaves its links alone. */
  get webPage(): string {
    return this.#relay.origin.replace('localhost', '127.0.0.1');
  }

  /** The link to a page that somebody holds. */
  async link({ source, ...hints }: Text): Promise<string> {
    const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
    const link = await this.#shelf.publish({ name: 'x', bytes, ...hints });
    await this.#shelf.settle();
    return link;
  }

  /** A link that opens once. Its author is there. */
  async onceLink(text: string): Promise<string> {
    return (await this.#writer.write(text)).url;
  }

  /** A link that opened once, for somebody else. */
  async usedLink(text: string): Promise<string> {
    const link = await this.#writer.write(text);
    await readOnce(this.#relay.origin, link);
    return link.url;
  }

  /** The link to several files, of which somebody holds the first `held` parts. */
  async bundleLink(files: readonly BundleFile[], name: string, held: number): Promise<string> {
    return await this.#shelf.publishSealed(files, name, held);
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
    return await this.#linkBy(address, (socket, range) => {
      if (range.from === 0) feed(socket, address, bytes, range);
    });
  }

  /** The link to a page whose holder does not answer. */
  async silentLink(): Promise<string> {
    return await this.#linkBy(randomAddress(), () => {});
  }

  /** The link to a page whose only holder has other bytes. */
  async wrongLink(): Promise<string> {
    const address = randomAddress();
    const bytes = randomBytes(1_000_000);
    return await this.#linkBy(address, (socket, range) => feed(socket, address, bytes, range));
  }

  /** The viewer's address for a page at a relay that sends only wrong bytes, and that the extension does not know. */
  lyingViewer(): string {
    return viewerOf(this.#lyingRelay.origin);
  }

  /** The path of a file with this name and size on the disk, which a browser reads faster than what a test hands it. */
  async file(name: string, bytes: number): Promise<string> {
    const path = join(await this.#folder, name);
    await writeFile(path, '');
    await truncate(path, bytes);
    return path;
  }

  /** Shares a few pages from the extension, once. */
  async sharePages(): Promise<void> {
    if (this.#hasShared) return;
    this.#hasShared = true;
    await publish(this.browser, 'Minutes of the meeting\n\nAll were there.');
    await publish(this.browser, '# Packing list\n\n- a coat\n- a lamp', 'Markdown');
    await publish(this.browser, 'Train times');
  }

  /** Keeps folders of files, one of them in part, and resolves with the library that lists them. */
  async importBundles(): Promise<Page> {
    const text = (length: number) => new Uint8Array(length).fill(97);
    const holiday = await bundleFile(this.#relay.origin, 'Holiday in the mountains', {
      'read me.txt': text(1_200),
      ...Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [`day ${i + 1}/picture.jpg`, text(900_000)]),
      ),
    });
    const film = await bundleFile(
      this.#relay.origin,
      'Film of the evening.mp4',
      { 'Film of the evening.mp4': text(20_000_000) },
      (index) => index < 2,
    );
    const tab = await this.browser.extensionPage('library.html');
    for (const { upload } of [holiday, film]) {
      await tab.locator('input[type=file]').setInputFiles(upload);
    }
    await tab.getByText('Film of the evening.mp4').waitFor();
    return tab;
  }

  /** Adds a keeper in the options, once, and resolves with that tab. */
  async addKeeper(): Promise<Page> {
    const tab = await this.browser.extensionPage('options.html');
    if (this.#keeper) return tab;
    this.#keeper = await KeeperPeer.start(this.#relay.origin, 'Attic');
    await tab.getByLabel(this.says('options_keeperCode')).fill(this.#keeper.code);
    await tab.getByRole('button', { name: this.says('options_addKeeper') }).click();
    await tab.locator('.keeper').waitFor();
    return tab;
  }

  /** Stops all uploads until `resume`. */
  async pause(): Promise<void> {
    await this.browser.set({ pause: { until: 'resumed' } });
  }

  async resume(): Promise<void> {
    await this.browser.set({ pause: NO_PAUSE });
  }

  /** A web page at the relay's name, which the extension may read, with some of it selected. */
  async article(): Promise<Page> {
    const url = `${this.#relay.origin}/article`;
    await this.browser.context.route(url, (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: ARTICLE }),
    );
    const tab = await this.browser.visit(url);
    await tab.evaluate(() => {
      const text = document.querySelector('p');
      if (text) getSelection()?.selectAllChildren(text);
    });
    return tab;
  }

  /** A link to a page that nobody has. */
  lostLink(): string {
    return `${this.#relay.origin}/${randomAddress()}`;
  }

  /** Makes these the last relays of the browser's user. */
  async addRelays(...relays: readonly string[]): Promise<void> {
    await this.browser.useRelay(this.#relay.origin, ...relays);
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
    this.#writer.close();
    this.#keeper?.close();
    await this.browser.close();
    await rm(await this.#folder, { recursive: true });
    await Promise.all([this.#relay.stop(), this.#lyingRelay.stop()]);
  }

  /** The link to a page of a holder who answers requests in a way of its own. */
  async #linkBy(address: Address, answer: Answer): Promise<string> {
    const socket = new WebSocket(relayUrl(this.#relay.origin), SUBPROTOCOL);
    await once(socket, 'open');
    socket.on('message', (message: Buffer, isBinary) => {
      const said = isBinary ? undefined : parseRelayMessage(message.toString());
      if (said?.type === 'request') answer(socket, said);
    });
    socket.send(encodeMessage({ type: 'have', addresses: [address] }));
    return `${this.#relay.origin}/${address}`;
  }
}

/** Sends a range of `bytes` as if they were those of `address`. */
function feed(socket: WebSocket, address: Address, bytes: Uint8Array, { from, length }: Range) {
  for (let at = from; at < from + length; at += 65_536) {
    const end = Math.min(at + 65_536, from + length, bytes.length);
    socket.send(encodeFrame(address, at, bytes.length, bytes.subarray(at, end)));
  }
}

/** The viewer's address for a page of this relay. */
export function viewerOf(relay: string): string {
  return `viewer.html?relay=${encodeURIComponent(relay)}&u=${randomAddress()}`;
}

function randomAddress(): Address {
  return randomBytes(32).toString('hex') as Address; // that is what one looks like
}

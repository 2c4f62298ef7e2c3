/** The background's end of the port to a page that is photographed. */
import { type Browser, browser } from 'wxt/browser';
import { SHOTS_PORT, type ShotsNote, type ShotsOrder } from '../../capture/page-shots/shots.ts';

/** A page that shows no next part for so long shows none at all. */
const MOST_ANSWER_MS = 20_000;

export class PhotographedPage {
  readonly #port: Browser.runtime.Port;
  #waiting = Promise.withResolvers<ShotsNote>();
  readonly #gone = Promise.withResolvers<never>();

  /** Undefined where no script may run. */
  static async open(tabId: number): Promise<PhotographedPage | undefined> {
    try {
      const target = { tabId };
      await browser.scripting.executeScript({ target, files: ['/page-shots.js'] });
      return new PhotographedPage(browser.tabs.connect(tabId, { name: SHOTS_PORT, frameId: 0 }));
    } catch {
      return undefined; // a page of the browser, a store page, or one that was left
    }
  }

  private constructor(port: Browser.runtime.Port) {
    this.#port = port;
    this.#gone.promise.catch(() => undefined); // told to whoever waits
    // Both ends are this extension.
    port.onMessage.addListener((note) => this.#waiting.resolve(note as ShotsNote));
    port.onDisconnect.addListener(() => this.#gone.reject(new Error('expected a page that stays')));
  }

  /** Gives the page an order, and resolves to its note. Rejects if the page goes, or does not answer. */
  async ask(order: ShotsOrder): Promise<ShotsNote> {
    this.#waiting = Promise.withResolvers();
    this.#port.postMessage(order);
    const late = () => this.#gone.reject(new Error('expected an answer of the page in time'));
    const timer = setTimeout(late, MOST_ANSWER_MS);
    try {
      return await Promise.race([this.#waiting.promise, this.#gone.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The page is put back as it was. */
  leave(): void {
    this.#gone.reject(new Error('expected a page that is still photographed'));
    this.#port.disconnect();
  }
}

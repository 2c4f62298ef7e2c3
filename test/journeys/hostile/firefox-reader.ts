import type { Firefox } from '../firefox.ts';
import { canonicalOf, CONTENT, type Reader, type Sight, type UrlOf } from './reader.ts';

/** The part of Firefox's own window that the reader uses; no types describe it. */
declare const gBrowser: {
  readonly browsers: readonly BrowserElement[];
  readonly selectedBrowser: BrowserElement;
};
declare const Services: {
  readonly scriptSecurityManager: { getSystemPrincipal(): unknown };
};

interface BrowserElement {
  /** Stays the same wherever the tab navigates. */
  readonly browserId: number;
  readonly currentURI: { readonly spec: string };
  readonly contentTitle: string;
  readonly browsingContext: BrowsingContext;
  fixupAndLoadURIString(url: string, options: { triggeringPrincipal: unknown }): void;
}

interface BrowsingContext {
  /** The document's `window.name`. */
  readonly name: string;
  readonly children: readonly BrowsingContext[];
  readonly webProgress: { readonly isLoadingDocument: boolean };
  readonly currentWindowGlobal: {
    readonly documentURI: { readonly spec: string };
    readonly isInitialDocument: boolean;
  } | null;
}

/** The names of a tab for Marionette and for the browser's window. */
interface Tab {
  readonly handle: string;
  readonly browserId: number;
}

/**
 * Shows pages side by side and asks the browser's own window about them, because Marionette drives one tab at a time.
 */
export class FirefoxReader implements Reader {
  readonly #firefox: Firefox;
  readonly urlOf: UrlOf;
  readonly #tabs: Tab[] = [];
  /** The tabs that existed before the last click. */
  #before: readonly string[] = [];

  constructor(firefox: Firefox, urlOf: UrlOf = (link) => link) {
    this.#firefox = firefox;
    this.urlOf = urlOf;
  }

  async show(links: readonly string[]): Promise<readonly Sight[]> {
    while (this.#tabs.length < links.length) this.#tabs.push(await this.#openTab());
    await this.#firefox.evaluateInBrowser(
      loadAll,
      links.map((link, i) => ({
        id: this.#tab(i).browserId,
        opened: this.urlOf(link),
        shown: this.urlOf(canonicalOf(link)),
      })),
    );
    const sandboxes: (string | null)[][] = [];
    for (const i of links.keys()) {
      await this.#firefox.driveTab(this.#tab(i).handle);
      sandboxes.push(await this.#firefox.evaluate(sandboxesOnceShown, CONTENT));
    }
    const seen = await this.#firefox.evaluateInBrowser(
      lookAtAll,
      sandboxes.map(({ length }, i) => [this.#tab(i).browserId, length] as const),
    );
    return seen.map((sight, i) => ({ ...sight, sandboxes: sandboxes[i] ?? [] }));
  }

  async openFile(link: string, index: number): Promise<Sight> {
    const [tab = await this.#openTab()] = this.#tabs;
    this.#tabs[0] = tab;
    await this.#firefox.driveTab(tab.handle);
    await this.#firefox.visit('about:blank'); // to load an address again would only go to its fragment
    await this.show([link]);
    await this.#firefox.click(`[data-entry="${index}"]`);
    const shown = `.content:not(.files) :is(${CONTENT})`;
    const sandboxes = await this.#firefox.evaluate(sandboxesOnceShown, shown);
    const place = [this.#tab(0).browserId, sandboxes.length] as const;
    const [seen] = await this.#firefox.evaluateInBrowser(lookAtAll, [place]);
    if (!seen) throw new Error('expected a tab to look at');
    return { ...seen, sandboxes };
  }

  async click(link: string, ids: readonly string[]): Promise<Sight> {
    await this.show([link]);
    this.#before = await this.#firefox.tabs();
    for (const id of ids) {
      await this.#firefox.driveTab(this.#tab(0).handle);
      await this.#firefox.enterFrame();
      await this.#firefox.click(`#${id}`);
      await this.#firefox.enterFrame(false);
    }
    const [seen] = await this.#firefox.evaluateInBrowser(lookAtAll, [[this.#tab(0).browserId, 1]]);
    if (!seen) throw new Error('expected a tab to look at');
    return { ...seen, sandboxes: await this.#firefox.evaluate(sandboxesOnceShown, CONTENT) };
  }

  async closeOpened() {
    const opened = (await this.#firefox.tabs()).filter((tab) => !this.#before.includes(tab));
    let haveOpener = false;
    for (const tab of opened) {
      await this.#firefox.driveTab(tab);
      if (await this.#firefox.evaluate(() => opener !== null)) haveOpener = true;
      await this.#firefox.closeTab();
    }
    await this.#firefox.driveTab(this.#tab(0).handle);
    return { count: opened.length, haveOpener };
  }

  async #openTab(): Promise<Tab> {
    const handle = await this.#firefox.openTab();
    const browserId = await this.#firefox.evaluateInBrowser(
      () => gBrowser.selectedBrowser.browserId,
    );
    return { handle, browserId };
  }

  #tab(index: number): Tab {
    const tab = this.#tabs[index];
    if (!tab) throw new Error(`expected a tab ${index}`);
    return tab;
  }
}

interface Opening {
  readonly id: number;
  readonly opened: string;
  /** The final URL of the tab. */
  readonly shown: string;
}

/** In the browser's window: loads each URL in its tab, and waits until all have loaded. */
async function loadAll(places: readonly Opening[]) {
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
  const browserOf = (id: number) => gBrowser.browsers.find(({ browserId }) => browserId === id);
  for (const { id, opened } of places) {
    browserOf(id)?.fixupAndLoadURIString(opened, { triggeringPrincipal });
  }
  const isLoading = ({ id, shown }: Opening) => {
    const browser = browserOf(id);
    return (
      browser?.currentURI.spec !== shown || browser.browsingContext.webProgress.isLoadingDocument
    );
  };
  while (places.some(isLoading)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** In the browser's window: inspects each tab when it has the given number of frames and they have loaded. */
async function lookAtAll(places: readonly (readonly [browserId: number, frameCount: number])[]) {
  const isLoading = ({ currentWindowGlobal: global, webProgress }: BrowsingContext) =>
    !global || global.isInitialDocument || webProgress.isLoadingDocument;
  const namesBelow = (context: BrowsingContext): string[] => [
    context.name,
    ...context.children.flatMap(namesBelow),
  ];
  const sights: Omit<Sight, 'sandboxes'>[] = [];
  for (const [id, frameCount] of places) {
    const browser = gBrowser.browsers.find(({ browserId }) => browserId === id);
    if (!browser) throw new Error('expected a tab');
    const { browsingContext: tab } = browser;
    while (tab.children.length < frameCount || tab.children.some(isLoading)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const names = [browser.contentTitle, ...namesBelow(tab)];
    sights.push({
      url: browser.currentURI.spec,
      traces: names.filter((name) => name.includes('ran')),
      frames: tab.children.map(
        ({ currentWindowGlobal: global }) =>
          global?.documentURI.spec.replace(/#.*/, '') ?? 'nowhere',
      ),
    });
  }
  return sights;
}

/** In the tab: the permissions of its frames, once there is an element for the selector. */
async function sandboxesOnceShown(selector: string): Promise<(string | null)[]> {
  while (!document.querySelector(selector)) await new Promise((resolve) => setTimeout(resolve, 10));
  return [...document.querySelectorAll('iframe')].map((frame) => frame.getAttribute('sandbox'));
}

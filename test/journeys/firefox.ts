/** A person at a real Firefox of their own, on a new profile, with the built extension or without. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { zipSync } from 'fflate';
import type { browser as webExtension } from 'wxt/browser';
import { EXTENSION } from '../../relay/build.ts';
import { findFirefox } from '../support/firefox.ts';
import { Marionette } from '../support/marionette.ts';

/** In the extension's own pages, where `evaluate` runs. */
declare const browser: typeof webExtension;

/** In the browser's window, where `evaluateInBrowser` runs. */
interface Tab {
  readonly linkedBrowser: { readonly currentURI: { readonly spec: string } };
}
declare const gBrowser: { readonly tabs: readonly Tab[]; removeTab(tab: Tab): void };

export interface FirefoxOptions {
  /** The relay where the extension announces pages. Without it, the browser has no extension. */
  readonly relay?: string;
  /**
   * The extension stays when the browser starts again, like one from the store. Only a Firefox that accepts unsigned
   * extensions can do it: the ESR can, the usual release cannot.
   */
  readonly isLasting?: boolean;
  readonly colorScheme?: 'light' | 'dark';
}

/** The name of an element in Marionette's messages, from WebDriver. */
export type ElementReference = Readonly<Record<'element-6066-11e4-a52e-4f735466cecf', string>>;

const FLAGS = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access'];
/** Firefox writes the port at which it listens into this file. */
const PORT_FILE = 'MarionetteActivePort';
/** The extension's id in its manifest. */
export const EXTENSION_ID = '{6d61f9b2-2d5c-4c0e-9d0a-6f1b7a0e4d11}';
/** A step of Firefox that takes longer has failed. */
const WAIT_MS = 60_000;

export class Firefox {
  readonly #options: FirefoxOptions;
  readonly #profile: string;
  readonly #uuid = randomUUID();
  #process: ChildProcess | undefined;
  #marionette: Marionette | undefined;

  static async open(options: FirefoxOptions = {}): Promise<Firefox> {
    const firefox = new Firefox(options, await mkdtemp(join(tmpdir(), 'mayfly-firefox-')));
    await firefox.start();
    if (options.relay) await firefox.#install(options.relay);
    return firefox;
  }

  private constructor(options: FirefoxOptions, profile: string) {
    this.#options = options;
    this.#profile = profile;
  }

  /** The URL of a page of the extension. */
  extensionUrl(path: string): string {
    return `moz-extension://${this.#uuid}/${path}`;
  }

  /** Starts it; after `quit`, on the same profile again. */
  async start(): Promise<void> {
    const executable = findFirefox();
    if (executable === undefined) throw new Error('expected a Firefox on this machine');
    await writeFile(join(this.#profile, 'user.js'), preferences(this.#uuid, this.#options));
    this.#process = spawn(executable, [...FLAGS, '--profile', this.#profile], { stdio: 'ignore' });
    this.#marionette = await Marionette.connect(await this.#port());
    await this.#send('WebDriver:SetTimeouts', {
      implicit: WAIT_MS,
      pageLoad: WAIT_MS,
      script: 3_600_000, // a test has its own limit, and a large file may take long to come
    });
  }

  /** Ends the browser like a person, and leaves its profile. */
  async quit(): Promise<void> {
    const gone = this.#process && once(this.#process, 'exit');
    await this.#send('Marionette:Quit', { flags: ['eAttemptQuit'] });
    await gone;
    await rm(join(this.#profile, PORT_FILE), { force: true });
  }

  /** Ends the browser like a power failure, and leaves its profile as it is at that moment. */
  async crash(): Promise<void> {
    this.#marionette?.close();
    await this.#kill();
    await rm(join(this.#profile, PORT_FILE), { force: true });
  }

  /** Ends the browser for good. */
  async close(): Promise<void> {
    this.#marionette?.close();
    await this.#kill();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Opens a URL in the current tab, and waits until it has loaded. */
  async visit(url: string): Promise<void> {
    await this.#send('WebDriver:Navigate', { url });
  }

  /** Goes back in the tab's history, and waits until that page has loaded. */
  async back(): Promise<void> {
    await this.#send('WebDriver:Back');
  }

  async reload(): Promise<void> {
    await this.#send('WebDriver:Refresh');
  }

  /** Opens a tab, makes it the current one, and returns its handle. */
  async openTab(): Promise<string> {
    return await this.#open({ type: 'tab' });
  }

  /** Opens a private window, makes its tab the current one, and returns its handle. */
  async openPrivateWindow(): Promise<string> {
    return await this.#open({ type: 'window', private: true });
  }

  /** Makes a tab the current one: visible, or with `focus: false` behind the visible tab. */
  async driveTab(handle: string, { focus = true } = {}): Promise<void> {
    await this.#send('WebDriver:SwitchToWindow', { handle, focus });
  }

  async tabs(): Promise<readonly string[]> {
    return (await this.#send('WebDriver:GetWindowHandles')) as string[];
  }

  /** Closes the current tab. The test must choose another before the next step. */
  async closeTab(): Promise<void> {
    await this.#send('WebDriver:CloseWindow');
  }

  /** Closes every tab. The browser stays, with an empty one. */
  async closeTabs(): Promise<void> {
    const tabs = await this.tabs();
    const empty = await this.openTab();
    for (const tab of tabs) {
      await this.driveTab(tab);
      await this.closeTab();
    }
    await this.driveTab(empty);
  }

  /** Sends further steps to the first frame in the tab, or with `false` to the tab itself again. */
  async enterFrame(isIn = true): Promise<void> {
    await this.#send('WebDriver:SwitchToFrame', { id: isIn ? 0 : null });
  }

  /** The result of `run` in the page, free of the page's policy. Waits if it is a promise. */
  async evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    return (await this.#evaluate(String(run), args)) as Awaited<Result>;
  }

  /** The same in the browser's window, with the browser's own rights. */
  async evaluateInBrowser<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    await this.#send('Marionette:SetContext', { value: 'chrome' });
    try {
      return (await this.#evaluate(String(run), args)) as Awaited<Result>;
    } finally {
      await this.#send('Marionette:SetContext', { value: 'content' });
    }
  }

  /** The first element for a CSS selector; waits for it. */
  async find(selector: string): Promise<ElementReference> {
    const found = await this.#send('WebDriver:FindElement', {
      using: 'css selector',
      value: selector,
    });
    return (found as { value: ElementReference }).value;
  }

  /** Clicks like a person: in the middle of the element, and only if that is visible. */
  async click(selector: string): Promise<void> {
    const [id] = Object.values(await this.find(selector));
    await this.#send('WebDriver:ElementClick', { id });
  }

  /** Says yes to the question that the browser shows in the tab; waits for it. */
  async acceptAlert(): Promise<void> {
    for (;;) {
      try {
        return void (await this.#send('WebDriver:AcceptAlert'));
      } catch (error) {
        if (!String(error).includes('no such alert')) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Opens the context menu of an element, like the other mouse button. */
  async rightClick(selector: string): Promise<void> {
    const origin = await this.find(selector);
    const button = 2;
    const actions = [
      { type: 'pointerMove', origin, x: 0, y: 0 },
      { type: 'pointerDown', button },
      { type: 'pointerUp', button },
    ];
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    await this.#send('WebDriver:PerformActions', { actions: [mouse] });
  }

  /** Types into the element for a CSS selector. */
  async type(selector: string, text: string): Promise<void> {
    const [id] = Object.values(await this.find(selector));
    await this.#send('WebDriver:ElementSendKeys', { id, text });
  }

  /** Waits until the page shows `text`. */
  async shows(text: string): Promise<void> {
    await this.evaluate(
      (shown) =>
        new Promise<void>((resolve) => {
          const look = () =>
            document.body?.innerText.includes(shown) ? resolve() : setTimeout(look, 20);
          look();
        }),
      text,
    );
  }

  /** A PNG of the visible part. */
  async screenshot(): Promise<Buffer> {
    const taken = await this.#send('WebDriver:TakeScreenshot', { full: false });
    return Buffer.from((taken as { value: string }).value, 'base64');
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#send('WebDriver:SetWindowRect', { width, height });
  }

  async #open(what: object): Promise<string> {
    const opened = await this.#send('WebDriver:NewWindow', { ...what, focus: true });
    const { handle } = opened as { handle: string };
    await this.driveTab(handle);
    return handle;
  }

  async #port(): Promise<number> {
    const signal = AbortSignal.timeout(WAIT_MS);
    for await (const { filename } of watch(this.#profile, { signal })) {
      if (filename !== PORT_FILE) continue;
      const port = Number(await readFile(join(this.#profile, PORT_FILE), 'utf8'));
      if (port > 0) return port;
    }
    throw new Error('expected a Firefox that says its port');
  }

  async #install(relay: string): Promise<void> {
    const { isLasting = false } = this.#options;
    const path = isLasting ? await this.#pack() : EXTENSION.firefox;
    await this.#send('Addon:Install', { path, temporary: !isLasting });
    await this.#closeWelcome();
    await this.visit(this.extensionUrl('options.html'));
    // A user who has finished the first-run page.
    const settings = { relays: [relay], uploads: 'all' };
    await this.evaluate((chosen) => browser.storage.local.set(chosen), settings);
  }

  /** Closes the tab that the extension opens by itself; waits for it. */
  async #closeWelcome(): Promise<void> {
    const url = this.extensionUrl('welcome.html');
    await this.evaluateInBrowser(
      (welcome) =>
        new Promise<void>((resolve) => {
          const look = () => {
            const tab = gBrowser.tabs.find(
              ({ linkedBrowser }) => linkedBrowser.currentURI.spec === welcome,
            );
            if (!tab) return setTimeout(look, 20);
            gBrowser.removeTab(tab);
            resolve();
          };
          look();
        }),
      url,
    );
  }

  /** The extension as one file, which Firefox needs to keep it. */
  async #pack(): Promise<string> {
    const files = await readdir(EXTENSION.firefox, { recursive: true, withFileTypes: true });
    const content: Record<string, Uint8Array> = {};
    for (const { name, parentPath } of files.filter((entry) => entry.isFile())) {
      const path = join(parentPath, name);
      content[relative(EXTENSION.firefox, path).replaceAll('\\', '/')] = await readFile(path);
    }
    const packed = join(this.#profile, 'mayfly.xpi');
    await writeFile(packed, zipSync(content));
    return packed;
  }

  async #evaluate(run: string, args: readonly unknown[]): Promise<unknown> {
    const script = `const [resolve] = [...arguments].slice(-1);
      Promise.resolve((${run})(...[...arguments].slice(0, -1))).then(
        (value) => resolve({ value }), (error) => resolve({ error: String(error) }));`;
    const answer = await this.#send('WebDriver:ExecuteAsyncScript', { script, args });
    type Outcome = { readonly value?: unknown; readonly error?: string };
    // A document that was replaced during the question gives no answer.
    const outcome = (answer as { value: Outcome | null }).value ?? { error: 'no answer' };
    const { value, error }: Outcome = outcome;
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async #send(name: string, parameters?: object): Promise<unknown> {
    if (!this.#marionette) throw new Error('expected a Firefox that runs');
    return await this.#marionette.send(name, parameters);
  }
}

/** The profile's settings. The rest are defaults, except those that would connect to the network unasked. */
function preferences(uuid: string, { colorScheme = 'light' }: FirefoxOptions): string {
  const chosen = {
    'marionette.port': 0,
    'xpinstall.signatures.required': false,
    'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: uuid }),
    'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
    'app.update.disabledForTesting': true,
    'browser.sessionstore.resume_from_crash': false,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'extensions.background.idle.timeout': 5_000, // so short that anything that may stop does, long before an alarm keeps it awake
    'extensions.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'security.dialog_enable_delay': 0, // a question is answered as soon as it is there
    'toolkit.startup.max_resumed_crashes': -1,
  };
  return Object.entries(chosen)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

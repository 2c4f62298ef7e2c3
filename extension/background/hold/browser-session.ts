/**
 * The session of the browser: some pages are held until its end. `storage.session` ends with the browser, and in Chromium
 * with an update of the extension too. So the session's id is also in `storage.local`, and goes on from there unless the
 * browser says that it has just started.
 */
import { storage } from '@wxt-dev/storage';
import { browser } from 'wxt/browser';
import { alone } from '../../store/storage-lock.ts';

/** The id, as long as the browser runs. */
const running = storage.defineItem<string>('session:session', { version: 1 });
/** The same id, beyond the end of the browser. */
const last = storage.defineItem<string>('local:session', { version: 1 });
/** A browser that starts the extension gives the reason at once. A browser that only resumes it says nothing. */
const WHY_MS = 1_000;

export class BrowserSession {
  #id: Promise<string> | undefined;
  readonly #why = Promise.withResolvers<'begins' | 'goes on'>();
  readonly #onBegin: () => void;
  /** `true` if this session was taken for the one before. */
  #hasGoneOn = false;

  /** Calls `onBegin` when the browser says too late that a session has begun: it was taken for the one before. */
  constructor(onBegin: () => void) {
    this.#onBegin = onBegin;
    browser.runtime.onStartup.addListener(() => void this.#begin());
    browser.runtime.onInstalled.addListener(({ reason }) =>
      this.#why.resolve(reason === 'update' ? 'goes on' : 'begins'),
    );
    // With this listener, Firefox puts updates off until its next start, and no update cuts a session short.
    browser.runtime.onUpdateAvailable.addListener(() => undefined);
  }

  id(): Promise<string> {
    this.#id ??= alone('session', () => this.#current()).catch((error: unknown) => {
      this.#id = undefined;
      throw error;
    });
    return this.#id;
  }

  async #current(): Promise<string> {
    const here = await running.getValue();
    return here ?? keep((await this.#before()) ?? crypto.randomUUID());
  }

  /** The session that goes on, though the extension has started anew. */
  async #before(): Promise<string | undefined> {
    // After a start with an update, Firefox tells of the update alone.
    if (import.meta.env.BROWSER === 'firefox') return undefined;
    const before = await last.getValue();
    if (before === null) return undefined;
    const timer = setTimeout(() => this.#why.resolve('goes on'), WHY_MS);
    const why = await this.#why.promise;
    clearTimeout(timer);
    this.#hasGoneOn = why === 'goes on';
    return this.#hasGoneOn ? before : undefined;
  }

  /** Notes the start before the session is found, or replaces a session that was taken for the one before. */
  async #begin(): Promise<void> {
    this.#why.resolve('begins');
    await this.#id?.catch(() => undefined);
    if (!this.#hasGoneOn) return;
    this.#hasGoneOn = false;
    this.#id = alone('session', () => keep(crypto.randomUUID()));
    await this.#id;
    this.#onBegin();
  }
}

async function keep(id: string): Promise<string> {
  await running.setValue(id);
  await last.setValue(id);
  return id;
}

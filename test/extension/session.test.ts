import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { BrowserSession } from '../../extension/background/hold/browser-session.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const none = () => undefined;

/** The extension is loaded anew: by an update, or as the browser starts. */
async function loadAgain(): Promise<void> {
  await browser.storage.session.clear();
}

const installed = (reason: 'install' | 'update' | 'chrome_update') =>
  fakeBrowser.runtime.onInstalled.trigger({ reason });

test('a session is the same for every worker in it', async () => {
  const id = await new BrowserSession(none).id();
  expect(await new BrowserSession(none).id()).toBe(id);
});

test('a session goes on when the extension was updated', async () => {
  const id = await new BrowserSession(none).id();
  await loadAgain();
  const updated = new BrowserSession(none);
  void installed('update');
  expect(await updated.id()).toBe(id);
});

test('a session goes on when the extension was switched off and on, of which nothing is said', async () => {
  const id = await new BrowserSession(none).id();
  await loadAgain();
  const again = new BrowserSession(none).id();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await again).toBe(id);
});

test.each([
  ['starts', () => fakeBrowser.runtime.onStartup.trigger()],
  ['was updated and starts', () => installed('chrome_update')],
])('a session begins as the browser %s', async (_, start) => {
  const id = await new BrowserSession(none).id();
  await loadAgain();
  const started = new BrowserSession(none);
  const found = started.id();
  void start();
  expect(await found).not.toBe(id);
  expect(await new BrowserSession(none).id()).toBe(await found);
});

test('a browser that says late that it started begins a session all the same', async () => {
  const id = await new BrowserSession(none).id();
  await loadAgain();
  const begun = vi.fn<() => void>();
  const late = new BrowserSession(begun);
  const taken = late.id();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await taken).toBe(id);
  void fakeBrowser.runtime.onStartup.trigger();
  await vi.waitFor(() => expect(begun).toHaveBeenCalledOnce());
  expect(await late.id()).not.toBe(id);
});

test('an update that is available is heard of', () => {
  const listen = vi.spyOn(browser.runtime.onUpdateAvailable, 'addListener');
  listen.mockImplementation(none);
  expect(new BrowserSession(none)).toBeDefined();
  expect(listen).toHaveBeenCalledOnce();
});

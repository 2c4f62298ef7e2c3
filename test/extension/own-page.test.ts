import { beforeEach, expect, test, vi } from 'vitest';
import { type Browser, browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { answerPorts } from '../../extension/background/screen-ports.ts';
import { answer } from '../../extension/background/screen-requests.ts';
import { isOwnPage, type Sender } from '../../extension/browser/own-page.ts';
import { scene } from './scene.ts';

const HOME = 'chrome-extension://mayfly';

beforeEach(() => {
  vi.spyOn(browser.runtime, 'getURL').mockImplementation((path) => HOME + path);
});

const id = browser.runtime.id;
const tab = { id: 7, url: 'https://site.example/' } as Browser.tabs.Tab;

const OWN: [string, Sender][] = [
  ['the popup', { id, url: `${HOME}/popup.html` }],
  ['a viewer in a tab', { id, url: `${HOME}/viewer.html?relay=x&u=y`, frameId: 0, tab }],
  ['the background', { id, url: `${HOME}/background.js` }],
];

const FOREIGN: [string, Sender | undefined][] = [
  ['a script in a page', { id, url: 'https://site.example/', frameId: 0, tab }],
  ['a script in a frame of a page', { id, url: 'https://site.example/', frameId: 3, tab }],
  ['a script in a blank frame', { id, url: 'about:blank', frameId: 3, tab }],
  ['a viewer that a site put into a frame', { id, url: `${HOME}/viewer.html`, frameId: 2, tab }],
  ['another extension', { id: 'another', url: 'chrome-extension://another/popup.html' }],
  ['another extension with an address of ours', { id: 'another', url: `${HOME}/popup.html` }],
  ['an extension whose name begins as ours', { id, url: `${HOME}.example/popup.html` }],
  ['a sender without an address', { id, tab }],
  ['nobody', undefined],
];

test.each(OWN)('%s is one of our own', (_, sender) => {
  expect(isOwnPage(sender)).toBe(true);
});

test.each(FOREIGN)('%s is not', (_, sender) => {
  expect(isOwnPage(sender)).toBe(false);
});

/** The answer that `chrome.runtime.sendMessage` would get. */
async function send(sender: Sender): Promise<unknown> {
  const message = { id: 1, type: 'trustRelay', data: 'https://relay.example', timestamp: 1 };
  const { promise, resolve } = Promise.withResolvers<unknown>();
  void fakeBrowser.runtime.onMessage.trigger(message, sender, resolve);
  return promise;
}

test('a request is answered where a page of ours asks, and refused where a script in a page does', async () => {
  const trusted = vi.fn<(relay: string) => void>();
  const stop = answer('trustRelay', ({ data }) => trusted(data));
  const [[, script]] = FOREIGN as [[string, Sender]];
  expect(await send(script)).toMatchObject({ err: { name: 'ForeignSenderError' } });
  expect(trusted).not.toHaveBeenCalled();
  const [[, popup]] = OWN as [[string, Sender]];
  expect(await send(popup)).toEqual({ res: undefined });
  expect(trusted).toHaveBeenCalledWith('https://relay.example');
  stop();
});

test('a port from a script in a page is closed, and nothing goes over it', async () => {
  const connect = vi.spyOn(browser.runtime.onConnect, 'addListener').mockImplementation(() => {});
  const { deps, bundles, visits, keeping } = scene();
  answerPorts({ ...deps, bundles, visits, keeping });
  const [onConnect] = connect.mock.calls[0] ?? [];
  const port = {
    name: 'library',
    sender: FOREIGN[0]?.[1],
    disconnect: vi.fn<() => void>(),
    postMessage: vi.fn<(message: unknown) => void>(),
  };
  onConnect?.(port as unknown as Browser.runtime.Port);
  expect(port.disconnect).toHaveBeenCalledOnce();
  expect(port.postMessage).not.toHaveBeenCalled();
});

/** Encrypted pages, in web page and extension: who can read them, who holds them, and what the relay sees of them. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest';
import { encodeBase64url, isLinkProblem, type Link, parseLink } from '@mayfly/relay/protocol';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { publish } from './publish.ts';
import { RelayProcess } from './relay.ts';
import { Wiretap } from './wiretap.ts';

/** A link and its key, which it must have. */
function keyed(text: string): Link & { readonly key: Uint8Array } {
  const link = parseLink(text);
  assert(!isLinkProblem(link) && link.key);
  return { ...link, key: link.key };
}

describe.skipIf(findChromium() === undefined)('an encrypted page', () => {
  let relay: RelayProcess;
  let tap: Wiretap;
  let alice: Browser;
  let bob: Browser;
  let carol: Browser;
  /** The console messages of the browsers. */
  let logged: string[];

  beforeAll(async () => {
    relay = await RelayProcess.start();
    tap = await Wiretap.before(relay.origin);
    [alice, bob, carol] = await Promise.all([
      Browser.open({ relay: tap.origin }),
      Browser.open({ relay: tap.origin }),
      Browser.open(),
    ]);
    logged = [];
    for (const { context } of [alice, bob, carol]) {
      context.on('console', (message) => logged.push(message.text()));
    }
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close(), carol?.close()]);
    tap?.close();
    await relay?.stop();
  });

  /** Writes a page in the web page, and returns its tab. */
  async function create(text: string, kind = 'Plain text'): Promise<Page> {
    const tab = await carol.visit(tap.origin);
    await tab.getByLabel('Your page').fill(text);
    await tab.getByLabel(kind, { exact: true }).check();
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.waitForURL(/\/[0-9a-f]{64}/);
    return tab;
  }

  /** Neither the key, however it is written, nor the content went over the wire; the page itself did. */
  function expectSecret(link: string, content: string): void {
    const { key, address } = keyed(link);
    const heard = tap.heard();
    const text = heard.toString('latin1').toLowerCase();
    // The web page wants it in the address of its socket; the extension in a message, which a browser sends masked.
    const wants = [`/ws?want=${address}`, `{"type":"want","address":"${address}"`];
    expect(wants.some((want) => text.includes(want))).toBe(true);
    expect(heard.includes(Buffer.from(address, 'hex'))).toBe(true); // as in the frames that carry its bytes
    const base64 = Buffer.from(key).toString('base64').replace('=', '');
    const written = [encodeBase64url(key), base64, Buffer.from(key).toString('hex'), content];
    for (const secret of written) expect(text).not.toContain(secret.toLowerCase());
    expect(heard.includes(Buffer.from(key))).toBe(false);
    expect(logged.join('\n')).not.toContain(encodeBase64url(key));
  }

  /** The tab says nothing of the page it shows. */
  async function expectDiscreet(tab: Page): Promise<void> {
    expect(await tab.title()).toBe('A page on Mayfly');
    expect(await tab.evaluate(() => document.referrer)).not.toContain('#');
  }

  test('made and read in the web page is secret from the relay', async () => {
    const content = 'a secret of the web page';
    const tab = await create(content);
    await tab.getByText(content, { exact: true }).waitFor();
    const link = tab.url();
    const reader = await carol.visit(link);
    await reader.getByText(content, { exact: true }).waitFor();
    await reader.getByText('held by 2', { exact: true }).waitFor();
    await expectDiscreet(reader);
    await tab.close();
    await reader.close();
    const later = await carol.visit(link);
    await later.getByText('Nobody has this page now').waitFor(); // the key alone brings nothing back
    expectSecret(link, content);
    await later.close();
  });

  test('shared and read with the extension is secret from the relay', async () => {
    const content = 'a secret of the extension, over and over, '.repeat(40).trim(); // it is compressed
    const link = await publish(alice, content);
    const viewer = await bob.visit(link);
    await viewer.getByText(content, { exact: true }).waitFor();
    await viewer.getByText('held by 2', { exact: true }).waitFor();
    await expectDiscreet(viewer);
    const reader = await carol.visit(link);
    await reader.getByText(content, { exact: true }).waitFor();
    expectSecret(link, content);
    await viewer.close();
    await reader.close();
  });

  test('leads elsewhere without a word of where from', async () => {
    const referrers: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      referrers.push(request.headers.referer);
      response.end('elsewhere');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo; // it listens on a port
    const tab = await create(`<a href="http://127.0.0.1:${port}/there">away</a>`, 'HTML');
    const opened = carol.context.waitForEvent('page');
    await tab.frameLocator('iframe').getByRole('link', { name: 'away' }).click();
    const other = await opened;
    await other.getByText('elsewhere').waitFor();
    expect(await other.evaluate(() => document.referrer)).toBe('');
    expect(referrers[0]).toBeUndefined();
    elsewhere.close();
    await Promise.all([tab.close(), other.close()]);
  });

  test('is no secret where Encrypt is off, and the next page follows the choice', async () => {
    const tab = await carol.visit(tap.origin);
    await tab.getByLabel('Encrypt').uncheck();
    await tab.getByText('Readable by the relay').waitFor();
    await tab.close();
    const content = 'for the relay to read';
    const maker = await create(content);
    expect(maker.url()).toMatch(/\/[0-9a-f]{64}$/);
    const reader = await carol.visit(maker.url());
    await reader.getByText(content, { exact: true }).waitFor();
    expect(tap.heard().includes(content)).toBe(true); // so the tap would have heard the others
    await maker.goto(tap.origin);
    await maker.getByLabel('Encrypt').check();
    await Promise.all([maker.close(), reader.close()]);
  });

  test('by menu follows the choice made in the popup', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.getByLabel('Your page').fill('what is written shows the choice');
    await popup.getByLabel('Encrypt').uncheck();
    await popup.getByText('Readable by the relay').waitFor();
    await expect.poll(() => alice.setting('isSealed')).toBe(false);
    await popup.getByLabel('Your page').fill('');
    await popup.reload();
    await popup.getByText('New pages are not encrypted.').waitFor();
    expect(await shareByMenu('in the open')).toMatch(/\/[0-9a-f]{64}$/);
    await popup.getByRole('button', { name: 'Encrypt them' }).click();
    await expect.poll(() => alice.setting('isSealed')).toBe(true);
    expect(await shareByMenu('under a key')).toMatch(/#k=[\w-]{43}$/);
    await popup.close();
  });

  async function shareByMenu(selectionText: string): Promise<string> {
    const before = await alice.notifications();
    const page = await alice.visit('chrome://version');
    await alice.chooseMenu(page, { menuItemId: 'share-selection', selectionText });
    await expect.poll(() => alice.notifications()).toHaveLength(before.length + 1);
    await page.close();
    return alice.clipboard();
  }

  test('in the list of recent pages is copied with its key', async () => {
    const link = await publish(alice, 'to be copied again');
    const popup = await alice.extensionPage('popup.html');
    await popup.getByText('Pages you keep').click();
    await popup
      .getByRole('group', { name: /to be copied again/ })
      .getByRole('button')
      .click();
    expect(await popup.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await popup.close();
  });

  test.each([
    ['no key', '', 'This may be an encrypted page'],
    ['half a key', '#k=AAECAwQFBgcI', 'The key in this link is damaged'],
    ['another key', `#k=${'A'.repeat(43)}`, 'The key does not fit this page'],
  ])(
    'by a link with %s is kept, uploaded to nobody, and opens with the key',
    async (_, end, said) => {
      const content = `a page of which a link has lost: ${said}`;
      const link = await publish(alice, content);
      const [, k = ''] = link.split('#k=');
      for (const [reader, holders] of [
        [bob, 2],
        [carol, 3],
      ] as const) {
        const tab = await reader.visit(link.replace(/#.*/, end));
        await tab.getByRole('heading', { name: said }).waitFor();
        await tab.getByText(/uploads it to nobody/).waitFor();
        await tab.getByText(`held by ${holders - 1}`, { exact: true }).waitFor();
        await tab.getByLabel('Paste the key').fill('A'.repeat(42) + 'E');
        await tab.getByLabel('Paste the key').press('Enter');
        await tab.getByText('This key does not fit the page.').waitFor();
        await tab.getByLabel('Paste the key').fill(k);
        await tab.getByLabel('Paste the key').press('Enter');
        await tab.getByText(content, { exact: true }).waitFor();
        await tab.getByText(`held by ${holders}`, { exact: true }).waitFor();
        expect(tab.url()).toMatch(/#k=[\w-]{43}$/);
        await tab.close();
      }
      expectSecret(link, content);
    },
  );

  test('whose key this browser knows opens by a link without it', async () => {
    const content = 'known here';
    const link = await publish(alice, content);
    const viewer = await alice.visit(link.replace(/#.*/, ''));
    await viewer.getByText(content, { exact: true }).waitFor();
    expect(viewer.url().endsWith(link.replace(/^.*#/, '#'))).toBe(true);
    await viewer.close();
  });
});

describe.skipIf(findChromium() === undefined)('without WebCrypto', () => {
  test('the web page says that it cannot encrypt, why, and what to do', async () => {
    const relay = await RelayProcess.start();
    const dave = await Browser.open({ foreignName: 'relay.test' });
    const origin = relay.origin.replace(/\/\/[^:]+/, '//relay.test');
    const tab = await dave.visit(origin);
    await tab.getByRole('heading', { name: 'Pages cannot be created here' }).waitFor();
    await tab.getByText('over https').waitFor();
    await tab.goto(`${origin}/${'ab'.repeat(32)}#k=${'A'.repeat(43)}`);
    await tab.getByRole('heading', { name: 'Pages cannot be opened here' }).waitFor();
    await tab.getByText('over https').waitFor();
    await dave.close();
    await relay.stop();
  });
});

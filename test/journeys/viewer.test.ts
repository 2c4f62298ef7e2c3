/** The viewer around a page: the page's way here, the actions on it, and its printed form. */
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import type { Relay } from '../../relay/server/serve.ts';
import { findChromium } from '../support/chromium.ts';
import { RawPeer, startRelay, type TestPage } from '../support/wire.ts';
import { Browser } from './browser.ts';

function pageOf(text: string): TestPage {
  const bytes = Buffer.from(text);
  return { bytes, address: createHash('sha256').update(bytes).digest('hex') as Address };
}

describe.skipIf(findChromium() === undefined)('the viewer', () => {
  let relay: Relay;
  let alice: RawPeer;
  let bob: Browser;

  beforeAll(async () => {
    [relay, bob] = await Promise.all([startRelay(), Browser.open()]);
    alice = await RawPeer.connect(relay);
  });

  afterAll(async () => {
    await bob?.close();
    alice?.socket.terminate();
    await relay?.stop();
  });

  /** Bob's tab on the way to a page that Alice holds, and is not sent yet. */
  async function visit(page: TestPage, fragment = ''): Promise<Page> {
    alice.say({ type: 'have', addresses: [page.address] });
    await alice.settled();
    return await bob.visit(`${relay.url}/${page.address}${fragment}`);
  }

  /** The relay's next request to Alice for this page. */
  async function request(page: TestPage): Promise<{ from: number; length: number }> {
    for (;;) {
      const asked = await alice.next('request');
      if (asked.address === page.address) return asked;
    }
  }

  async function read(page: TestPage, fragment = ''): Promise<Page> {
    const tab = await visit(page, fragment);
    const { from, length } = await request(page);
    alice.serve(page, from, length);
    await tab.getByText('The page is open.').waitFor({ state: 'attached' });
    return tab;
  }

  test('a page on its way is cancelled, and comes from its beginning when it is wanted again', async () => {
    const page = pageOf('slow '.repeat(40_000));
    const tab = await visit(page);
    await request(page);
    alice.serve(page, 0, 65_536);
    await tab.getByText('66 kB of 200 kB', { exact: true }).waitFor();
    await tab.getByRole('button', { name: 'Cancel' }).press('Enter');
    await tab.getByRole('heading', { name: 'Cancelled' }).waitFor();
    await alice.settled();
    alice.heard.length = 0;
    await tab.getByRole('button', { name: 'Start again' }).press('Enter');
    const { from, length } = await request(page);
    expect(from).toBe(0);
    alice.serve(page, from, length);
    await tab.getByText('The page is open.').waitFor({ state: 'attached' });
    await tab.close();
  });

  test('at 320 px the QR code is reached and left by the keyboard', async () => {
    const tab = await read(pageOf('hello'), `#n=${'a-long-name'.repeat(20)}.txt`);
    await tab.setViewportSize({ width: 320, height: 640 });
    const more = tab.getByRole('button', { name: 'More' });
    await more.press('Enter');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await tab.getByRole('img', { name: 'QR code of the link to this page' }).waitFor();
    expect(await tab.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await tab.keyboard.press('Escape');
    await tab.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await more.evaluate((button) => button === document.activeElement)).toBe(true);
    const scrolled = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(scrolled).toBeLessThanOrEqual(0);
    await tab.close();
  });

  test('a page opens as plain text in a tab of its own', async () => {
    const tab = await read(pageOf('# raw'), '#t=text/markdown');
    const opened = bob.context.waitForEvent('page');
    await tab.getByRole('button', { name: 'Open as plain text' }).click();
    const raw = await opened;
    await raw.getByText('# raw').waitFor();
    expect(await raw.evaluate(() => [document.contentType, opener])).toEqual(['text/plain', null]);
    await Promise.all([raw.close(), tab.close()]);
  });

  test('on paper stands the text alone', async () => {
    const tab = await read(pageOf('line\n'.repeat(500)));
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.getByRole('button').count()).toBe(0); // none that is not hidden
    expect(await tab.getByText('Activity').isVisible()).toBe(false);
    expect(await tab.getByRole('region', { name: 'Text of the page' }).isVisible()).toBe(true);
    await tab.close();
  });

  test('a page in a frame is printed whole, from a frame of its own where nothing runs', async () => {
    const page = pageOf(
      `${'paragraph\n\n'.repeat(400)}<script>top.hit = true</script>\n\n**last**`,
    );
    const tab = await read(page, '#t=text/markdown');
    await tab.frameLocator('.content-frame').getByText('last').waitFor();
    const printed = tab.evaluate(whatIsPrinted);
    await tab.getByRole('button', { name: 'Print' }).click();
    expect(await printed).toMatch(/^paragraph.*last\s*$/s);
    expect(await tab.evaluate(() => 'hit' in window)).toBe(false);
    await tab.close();
  });
});

/** Stands in for the browser's own dialog, which no test can answer. */
async function whatIsPrinted(): Promise<string> {
  return await new Promise((resolve) => {
    const onLoad = ({ target }: Event) => {
      const frame = target instanceof HTMLIFrameElement ? target.contentWindow : null;
      if (!frame) return;
      frame.print = () => resolve(frame.document.body.innerText);
    };
    document.addEventListener('load', onLoad, { capture: true });
  });
}

/** Several relays: added and ordered in the options, announced at, and looked at where one is stopped and one lies. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { browser } from 'wxt/browser';
import { findChromium } from '../support/chromium.ts';
import { LyingRelay } from '../support/lying-relay.ts';
import { Browser } from './browser.ts';
import { publish } from './publish.ts';
import { RelayProcess } from './relay.ts';

/** In the extension's own contexts, where `evaluate` runs. */
declare const chrome: typeof browser;

describe.skipIf(findChromium() === undefined)('several relays', () => {
  let home: RelayProcess;
  let second: RelayProcess;
  let lying: LyingRelay;
  let alice: Browser;
  let bob: Browser;

  beforeAll(async () => {
    [home, second, lying] = await Promise.all([
      RelayProcess.start(),
      RelayProcess.start(),
      LyingRelay.start(),
    ]);
    [alice, bob] = await Promise.all([
      Browser.open({ relay: home.origin }),
      Browser.open({ relay: home.origin }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close()]);
    await Promise.all([home?.stop(), second?.stop(), lying?.stop()]);
  });

  /** The row of a relay in the options. */
  const row = (options: Page, relay: string) =>
    options.getByRole('listitem').filter({ hasText: relay });

  async function add(options: Page, text: string): Promise<void> {
    const field = options.getByLabel('Add a relay');
    await field.fill(text);
    await field.press('Enter');
  }

  test('a relay is added, put in order by the keyboard, made to be announced at, and removed', async () => {
    const options = await alice.extensionPage('options.html');
    await add(options, second.origin.replace('http://', ''));
    await options
      .getByText(`${second.origin} answers, and is now the last of your relays.`)
      .waitFor();
    await row(options, second.origin).getByText('Connected').waitFor();
    await row(options, second.origin).getByText('pages up to 30 MB').waitFor();

    await options.getByLabel(`Move up: ${second.origin}`).press('Enter');
    await row(options, second.origin).getByText('Default', { exact: true }).waitFor();
    expect(await alice.setting('relays')).toEqual([second.origin, home.origin]);
    const focused = options.locator(':focus');
    expect(await focused.getAttribute('aria-label')).toBe(`Move down: ${second.origin}`);
    await options.keyboard.press('Enter');
    await row(options, home.origin).getByText('Default', { exact: true }).waitFor();

    await options.getByLabel('The default relay').check();
    expect(await publish(alice, 'announced at one')).not.toContain('r=');
    const chosen = await alice.extensionPage('options.html');
    await chosen.getByLabel('All of them').check();
    const link = await publish(alice, 'announced at both');
    expect(link).toContain(`r=${second.origin}`);

    const again = await alice.extensionPage('options.html');
    await row(again, second.origin).getByText('1 of your pages').waitFor();
    await again.getByLabel(`Remove: ${second.origin}`).press('Enter');
    await again.getByText('Readers still find 1 of your pages there.').waitFor();
    await again.getByRole('heading', { name: 'Other relays' }).waitFor();
    expect(await alice.setting('relays')).toEqual([home.origin]);
    await again.close();
  });

  test('what is no relay is not added, and why is said', async () => {
    const site: Server = createServer((_, response) => response.end('hello'));
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    // It listens on a port.
    const origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    const options = await alice.extensionPage('options.html');
    await add(options, origin);
    await options.getByText(`Something answers at ${origin}, but it is not a relay`).waitFor();
    // The same where the extension has no access to the site, and is given none.
    await options.evaluate(() => {
      chrome.permissions.request = async () => false;
      const remove = chrome.permissions.remove.bind(chrome.permissions);
      chrome.permissions.remove = (given) => {
        document.title = `given back: ${given.origins?.join()}`;
        return remove(given);
      };
    });
    const strange = origin.replace('localhost', '127.0.0.1');
    await add(options, strange);
    await options.getByText(`Something answers at ${strange}, but it is not a relay`).waitFor();
    await expect.poll(() => options.title()).toBe('given back: http://127.0.0.1/*');
    site.close();
    site.closeAllConnections();
    await once(site, 'close');
    await add(options, origin);
    await options.getByText(`Nothing answers at ${origin}.`).waitFor();
    await add(options, 'two words');
    await options.getByText('Expected the address of a relay').waitFor();
    expect(await alice.setting('relays')).not.toContain(origin);
    await options.close();
  });

  test('a relay that only a link names is not asked before its reader says so', async () => {
    await alice.useRelay(second.origin);
    const link = await publish(alice, 'asked about');
    const viewer = await bob.visit(
      `${link.replace(second.origin, home.origin)}&r=${second.origin}`,
    );
    await viewer.getByText('Nobody has this page now').waitFor();
    await viewer.getByText(`This link names another relay, ${second.origin}.`).waitFor();
    await viewer.getByRole('button', { name: 'Look there too' }).press('Enter');
    await viewer.getByText('asked about').waitFor();
    await viewer.close();
  });

  test('a held page opens by a link to a relay that is not told of it, and is not told then either', async () => {
    await alice.useRelay(home.origin);
    const link = await publish(alice, 'announced at home');
    const liar = lying.origin.replace('127.0.0.1', 'localhost');
    await alice.useRelay(home.origin, liar);
    const viewer = await alice.visit(link.replace(home.origin, liar));
    await viewer.getByText('announced at home').waitFor();
    await viewer.getByText('only you have it', { exact: true }).waitFor();
    await viewer.getByRole('button', { name: 'Copy link' }).click();
    expect(await alice.clipboard()).toBe(link);
    expect(lying.heard).toEqual([]);
    await viewer.close();
  });

  test('a page is read through another relay of its link when its own is stopped and one lies', async () => {
    const liar = lying.origin.replace('127.0.0.1', 'localhost');
    await alice.useRelay(home.origin, liar, second.origin);
    const link = await publish(alice, 'found elsewhere');
    expect(link).toMatch(/#.*r=.*r=/);
    await home.stop();
    await bob.useRelay(home.origin, liar, second.origin);
    const viewer = await bob.visit(link);
    await viewer.getByText('found elsewhere').waitFor();
    await viewer.close();

    const popup = await bob.extensionPage('popup.html');
    await popup.getByText('1 of 3 relays not reachable').waitFor();
    await popup.close();
  });
});

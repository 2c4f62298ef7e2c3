/** The extension as people have it in Firefox: sharing, reading, holding on with no tab open, and private windows. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Address, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/firefox.ts';
import { BareClient } from './bare-client.ts';
import { Firefox } from './firefox.ts';
import { chooseMenu, clipboard, pressButton, pressInPopup } from './firefox-chrome.ts';
import { readKept } from './kept.ts';
import { RelayProcess } from './relay.ts';
import { Wiretap } from './wiretap.ts';

/**
 * The quiet time without a tab. It is longer than the half minute after which Firefox stops a background that may be
 * stopped; these browsers would do so much sooner. `QUIET_SECONDS=120` makes it two minutes.
 */
const QUIET_MS = 1000 * Number(process.env['QUIET_SECONDS'] ?? 35);
const WAIT_MS = 60_000;
const ARTICLE = `<!doctype html><title>An article</title>
<main><p>They live <b>a day</b>.</p><p>Then they go.</p></main>`;

describe.skipIf(findFirefox() === undefined)('the extension in Firefox', () => {
  let relay: RelayProcess;
  /** The address that everybody but Carol takes for the relay. */
  let tap: Wiretap;
  let site: Server;
  let article: string;
  let alice: Firefox;
  let bob: Firefox;
  let carol: BareClient;
  /** The link of a page that Alice alone holds. */
  let alices: string;
  let quiet: Promise<void>;
  /** The holder counts that the relay sent since Alice has no open tab. */
  let holders: readonly number[];

  beforeAll(async () => {
    relay = await RelayProcess.start();
    site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(ARTICLE);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    // It listens on a port.
    article = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    tap = await Wiretap.before(relay.origin);
    const options = { relay: tap.origin, isLasting: true };
    [alice, bob] = await Promise.all([Firefox.open(options), Firefox.open(options)]);
    carol = await BareClient.holding('held by carol', relay.origin);
  });

  afterAll(async () => {
    carol?.close();
    await Promise.all([alice?.close(), bob?.close()]);
    site?.close();
    tap?.close();
    await relay?.stop();
  });

  /** A new tab with the article, and some of it selected. */
  async function selectIn(firefox: Firefox, selector: string): Promise<void> {
    await firefox.openTab();
    await firefox.visit(article);
    await firefox.evaluate((selected) => {
      getSelection()?.selectAllChildren(document.querySelector(selected) ?? document.body);
    }, selector);
  }

  test('shares a selection by the context menu, and says so in the page', async () => {
    await selectIn(alice, 'main');
    await chooseMenu(alice, { menuItemId: 'share-selection', selectionText: 'flat' });
    await alice.find('#mayfly-toast');
    const link = await clipboard(alice);
    expect(link).toMatch(/\/[0-9a-f]{64}#k=[\w-]{43}&t=text\/html$/);
    await bob.openTab();
    await bob.visit(link);
    await expectViewed(link);
  });

  test('opens a link clicked on any site in its viewer, with all of its fragment', async () => {
    const link = await clipboard(alice);
    await bob.visit(article);
    await bob.evaluate((href) => {
      document.body.innerHTML = `<a href="${href.replaceAll('&', '&amp;')}">A page</a>`;
    }, link);
    await bob.click('a');
    await expectViewed(link);
  });

  test('opens a link however it arrived, and its relay is asked for no page', async () => {
    const link = await clipboard(alice);
    const { origin, pathname, hash } = new URL(link);
    const forms = [
      `${origin}${pathname.toUpperCase()}/?fbclid=x${hash}`,
      `${origin}${pathname}%23${hash.slice(1)}`,
      `${origin}${pathname}%23${encodeURIComponent(hash.slice(1))}`,
      `${origin}/${pathname}).${hash}?utm_source=x`,
    ];
    for (const form of forms) {
      await bob.visit('about:blank');
      await bob.visit(form);
      await expectViewed(link);
    }
    expect(tap.heard().toString('latin1')).not.toMatch(/GET \/+[0-9a-f]{64}/i);
  });

  /** Bob's viewer shows the article's selection, which it could not without the key. */
  async function expectViewed(link: string): Promise<void> {
    await bob.find('iframe');
    await bob.shows('held by 2');
    const { origin, pathname, hash } = new URL(link);
    const relayParameter = `relay=${encodeURIComponent(origin)}`;
    const viewer = `viewer.html?${relayParameter}&u=${pathname.slice(1)}${hash}`;
    expect(await bob.evaluate(() => location.href)).toBe(bob.extensionUrl(viewer));
    await bob.enterFrame();
    await bob.find('b');
    expect(await bob.evaluate(() => document.querySelector('b')?.textContent)).toBe('a day');
    await bob.enterFrame(false);
  }

  test('shares a selection by the popup under its button', async () => {
    const desk = await alice.openTab();
    await alice.visit(alice.extensionUrl('options.html'));
    await selectIn(alice, 'p');
    await pressButton(alice);
    await alice.driveTab(desk, { focus: false });
    await pressInPopup(alice, 'Selection', 'Link copied');
    alices = await clipboard(alice);
    await carol.heldBy(addressIn(alices), 1);
    await alice.closeTabs();
    holders = carol.holders(addressIn(alices));
    quiet = setTimeout(QUIET_MS);
  });

  test('is not there in a private window: nothing is stored, and nothing held on', async () => {
    const before = await keptBy(bob);
    const [tab = ''] = await bob.tabs();
    await bob.openPrivateWindow();
    const link = `${tap.origin}/${carol.address}`;
    await bob.visit(link);
    await bob.shows('held by carol');
    expect(await bob.evaluate(() => location.href)).toBe(link); // the relay's own page
    await carol.heldBy(carol.address, 2);
    const viewer = `viewer.html?relay=${encodeURIComponent(tap.origin)}&u=${carol.address}`;
    await bob.visit(bob.extensionUrl(viewer)); // as typed: no page may lead there
    expect(await bob.evaluate(() => 'browser' in globalThis)).toBe(false);
    await bob.closeTab();
    await bob.driveTab(tab);
    await carol.heldBy(carol.address, 1);
    expect(await keptBy(bob)).toEqual(before);
  });

  test(
    'holds on with all tabs closed and nothing going on',
    async () => {
      await quiet;
      expect(holders).toEqual([1]); // never fewer, which a background that was stopped and came back would show
      await carol.fetch(addressIn(alices));
    },
    QUIET_MS + WAIT_MS,
  );

  test('holds on when the browser was started again', async () => {
    const address = addressIn(alices);
    await alice.quit();
    await carol.heldBy(address, 0);
    await alice.start();
    await carol.heldBy(address, 1);
    await carol.fetch(address);
  });

  test('tells the relay nothing by which it would know an installation again', () => {
    const heard = tap.heard().toString('latin1');
    expect(heard).toMatch(/^origin: moz-extension:\/\/mayfly\r$/im);
    for (const firefox of [alice, bob]) {
      expect(heard).not.toContain(new URL(firefox.extensionUrl('')).host);
    }
  });
});

function addressIn(text: string): Address {
  const link = parseLink(text);
  assert(!isLinkProblem(link));
  return link.address;
}

/** Everything that the extension has stored, seen from a tab of its own. */
async function keptBy(firefox: Firefox): Promise<unknown> {
  await firefox.openTab();
  await firefox.visit(firefox.extensionUrl('options.html'));
  return await firefox.evaluate(readKept);
}

/** Sharing the page that one reads, in Firefox: through the preview, to the page that a reader sees. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/firefox.ts';
import { Firefox } from './firefox.ts';
import { chooseMenu, clipboard, pressButton, pressThroughPopup } from './firefox-chrome.ts';
import { Spy } from './hostile/spy.ts';
import { ESSAY_PARAGRAPHS, ReadSite } from './read-site.ts';
import { RelayProcess } from './relay.ts';

/** Keys, as WebDriver names them. */
const ARROW_UP = '\uE013';
const ARROW_DOWN = '\uE015';
const DELETE = '\uE017';

/** TypeScript's DOM types lack it. Its results go where they expect strings. */
declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: Record<'createHTML' | 'createScript', (text: string) => string>,
  ): Record<'createHTML' | 'createScript', (text: string) => string>;
};

describe.skipIf(findFirefox() === undefined)('sharing the page that one reads in Firefox', () => {
  let relay: RelayProcess;
  let site: ReadSite;
  let alice: Firefox;
  /** A tab of the extension, which alone reaches the popup. */
  let desk: string;

  beforeAll(async () => {
    [relay, site] = await Promise.all([RelayProcess.start(), ReadSite.open()]);
    alice = await Firefox.open({ relay: relay.origin });
    desk = await alice.openTab();
    await alice.visit(alice.extensionUrl('options.html'));
  });

  afterAll(async () => {
    site?.close();
    await alice?.close();
    await relay?.stop();
  });

  /** A new tab with this page of the site. */
  async function reading(path: string): Promise<string> {
    const source = await alice.openTab();
    await alice.visit(site.url(path, '127.0.0.1'));
    return source;
  }

  /** The tab of the preview that these steps open; it is the current one then. */
  async function previewAfter(open: () => Promise<void>): Promise<string> {
    const before = await alice.tabs();
    await open();
    const opened = async () => (await alice.tabs()).find((handle) => !before.includes(handle));
    await expect.poll(opened).toBeDefined();
    const preview = (await opened()) ?? '';
    await alice.driveTab(preview, { focus: false });
    await alice.find('.share-page'); // the empty page that a tab begins with gives way to it
    return preview;
  }

  async function byPopup(form: string): Promise<void> {
    await alice.driveTab(desk, { focus: false });
    await pressButton(alice);
    await pressThroughPopup(alice, 'This page', form);
  }

  /** The words of the page in the frame of the current tab, without those of the preview. */
  async function wordsInFrame(): Promise<string> {
    await alice.find('iframe');
    await alice.enterFrame();
    await alice.find('body > *');
    const words = await alice.evaluate(() => {
      const copy = document.body.cloneNode(true) as HTMLElement; // a clone is of the same kind
      for (const own of copy.querySelectorAll('.take-out, .taken-out')) own.remove();
      return copy.textContent.replaceAll(/\s+/g, ' ').trim();
    });
    await alice.enterFrame(false);
    return words;
  }

  async function takeOut(words: string): Promise<void> {
    await alice.find('iframe');
    await alice.enterFrame();
    await alice.find('[data-block]');
    await alice.evaluate((start) => {
      const blocks = [...document.querySelectorAll<HTMLElement>('[data-block]')];
      blocks.find(({ textContent }) => textContent.includes(start))?.click();
    }, words);
    await alice.shows(`Taken out: ${words}`);
    await alice.enterFrame(false);
  }

  /** Shares, and resolves when the preview has closed and the page shows the toast. */
  async function shareAndReturn(preview: string, source: string): Promise<void> {
    await alice.click('.share-page-act .button-primary:not([aria-disabled=true])');
    await expect.poll(() => alice.tabs()).not.toContain(preview);
    await alice.driveTab(source);
    await alice.find('#mayfly-toast');
  }

  /** Opens the copied link as a reader without the extension, which leaves the relay alone under this name. */
  async function readCopied(): Promise<void> {
    const link = await clipboard(alice);
    await alice.openTab();
    await alice.visit(link.replace('localhost', '127.0.0.1'));
  }

  test('an article, by the popup: a reader sees the words of the preview, and no part that was taken out', async () => {
    const source = await reading('/essay');
    const preview = await previewAfter(() => byPopup('Article'));
    await alice.shows('seems to be for you alone'); // the host is this machine
    await takeOut('For two years');
    await takeOut('In the morning');
    const previewed = await wordsInFrame();
    await shareAndReturn(preview, source);
    await readCopied();
    const words = await wordsInFrame();
    expect(words).toBe(previewed);
    expect(words).toContain(ESSAY_PARAGRAPHS[0]);
    expect(words).not.toMatch(/two years lived|In the morning|typed and not sent|127\.0\.0\.1/);
  });

  test('by the keyboard, arrow keys go among the parts of an article, and Delete takes one out', async () => {
    await reading('/essay');
    await previewAfter(() => byPopup('Article'));
    await alice.find('iframe');
    await alice.enterFrame();
    for (const key of [ARROW_DOWN, ARROW_DOWN, ARROW_UP, DELETE]) {
      await alice.type('[tabindex="0"]', key);
    }
    await alice.find('.taken-out [tabindex="0"]:focus');
    const stops = await alice.evaluate(() =>
      [...document.querySelectorAll('[tabindex="0"]')].map((stop) => stop.ariaLabel),
    );
    const second = await alice.evaluate(
      () => document.querySelectorAll('.take-out, .put-back')[1]?.ariaLabel,
    );
    await alice.enterFrame(false);
    expect(stops).toEqual([second]);
  });

  test('whatever may get into the preview, it neither runs, loads, leads away, nor lies over the button', async () => {
    const spy = await Spy.start();
    const source = await reading('/essay');
    const preview = await previewAfter(() => chooseMenu(alice, { menuItemId: 'share-page' }));
    const previewed = await wordsInFrame();
    await alice.enterFrame();
    // As if what cleans a page had let all of this pass.
    await alice.evaluate((there) => {
      const same = (text: string) => text;
      const trust = trustedTypes.createPolicy('mayfly', { createHTML: same, createScript: same });
      document.body.insertAdjacentHTML(
        'beforeend',
        trust.createHTML(`<img src="x" onerror="top.isRun = true"><svg onload="top.isRun = true"></svg>
        <iframe src="${there}/frame"></iframe><iframe srcdoc="<script>top.isRun = true</script>"></iframe>
        <img src="${there}/image"><video src="${there}/video"></video><object data="${there}/object"></object>
        <link rel="stylesheet" href="${there}/sheet"><meta http-equiv="refresh" content="0; url=${there}/refresh">
        <style>@import "${there}/import"; body { background: url(${there}/style) }</style>
        <a href="${there}/link"></a><a href="${there}/tab" target="_blank" ping="${there}/ping"></a>
        <a href="${there}/top" target="_top"></a><a href="javascript:top.isRun = true"></a>
        <form action="${there}/form" target="_top"><button></button></form>
        <p style="position: fixed; inset: 0; z-index: 2147483647; background: red"></p>
        <p style="position: absolute; top: -9999px; left: -9999px; width: 99999px; height: 99999px"></p>
        <p style="width: 99999px; height: 99999px"></p>`),
      );
      const script = document.createElement('script');
      script.textContent = trust.createScript('top.isRun = true');
      document.body.append(script);
      const lures = document.querySelectorAll<HTMLElement>('a:empty, form > button');
      for (const lure of lures) lure.click();
    }, spy.origin);
    await alice.enterFrame(false);
    const tabs = await alice.tabs();
    expect(await alice.evaluate(() => 'isRun' in globalThis)).toBe(false);
    await shareAndReturn(preview, source);
    expect((await alice.tabs()).length).toBe(tabs.length - 1);
    await readCopied();
    expect(await wordsInFrame()).toBe(previewed);
    expect(spy.heard).toEqual([]);
    await spy.stop();
  });

  test('a picture of the whole page, from where there is no article', async () => {
    const source = await reading('/board');
    const height = await alice.evaluate(() => document.documentElement.scrollHeight);
    const preview = await previewAfter(() => chooseMenu(alice, { menuItemId: 'share-page' }));
    await alice.shows('has no article');
    await alice.evaluate(() => {
      const buttons = [...document.querySelectorAll('button')];
      buttons.find(({ innerText }) => innerText === 'Whole page')?.click();
    });
    await alice.find('.picture-stage');
    await shareAndReturn(preview, source);
    await readCopied();
    await alice.find('.content-image-picture:not([hidden])');
    const shown = await alice.evaluate(async () => {
      const picture = document.querySelector<HTMLImageElement>('.content-image-picture');
      await picture?.decode();
      return picture?.naturalHeight;
    });
    expect(shown).toBe(height);
  });

  test('the selection as a quotation; once its page was closed, the preview tells of the share', async () => {
    const source = await reading('/board');
    await alice.evaluate(() => {
      getSelection()?.selectAllChildren(document.querySelector('p') ?? document.body);
    });
    const preview = await previewAfter(async () => {
      await alice.driveTab(desk, { focus: false });
      await pressButton(alice);
      await pressThroughPopup(alice, 'As a quotation');
    });
    const previewed = await wordsInFrame();
    await alice.driveTab(source, { focus: false });
    await alice.closeTab();
    await alice.driveTab(preview);
    await alice.click('.share-page-act .button-primary:not([aria-disabled=true])');
    await alice.shows('Link copied');
    await readCopied();
    expect(await wordsInFrame()).toBe(previewed);
    expect(previewed).toBe('Nobody is on the bridge.— Departures');
  });
});

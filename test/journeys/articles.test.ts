/** Articles of made pages of many kinds, read and opened in Chromium. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumReader } from '../articles/chromium-reader.ts';
import { describeArticles, type Found } from '../articles/journey.ts';
import { countIn } from '../articles/reading.ts';
import { DOMAIN } from '../articles/site.ts';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { viewerUrl } from './hostile/hostile-pages.ts';
import { Shelf } from './hostile/shelf.ts';

let alice: Browser;

describeArticles(
  {
    title: 'Chromium',
    path: findChromium(),
    async open(relay) {
      alice = await Browser.open({ relay, foreignName: `*.${DOMAIN}` });
      const reader = await chromiumReader(alice);
      return { ...reader, close: () => alice.close() };
    },
  },
  describeOpening,
);

/** An article with many pictures, one with formulas and notes, one of trees that nobody can look into. */
const OPENED = ['late-pictures', 'encyclopedia', 'closed-trees'];

function describeOpening(found: () => Found): void {
  describe('a page, opened by a reader', () => {
    let bob: Browser;
    beforeAll(async () => {
      bob = await Browser.open({ foreignName: `*.${DOMAIN}` });
    });
    afterAll(() => bob?.close());

    /** The addresses beyond the relay and the browser that opening a link asks for. */
    async function askedBy(reader: Browser, link: string, pictures: number) {
      const { relay } = found();
      const asked: string[] = [];
      const tab = await reader.context.newPage();
      tab.on('request', (request) => asked.push(request.url()));
      await tab.goto(link);
      const seen = tab.frameLocator('iframe').locator('img');
      await tab.frameLocator('iframe').locator('h1').first().waitFor();
      const widths = () =>
        seen.evaluateAll((images: HTMLImageElement[]) =>
          images.filter(({ naturalWidth }) => naturalWidth > 0),
        );
      await expect.poll(async () => (await widths()).length).toBe(pictures);
      await tab.close();
      return asked.filter((url) => /^(?:https?|wss?):/.test(url) && !url.startsWith(relay.origin));
    }

    test.each(OPENED)('asks for nothing in the viewer and in the web page: %s', async (name) => {
      const { relay, site, articles } = found();
      const page = articles.get(name);
      if (!page) throw new Error(`expected the article of ${name}`);
      const shelf = new Shelf(relay.origin);
      const bytes = new TextEncoder().encode(page.html);
      const link = await shelf.publish({ name, bytes, mediaType: 'text/html' });
      await shelf.settle();
      const before = site.asked.length;
      const inViewer = viewerUrl(await alice.extensionUrl(''), link);
      const pictures = countIn(page, 'img');
      expect(await askedBy(alice, inViewer, pictures)).toEqual([]);
      expect(await askedBy(bob, link, pictures)).toEqual([]);
      expect(site.asked.slice(before)).toEqual([]);
      shelf.close();
    });
  });
}

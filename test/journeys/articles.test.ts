/** Articles of made pages of many kinds, read in Chromium by the script that the extension puts there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CapturedPage } from '../../extension/capture/captured-page.ts';
import { chromiumReader } from '../articles/chromium-reader.ts';
import type { Fixture } from '../articles/fixture.ts';
import { FIXTURES } from '../articles/pages.ts';
import { NO_ARTICLES } from '../articles/pages/no-articles.ts';
import { type ArticleReader, countIn, findingsOn, LIMITS, OPTIONS } from '../articles/reading.ts';
import { DOMAIN, Site } from '../articles/site.ts';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findChromium() === undefined || !process.env['MAYFLY_ARTICLES'])(
  'the article of a page',
  () => {
    let relay: RelayProcess;
    let site: Site;
    let alice: Browser;
    let reader: ArticleReader;

    beforeAll(async () => {
      relay = await RelayProcess.start();
      site = await Site.open([...FIXTURES, ...NO_ARTICLES]);
      alice = await Browser.open({ relay: relay.origin, foreignName: `*.${DOMAIN}` });
      reader = await chromiumReader(alice);
    });

    afterAll(async () => {
      await alice?.close();
      site?.close();
      await relay?.stop();
    });

    async function read(fixture: Fixture, hasImages: boolean): Promise<CapturedPage> {
      const { answer } = await reader.read({ ...OPTIONS, hasImages });
      if (answer.state !== 'read') throw new Error(`expected the article of ${fixture.name}`);
      return answer.page;
    }

    describe.each(FIXTURES)('$name', (fixture) => {
      beforeAll(() => reader.visit(site.addressOf(fixture)));

      test('has its words, and no secret', async () => {
        const page = await read(fixture, true);
        const { leaks, lost, lostShare, strange, strangeShare } = findingsOn(fixture, page);
        expect(leaks).toEqual([]);
        expect(lostShare, `lost: ${lost.join(' ')}`).toBeLessThanOrEqual(LIMITS.lostShare);
        expect(strangeShare, `strange: ${strange.join(' ')}`).toBeLessThanOrEqual(
          LIMITS.strangeShare,
        );
      });

      test('has its pictures and formulas where it may, and otherwise asks for nothing', async () => {
        const { images = 0, faces = 0, formulas = 0 } = fixture;
        const asked = site.asked.length;
        const plain = await read(fixture, false);
        expect(site.asked.slice(asked)).toEqual([]);
        expect(countIn(plain, 'img')).toBe(0);
        expect(countIn(plain, 'math')).toBe(formulas);
        expect(findingsOn(fixture, plain).leaks).toEqual([]);
        const page = await read(fixture, true);
        expect(page.missingImages).toBe(0);
        expect(countIn(page, 'img')).toBeGreaterThanOrEqual(images);
        expect(countIn(page, 'img')).toBeLessThanOrEqual(images + faces);
      });

      test('tells its author if the page does, and whether it is for its reader alone', async () => {
        const page = await read(fixture, false);
        expect(page.isPrivate).toBe(fixture.isPrivate ?? false);
        if (fixture.author !== undefined) expect(page.author).toBe(fixture.author);
      });
    });

    test.each(NO_ARTICLES)('$name has none', async (fixture) => {
      await reader.visit(site.addressOf(fixture));
      expect((await reader.read(OPTIONS)).answer).toEqual({ state: 'no-article' });
    });
  },
);

/** The journey through all made pages in one browser: the extension's own script reads each of them there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CapturedPage } from '../../extension/capture/captured-page.ts';
import { RelayProcess } from '../journeys/relay.ts';
import type { Fixture } from './fixture.ts';
import { HIDDEN_PLACES } from './pages/hidden-places.ts';
import { NO_ARTICLES } from './pages/no-articles.ts';
import { FIXTURES } from './pages.ts';
import { type ArticleReader, countIn, findingsOn, LIMITS, OPTIONS } from './reading.ts';
import { Site } from './site.ts';

export interface ArticleBrowser {
  readonly title: string;
  /** Its program, if this machine has it. */
  readonly path: string | undefined;
  readonly open: (relay: string) => Promise<ArticleReader>;
}

/** What the journey found, for scenes that follow in the same file. */
export interface Found {
  readonly relay: RelayProcess;
  readonly site: Site;
  /** The articles with their pictures, by the names of their pages. */
  readonly articles: ReadonlyMap<string, CapturedPage>;
}

const PAGES = [...FIXTURES, ...NO_ARTICLES, HIDDEN_PLACES];

export function describeArticles({ title, path, open }: ArticleBrowser, more?: Scenes): void {
  describe.skipIf(path === undefined)(`in ${title}, the article of`, () => {
    const articles = new Map<string, CapturedPage>();
    let relay: RelayProcess;
    let site: Site;
    let reader: ArticleReader;

    beforeAll(async () => {
      relay = await RelayProcess.start();
      site = await Site.open(PAGES);
      reader = await open(relay.origin);
    });

    afterAll(async () => {
      await reader?.close();
      site?.close();
      await relay?.stop();
    });

    async function read(fixture: Fixture, hasImages: boolean): Promise<CapturedPage> {
      const { answer } = await reader.read({ ...OPTIONS, hasImages });
      if (answer.state !== 'read') throw new Error(`expected an article, got ${answer.state}`);
      return answer.page;
    }

    test.each(FIXTURES)('a $name page has its words and pictures, and no secret', async (one) => {
      const { images = 0, faces = 0, unloaded = 0, formulas = 0 } = one;
      await reader.visit(site.addressOf(one));
      const asked = site.asked.length;
      const plain = await read(one, false);
      expect(site.asked.slice(asked)).toEqual([]);
      const page = await read(one, true);
      articles.set(one.name, page);
      const { leaks, lost, lostShare, strange, strangeShare } = findingsOn(one, page);
      expect([...leaks, ...findingsOn(one, plain).leaks]).toEqual([]);
      expect(lostShare, `lost: ${lost.join(' ')}`).toBeLessThanOrEqual(LIMITS.lostShare);
      expect(strangeShare, `strange: ${strange.join(' ')}`).toBeLessThanOrEqual(
        LIMITS.strangeShare,
      );
      expect(page.missingImages).toBe(unloaded);
      expect(countIn(page, 'img')).toBeGreaterThanOrEqual(images);
      expect(countIn(page, 'img')).toBeLessThanOrEqual(images + faces);
      expect([countIn(plain, 'img'), countIn(plain, 'math')]).toEqual([0, formulas]);
      expect(page.isPrivate).toBe(one.isPrivate ?? false);
      expect(page.author).toBe(one.author ?? '');
    });

    test('a page with a secret in every kind of place has none of them', async () => {
      await reader.visit(site.addressOf(HIDDEN_PLACES));
      const { leaks, lost } = findingsOn(HIDDEN_PLACES, await read(HIDDEN_PLACES, true));
      expect(leaks).toEqual([]);
      expect(lost).toEqual([]);
    });

    test.each(NO_ARTICLES)('a $name does not exist', async (page) => {
      await reader.visit(site.addressOf(page));
      expect((await reader.read(OPTIONS)).answer).toEqual({ state: 'no-article' });
    });

    more?.(() => ({ relay, site, articles }));
  });
}

/** `found` is called within a scene, after those above. */
export type Scenes = (found: () => Found) => void;

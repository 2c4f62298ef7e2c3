/** No word of a page is lost on its way to the screen, in either browser. */
import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/firefox.ts';
import { ContentBrowser, executablePath } from './content-browser.ts';
import { ContentFirefox } from './content-firefox.ts';
import { generatedHtml, generatedMarkdown } from './generated-pages.ts';
import { lostLines, lostWords } from './kept-words.ts';

/** Pages of random parts; more with `RUNS=1000`. */
const RUNS = Number(process.env['RUNS'] ?? 40);
/** Files that people wrote, as they lie in packages; all of them with `EVERY=1`. */
const EVERY = Number(process.env['EVERY'] ?? 16);
const FILES = globSync('node_modules/**/*.md')
  .toSorted()
  .filter((_, at) => at % EVERY === 0)
  .map((path) => ({ path, source: readFileSync(path, 'utf8') }))
  .filter(({ source }) => source.length < 100_000);

const BROWSERS = [
  {
    title: 'Chromium',
    isThere: executablePath !== undefined,
    open: () => ContentBrowser.open(executablePath ?? ''),
  },
  { title: 'Firefox', isThere: findFirefox() !== undefined, open: () => ContentFirefox.open() },
];

for (const { title, isThere, open } of BROWSERS) {
  describe.skipIf(!isThere)(
    `in ${title}, every word is shown`,
    { timeout: (120_000 * 16) / EVERY },
    () => {
      let browser: ContentBrowser | ContentFirefox;

      beforeAll(async () => {
        browser = await open();
      }, 60_000);

      afterAll(() => browser?.close());

      test('of Markdown that people wrote', async () => {
        const lost: Record<string, readonly string[]> = {};
        for (const { path, source } of FILES) {
          const lines = lostLines(source, await browser.shownText('text/markdown', source));
          if (lines.length > 0) lost[path] = lines;
        }
        expect(lost).toEqual({});
      });

      test.each([
        ['Markdown', 'text/markdown', generatedMarkdown],
        ['HTML', 'text/html', generatedHtml],
      ] as const)('of %s put together at random', async (_, mediaType, pages) => {
        await fc.assert(
          fc.asyncProperty(pages, async ({ source, words }) => {
            expect(lostWords(words, await browser.shownText(mediaType, source))).toEqual([]);
          }),
          { numRuns: RUNS },
        );
      });
    },
  );
}

/** The journey of hostile pages through the web page and the viewer of one browser. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RelayProcess } from '../relay.ts';
import { bombPages } from './bombs.ts';
import { LURE_IDS, lures } from './clicks.ts';
import { HTML, htmlPages, htmlTogether, markdownPages } from './corpus.ts';
import { drawnPages, kindPages } from './kinds.ts';
import { drawnFiles, hostileFiles, refusedPages, shownPages, smallPages } from './manifests.ts';
import { canonicalOf, type Reader, type Sight } from './reader.ts';
import { Shelf } from './shelf.ts';
import { Spy } from './spy.ts';
import { type HostilePage, arm, pageOf } from './vectors.ts';

const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
const TABS = 8;
/** Many pages a test, on a machine that may be slow. */
const PATIENCE_MS = 240_000;

export interface Readers {
  readonly webPage: Reader;
  readonly viewer: Reader;
  close(): Promise<void>;
}

export interface HostileBrowser {
  readonly title: string;
  /** Its program, if this machine has it. */
  readonly path: string | undefined;
  readonly open: (relay: string) => Promise<Readers>;
}

const LISTS = 'a list of files';

const IN_WEB_PAGE = {
  title: 'web page',
  where: 'webPage',
  pages: {
    HTML: htmlPages,
    Markdown: markdownPages,
    'anything else': kindPages,
    [LISTS]: (spy: string) => [...refusedPages(), ...shownPages(spy)],
  },
  files: hostileFiles,
} as const;

/** The same code shows pages there under another policy. So fewer pages are enough, and none that only cost much. */
const IN_VIEWER = {
  title: 'viewer',
  where: 'viewer',
  pages: {
    HTML: htmlTogether,
    Markdown: markdownPages,
    'anything else': drawnPages,
    [LISTS]: (spy: string) => smallPages([...refusedPages(), ...shownPages(spy)]),
  },
  files: drawnFiles,
} as const;

/** The viewer's address for a link, in an extension at this address. */
export function viewerUrl(extension: string, link: string): string {
  const { origin, pathname, hash } = new URL(link);
  return `${extension}viewer.html?relay=${encodeURIComponent(origin)}&u=${pathname.slice(1)}${hash}`;
}

/** Nothing a page contains runs, calls out or leads away. */
export function describeHostilePages({ title, path, open }: HostileBrowser): void {
  describe.skipIf(path === undefined)(
    `(f) in ${title}, a hostile page`,
    { timeout: PATIENCE_MS },
    () => {
      let relay: RelayProcess;
      let readers: Readers;
      let shelf: Shelf;
      let spy: Spy;

      beforeAll(async () => {
        [relay, spy] = await Promise.all([RelayProcess.start(), Spy.start()]);
        readers = await open(relay.origin);
        shelf = new Shelf(relay.origin);
      });

      afterAll(async () => {
        shelf.close();
        await readers.close();
        await Promise.all([relay.stop(), spy.stop()]);
      });

      /** Shows them all, a few at a time, and compares each view with that of a harmless page. */
      async function expectHarmless(
        reader: Reader,
        pages: readonly HostilePage[],
        tabs = TABS,
      ): Promise<void> {
        const links = await Promise.all(pages.map((page) => shelf.publish(page)));
        await shelf.settle();
        for (let at = 0; at < pages.length; at += tabs) {
          const shown = links.slice(at, at + tabs);
          const sights = await reader.show(shown);
          for (const [i, sight] of sights.entries()) {
            const { name } = pages[at + i] ?? {};
            const expected = harmless(
              reader.urlOf(canonicalOf(shown[i] ?? '')),
              sight.frames.length > 0,
            );
            expect({ name, ...sight }).toEqual({ name, ...expected });
          }
        }
        expect(spy.heard).toEqual([]);
      }

      describe.each([IN_WEB_PAGE, IN_VIEWER])('in the $title', ({ where, pages, files }) => {
        test.each(Object.entries(pages))(
          'as %s runs nothing, asks for nothing and leads nowhere',
          async (kind, pagesOf) => {
            const tabs = kind === LISTS ? 2 : TABS; // some lists take much memory
            await expectHarmless(readers[where], pagesOf(spy.origin), tabs);
          },
        );

        test('as one of several files runs nothing, asks for nothing and leads nowhere', async () => {
          const several = files(spy.origin);
          const link = await shelf.publishFiles(several);
          await shelf.settle();
          const url = readers[where].urlOf(canonicalOf(link));
          for (const [i, { mediaType }] of several.entries()) {
            const sight = await readers[where].openFile(link, i);
            const expected = harmless(url, sight.frames.length > 0);
            expect({ mediaType, ...sight }).toEqual({ mediaType, ...expected });
          }
          expect(spy.heard).toEqual([]);
        });

        test('leads a click to a tab that knows nothing of this one, or nowhere', async () => {
          const listener = await Spy.start();
          const page = pageOf('lures', lures(listener.origin), { mediaType: 'text/html' });
          const link = await shelf.publish(page);
          await shelf.settle();
          const sight = await readers[where].click(link, LURE_IDS);
          expect(sight).toEqual(harmless(readers[where].urlOf(canonicalOf(link)), true));
          const { count, haveOpener } = await readers[where].closeOpened();
          expect(haveOpener).toBe(false);
          await expect.poll(() => listener.requests).toHaveLength(count);
          expect(count).toBeGreaterThan(0);
          for (const request of listener.requests) {
            expect(request).toMatchObject({ purpose: 'document', referrer: undefined });
          }
          await listener.stop();
        });
      });

      test('that costs much is shown, or its source is', async () => {
        await expectHarmless(readers.webPage, bombPages());
      });

      test('is seen and heard where nothing holds it back', async () => {
        const listener = await Spy.start();
        const name = 'control';
        const source = '<iframe srcdoc="<script>RUN</script>" class="content-frame"></iframe>';
        const url = listener.serve('/', arm(name, source, listener.origin));
        const [sight] = await readers.webPage.show([url]);
        expect(sight?.traces).toContain('ran');
        await expect.poll(() => listener.heard).toContain('/control');
        await listener.stop();
      });

      test('is hostile, most of them in a browser of today', async () => {
        const listener = await Spy.start();
        const frames = Object.entries(HTML).map(([name, source], i) => {
          const page = arm(name, source, listener.origin);
          return `<iframe class="content-frame" src="${listener.serve(`/raw/${i}`, page)}"></iframe>`;
        });
        await readers.webPage.show([listener.serve('/', frames.join(''))]);
        const half = Object.keys(HTML).length / 2;
        await expect.poll(() => new Set(listener.heard).size).toBeGreaterThan(half);
        await listener.stop();
      });
    },
  );
}

/** The view of a tab in which a page did no harm, in a frame or outside. */
function harmless(url: string, isFramed: boolean): Sight {
  return {
    url,
    traces: [],
    sandboxes: isFramed ? [SANDBOX] : [],
    frames: isFramed ? ['about:srcdoc'] : [],
  };
}

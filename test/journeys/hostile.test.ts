/** (f) Nothing a page contains runs, calls out or leads away, in the web page and in the viewer. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { Browser } from './browser.ts';
import { Firefox } from './firefox.ts';
import { bombPages } from './hostile/bombs.ts';
import { LURE_IDS, lures } from './hostile/clicks.ts';
import { HTML, htmlPages, htmlTogether, markdownPages } from './hostile/corpus.ts';
import { drawnPages, kindPages } from './hostile/kinds.ts';
import { hostileFiles, refusedPages, shownPages } from './hostile/manifests.ts';
import { ChromiumReader } from './hostile/chromium-reader.ts';
import { FirefoxReader } from './hostile/firefox-reader.ts';
import { canonicalOf, type Reader, type Sight } from './hostile/reader.ts';
import { Shelf } from './hostile/shelf.ts';
import { Spy } from './hostile/spy.ts';
import { type HostilePage, arm, pageOf } from './hostile/vectors.ts';
import { RelayProcess } from './relay.ts';

const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
const TABS = 8;
/** Many pages a test, on a machine that may be slow. */
const PATIENCE_MS = 240_000;

interface Readers {
  readonly webPage: Reader;
  readonly viewer: Reader;
  close(): Promise<void>;
}

async function openChromium(relay: string): Promise<Readers> {
  const [without, extended] = await Promise.all([Browser.open(), Browser.open({ relay })]);
  const { protocol, host } = new URL((await extended.worker()).url());
  return {
    webPage: new ChromiumReader(without),
    viewer: new ChromiumReader(extended, (link) => viewerUrl(`${protocol}//${host}/`, link)),
    close: async () => void (await Promise.all([without.close(), extended.close()])),
  };
}

async function openFirefox(relay: string): Promise<Readers> {
  const firefox = await Firefox.open({ relay });
  return {
    // Under this name the extension does not know the relay, and leaves its links alone.
    webPage: new FirefoxReader(firefox, (link) => link.replace('localhost', '127.0.0.1')),
    viewer: new FirefoxReader(firefox, (link) => viewerUrl(firefox.extensionUrl(''), link)),
    close: () => firefox.close(),
  };
}

function viewerUrl(extension: string, link: string): string {
  const { origin, pathname, hash } = new URL(link);
  return `${extension}viewer.html?relay=${encodeURIComponent(origin)}&u=${pathname.slice(1)}${hash}`;
}

const BROWSERS = [
  { title: 'Chromium', path: findChromium(), open: openChromium },
  { title: 'Firefox', path: findFirefox(), open: openFirefox },
];

for (const { title, path, open } of BROWSERS) {
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

      describe.each([
        ['web page', 'webPage', [htmlPages, markdownPages, kindPages]],
        // The same code shows it under another policy, so fewer pages are enough.
        ['viewer', 'viewer', [htmlTogether, markdownPages, drawnPages]],
      ] as const)('in the %s', (_, where, [ofHtml, ofMarkdown, ofKinds]) => {
        test.each([
          ['HTML', ofHtml],
          ['Markdown', ofMarkdown],
          ['anything else', ofKinds],
        ] as const)(
          'as %s runs nothing, asks for nothing and leads nowhere',
          async (__, pagesOf) => await expectHarmless(readers[where], pagesOf(spy.origin)),
        );

        test.each([
          ['that is refused', refusedPages],
          ['whose names are hostile', shownPages],
        ] as const)(
          'as a list of files %s runs nothing, asks for nothing and leads nowhere',
          async (__, pagesOf) => await expectHarmless(readers[where], pagesOf(spy.origin), 2),
        );

        test('as one of several files runs nothing, asks for nothing and leads nowhere', async () => {
          const files = hostileFiles(spy.origin);
          const link = await shelf.publishFiles(files);
          await shelf.settle();
          const url = readers[where].urlOf(canonicalOf(link));
          for (const [i, { mediaType }] of files.entries()) {
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
          await vi.waitFor(() => expect(listener.requests).toHaveLength(count));
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
        await vi.waitFor(() => expect(listener.heard).toContain('/control'));
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
        await vi.waitFor(() => expect(new Set(listener.heard).size).toBeGreaterThan(half));
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

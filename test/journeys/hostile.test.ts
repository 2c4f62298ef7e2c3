/** (f) Nothing a page contains runs, calls out or leads away, in the web page and in the viewer. */
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { ChromiumReader } from './hostile/chromium-reader.ts';
import { describeHostilePages, type Readers, viewerUrl } from './hostile/hostile-pages.ts';

describeHostilePages({ title: 'Chromium', path: findChromium(), open: openChromium });

async function openChromium(relay: string): Promise<Readers> {
  const [without, extended] = await Promise.all([Browser.open(), Browser.open({ relay })]);
  const { protocol, host } = new URL((await extended.worker()).url());
  return {
    webPage: new ChromiumReader(without),
    viewer: new ChromiumReader(extended, (link) => viewerUrl(`${protocol}//${host}/`, link)),
    close: async () => void (await Promise.all([without.close(), extended.close()])),
  };
}

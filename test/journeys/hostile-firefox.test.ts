/** (f) The same in Firefox: nothing a page contains runs, calls out or leads away. */
import { findFirefox } from '../support/firefox.ts';
import { Firefox } from './firefox.ts';
import { FirefoxReader } from './hostile/firefox-reader.ts';
import { describeHostilePages, type Readers, viewerUrl } from './hostile/hostile-pages.ts';

describeHostilePages({ title: 'Firefox', path: findFirefox(), open: openFirefox });

async function openFirefox(relay: string): Promise<Readers> {
  const firefox = await Firefox.open({ relay });
  return {
    // Under this name the extension does not know the relay, and leaves its links alone.
    webPage: new FirefoxReader(firefox, (link) => link.replace('localhost', '127.0.0.1')),
    viewer: new FirefoxReader(firefox, (link) => viewerUrl(firefox.extensionUrl(''), link)),
    close: () => firefox.close(),
  };
}

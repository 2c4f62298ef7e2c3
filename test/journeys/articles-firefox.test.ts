/** Articles of made pages of many kinds, read in Firefox. */
import { firefoxReader } from '../articles/firefox-reader.ts';
import { describeArticles } from '../articles/journey.ts';
import { findFirefox } from '../support/firefox.ts';
import { Firefox } from './firefox.ts';

describeArticles({
  title: 'Firefox',
  path: findFirefox(),
  async open(relay) {
    const firefox = await Firefox.open({ relay });
    const reader = await firefoxReader(firefox);
    return { ...reader, close: () => firefox.close() };
  },
});

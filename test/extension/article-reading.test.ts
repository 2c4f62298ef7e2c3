import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { beforeEach, expect, test } from 'vitest';
import { readArticle } from '../../extension/background/share/article-reading.ts';
import {
  ARTICLE,
  type ArticleAnswer,
  type CapturedPage,
} from '../../extension/capture/captured-page.ts';
import { FakeTab } from './fake-tab.ts';

const relays = { limits: () => DEFAULT_LIMITS };
const PAGE: CapturedPage = {
  html: '<h1>On mayflies</h1><p>They live for a day.</p>',
  title: 'On mayflies',
  author: '',
  isPrivate: false,
  missingImages: 0,
  hasImages: false,
  notes: [],
};

let tab: FakeTab;
beforeEach(() => {
  tab = FakeTab.open();
});

/** The answer of our script in the tab's page. */
function pageAnswers(article: ArticleAnswer): void {
  Reflect.set(globalThis, ARTICLE, async () => article);
}

test('the article of a tab is read', async () => {
  pageAnswers({ state: 'read', page: PAGE });
  const read = await readArticle({ relays }, { tabId: tab.id, hasImages: false });
  expect(read).toEqual({ outcome: 'read', page: PAGE });
});

test('a page without an article is told apart from a page that cannot be read', async () => {
  pageAnswers({ state: 'no-article' });
  const none = await readArticle({ relays }, { tabId: tab.id, hasImages: false });
  expect(none).toEqual({ outcome: 'no-article' });
  pageAnswers({ state: 'failed' });
  expect(await readArticle({ relays }, { tabId: tab.id, hasImages: false })).toEqual({
    outcome: 'unreadable',
  });
  tab.bar();
  expect(await readArticle({ relays }, { tabId: tab.id, hasImages: false })).toEqual({
    outcome: 'unreadable',
  });
});

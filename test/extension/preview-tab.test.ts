import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { openPreview, previewedIn, previewUrl } from '../../extension/browser/preview-tab.ts';

/** Both browsers reject it, as they do for a tab that is closed. */
const NO_TAB = 2_147_483_647;

test.each(['article', 'quotation', 'view', 'whole'] as const)(
  'a preview of the %s stands beside its page, and knows it',
  async (form) => {
    const create = vi.spyOn(browser.tabs, 'create');
    const { id = NO_TAB, index, windowId } = await browser.tabs.create({});
    await openPreview(id, form);
    const [{ url = '', ...opened } = {}] = create.mock.lastCall ?? [];
    // A page stays on the screen while it is photographed.
    const active = form === 'article' || form === 'quotation';
    expect(opened).toEqual({ index: index + 1, windowId, openerTabId: id, active });
    expect(previewedIn(new URL(url).search)).toEqual({ tabId: id, form });
  },
);

test.each(['', '?tab=x&as=poem', '?as=article', '?tab=-1', '?tab=1.5', '?tab=1e20'])(
  'the address %s names no tab',
  (search) => {
    expect(previewedIn(search)).toEqual({ tabId: NO_TAB, form: 'article' });
  },
);

test('a preview is a page of the extension', () => {
  expect(previewUrl({ tabId: 7, form: 'view' })).toMatch(/\/share-page\.html\?tab=7&as=view$/);
});

import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { openPreview, previewedIn, previewUrl } from '../../extension/browser/preview-tab.ts';

const NO_TAB = browser.tabs.TAB_ID_NONE;

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

test.each(['', '?tab=x&as=poem', '?as=article'])('the address %s names no tab', (search) => {
  expect(previewedIn(search)).toEqual({ tabId: NO_TAB, form: 'article' });
});

test('a preview is a page of the extension', () => {
  expect(previewUrl({ tabId: 7, form: 'view' })).toMatch(/\/share-page\.html\?tab=7&as=view$/);
});

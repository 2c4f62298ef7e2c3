/** The outcome of a share from a preview, told in the page that was shared. */
import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { tellAtPage } from '../../extension/background/tell/told-at-page.ts';
import type { Shared } from '../../extension/messages.ts';
import { FakeTab, fakeNotifications } from './fake-tab.ts';
import { bytesOf, HOME, keep, scene } from './scene.ts';

const PREVIEW = 8;

async function shareFrom(tab: FakeTab) {
  const { deps, pages } = scene();
  const address = await keep(pages, bytesOf('hello'));
  const shared: Shared = {
    outcome: 'shared',
    address,
    link: `${HOME}/${address}`,
    isNew: true,
    isAnnounced: true,
    unreached: [],
  };
  const remove = vi.spyOn(browser.tabs, 'remove').mockResolvedValue();
  Reflect.set(browser, 'windows', { update: async () => ({}) });
  const update = vi.spyOn(browser.tabs, 'update').mockResolvedValue({ windowId: 1 } as never);
  const isTold = await tellAtPage(deps, { tabId: tab.id, shared }, PREVIEW);
  return { isTold, update, remove, pages, address };
}

test('the page comes back on the screen, the preview goes, and the page tells', async () => {
  Reflect.set(globalThis, 'document', { hidden: false });
  const tab = FakeTab.open();
  const { isTold, update, remove } = await shareFrom(tab);
  expect(isTold).toBe(true);
  expect(update).toHaveBeenCalledWith(tab.id, { active: true });
  expect(remove).toHaveBeenCalledWith(PREVIEW);
  await vi.waitFor(() => expect(tab.toasts).toHaveLength(1));
});

test('a page that has gone leaves the preview as it is', async () => {
  const tab = FakeTab.open();
  tab.bar();
  const { shown } = fakeNotifications();
  const { isTold, update, remove } = await shareFrom(tab);
  expect(isTold).toBe(false);
  expect(update).not.toHaveBeenCalled();
  expect(remove).not.toHaveBeenCalled();
  expect(shown.size).toBe(0);
});

test('Undo in the toast deletes the page', async () => {
  Reflect.set(globalThis, 'document', { hidden: false });
  const tab = FakeTab.open();
  tab.presses = 'undo';
  const { pages, address } = await shareFrom(tab);
  await vi.waitFor(async () => expect(await pages.get(address)).toBeUndefined());
});

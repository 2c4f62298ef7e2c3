/** The tab with the preview of a page that the user is about to share: it stands beside the tab of that page. */
import { browser } from 'wxt/browser';
import type { PageForm } from '../messages.ts';

/** The number of no tab. For numbers below zero, as `TAB_ID_NONE` is, Firefox throws at once instead of rejecting. */
const NO_TAB = 2 ** 31 - 1;

const FORMS: readonly PageForm[] = ['article', 'view', 'whole', 'quotation'];

/** The page that a preview shows: that of a tab, in one of its forms. */
export interface Previewed {
  readonly tabId: number;
  readonly form: PageForm;
}

/**
 * Opens a preview of the page in a tab. A preview of a picture opens behind that page, which has to be on the screen
 * while it is photographed; the background shows the preview then. Throws if the tab is gone.
 */
export async function openPreview(tabId: number, form: PageForm): Promise<void> {
  const { index, windowId } = await browser.tabs.get(tabId);
  await browser.tabs.create({
    url: previewUrl({ tabId, form }),
    windowId,
    index: index + 1,
    openerTabId: tabId, // a browser shows this tab again when the preview is closed
    active: form === 'article' || form === 'quotation',
  });
}

export function previewUrl({ tabId, form }: Previewed): string {
  const wanted = new URLSearchParams({ tab: String(tabId), as: form });
  return `${browser.runtime.getURL('/share-page.html')}?${wanted}`;
}

/** The page and form in the address of a preview; an address that names none gives a tab that is never there. */
export function previewedIn(search: string): Previewed {
  const wanted = new URLSearchParams(search);
  const tabId = Number(wanted.get('tab') ?? Number.NaN);
  const form = FORMS.find((one) => one === wanted.get('as')) ?? 'article';
  const mayBeThere = Number.isInteger(tabId) && tabId >= 0 && tabId < NO_TAB;
  return { tabId: mayBeThere ? tabId : NO_TAB, form };
}

/** Shows the preview instead of the page that was photographed for it, unless the user has gone to another tab. */
export async function returnToPreview(
  previewId: number | undefined,
  pageId: number,
): Promise<void> {
  if (previewId === undefined || !(await isOnScreen(pageId))) return;
  await browser.tabs.update(previewId, { active: true }).catch(() => undefined); // it was closed
}

export async function isOnScreen(tabId: number): Promise<boolean> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined); // it was closed
  return tab?.active === true;
}

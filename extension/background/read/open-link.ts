/** Opens a link that the user pointed at: a deliberate act, so its relay is a known one from then on. */
import { findLink, formatFound } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';
import { type Browser, browser } from 'wxt/browser';
import type { Opened } from '../../messages.ts';
import { addKnownRelay, defaultRelay, readSettings } from '../../store/settings.ts';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { notALink } from '../../sentences.ts';

/** The place where a page opens, under the address bar's names. */
export type Disposition = `${Browser.omnibox.OnInputEnteredDisposition}`;

/**
 * Opens the viewer for a link in the text, or for an address that stands alone. Unless `disposition` says otherwise, it
 * opens in a new tab, beside `opener` or as the last one.
 */
export async function openLink(
  text: string,
  opener?: Browser.tabs.Tab,
  disposition: Disposition = 'newForegroundTab',
): Promise<Opened> {
  const found = findLink(text, defaultRelay(await readSettings()));
  if (!found) return { outcome: 'refused', message: notALink(text) };
  if (found.isKeeperCode) return { outcome: 'refused', message: t('view_keeperCode') };
  await addKnownRelay(found.link.relay);
  // The viewer tells of a damaged key: it holds the page without it, and asks for a better one.
  const url = viewerUrlOf(formatFound(found));
  if (disposition === 'currentTab') await browser.tabs.update({ url });
  else await openTab(url, opener, disposition === 'newForegroundTab');
  return { outcome: 'opened' };
}

async function openTab(
  url: string,
  opener: Browser.tabs.Tab | undefined,
  active: boolean,
): Promise<void> {
  await browser.tabs.create({
    url,
    active,
    ...(opener?.index !== undefined && { index: opener.index + 1 }),
    ...(opener?.id !== undefined && { openerTabId: opener.id }),
  });
}

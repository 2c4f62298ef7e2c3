/** The doors of the context menu and of the keyboard command: they do without the popup what the popup does. */
import { t } from '@mayfly/relay/words';
import { type Browser, browser } from 'wxt/browser';
import type { Shared } from '../../messages.ts';
import { type ActedPage, actedPage } from '../tell/acted-page.ts';
import { copyText } from '../tell/clipboard.ts';
import { tellOutcome } from '../tell/share-outcome.ts';
import { addEntries, type EntryId } from './menu-entries.ts';
import { openLink } from '../read/open-link.ts';
import { nameOfLink, pageLinkOf, shareAddress } from './share-address.ts';
import { shareImage } from './share-image.ts';
import { settle, type ShareDeps } from './publication.ts';
import { shareSelection } from './share-selection.ts';
import { tell } from '../tell/page-toast.ts';

type Click = Browser.contextMenus.OnClickData;
type Tab = Browser.tabs.Tab | undefined;

export function addMenus(deps: ShareDeps): void {
  addEntries();
  browser.contextMenus.onClicked.addListener((click, tab) => void onMenu(deps, click, tab));
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === 'share-selection') void onCommand(deps, tab);
  });
}

async function onMenu(deps: ShareDeps, click: Click, tab: Tab): Promise<void> {
  const page = await actedPage(tab?.id);
  const { linkUrl = '', selectionText = '' } = click;
  const entry = click.menuItemId as EntryId; // there are no others
  if (entry === 'open-link') {
    // The words of a link that leads elsewhere may be the link to open.
    const isPage = selectionText === '' || pageLinkOf(linkUrl) !== undefined;
    return open(page, isPage ? linkUrl : selectionText, tab);
  }
  const pageLink = entry === 'share-link' ? pageLinkOf(linkUrl) : undefined;
  if (pageLink !== undefined) return copyPageLink(page, pageLink);
  return tellOutcome(deps, page, await settle(shareClicked(deps, entry, click, tab)));
}

async function shareClicked(
  deps: ShareDeps,
  entry: Exclude<EntryId, 'open-link'>,
  click: Click,
  tab: Tab,
): Promise<Shared> {
  const place = { tabId: tab?.id ?? -1, frameId: click.frameId };
  const { selectionText, srcUrl = '', linkUrl = '', pageUrl = '' } = click;
  switch (entry) {
    case 'share-selection':
      return shareSelection(deps, place, selectionText);
    case 'share-image':
      return shareImage(deps, place, srcUrl);
    case 'share-link':
      return shareAddress(deps, { address: linkUrl, title: await nameOfLink(place, linkUrl) });
    case 'share-address':
      return shareAddress(deps, { address: tab?.url ?? pageUrl, title: tab?.title ?? '' });
  }
}

async function open(page: ActedPage | undefined, link: string, tab: Tab): Promise<void> {
  const opened = await openLink(link, tab);
  if (opened.outcome === 'refused') await tell(page, { text: opened.message });
}

async function copyPageLink(page: ActedPage | undefined, link: string): Promise<void> {
  const isCopied = await copyText(link);
  await tell(page, { text: isCopied ? t('share_pageLinkCopied') : t('share_pageLinkNotCopied') });
}

async function onCommand(deps: ShareDeps, tab: Tab): Promise<void> {
  const [active] = tab ? [tab] : await browser.tabs.query({ active: true, currentWindow: true });
  if (active?.id === undefined) return;
  const page = await actedPage(active.id);
  await tellOutcome(deps, page, await settle(shareSelection(deps, { tabId: active.id })));
}

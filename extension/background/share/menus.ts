/** The doors of the context menu and of the keyboard command: they do without the popup what the popup does. */
import { t } from '@mayfly/relay/words';
import { type Browser, browser } from 'wxt/browser';
import { openPreview } from '../../browser/preview-tab.ts';
import type { Shared } from '../../messages.ts';
import { type ActedPage, actedPage } from '../tell/acted-page.ts';
import { copyText } from '../tell/clipboard.ts';
import { tellOutcome } from '../tell/share-outcome.ts';
import { addEntries, type EntryId } from './menu-entries.ts';
import { activeTab } from './active-tab.ts';
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
    void onCommand(deps, command, tab);
  });
}

async function onMenu(deps: ShareDeps, click: Click, tab: Tab): Promise<void> {
  if (click.menuItemId === 'share-page') return previewOf(tab);
  const page = await actedPage(tab?.id);
  const { linkUrl = '', selectionText = '' } = click;
  const entry = click.menuItemId as Exclude<EntryId, 'share-page'>; // there are no others
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
  entry: Exclude<EntryId, 'open-link' | 'share-page'>,
  click: Click,
  tab: Tab,
): Promise<Shared> {
  const place = { tabId: tab?.id ?? -1, frameId: click.frameId };
  const { selectionText, srcUrl = '', linkUrl = '' } = click;
  switch (entry) {
    case 'share-selection':
      return shareSelection(deps, place, selectionText);
    case 'share-image':
      return shareImage(deps, place, srcUrl);
    case 'share-link':
      return shareAddress(deps, { address: linkUrl, title: await nameOfLink(place, linkUrl) });
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

async function onCommand(deps: ShareDeps, command: string, tab: Tab): Promise<void> {
  const active = tab ?? (await activeTab());
  if (active?.id === undefined) return;
  if (command === 'share-page') return previewOf(active);
  const page = await actedPage(active.id);
  await tellOutcome(deps, page, await settle(shareSelection(deps, { tabId: active.id })));
}

/** The user has just let the extension read that tab: the preview says what can be read. */
async function previewOf(tab: Tab): Promise<void> {
  if (tab?.id !== undefined) await openPreview(tab.id, 'article');
}

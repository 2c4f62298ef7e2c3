/** Shares where something is, as a small page with its name and its address. Nothing there is opened or fetched. */
import { findLink, formatLink } from '@mayfly/relay/protocol';
import { escapeHtml, t } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import { cleanLink } from '../../capture/clean-link.ts';
import type { Shared } from '../../messages.ts';
import type { Place } from './capture-script.ts';
import { shareText } from './share-draft.ts';
import type { ShareDeps } from './publication.ts';

/** Names longer than this tell a reader no more. */
const NAME_CHARS = 300;

export async function shareAddress(
  deps: ShareDeps,
  address: string,
  name: string,
): Promise<Shared> {
  const clean = cleanLink(address, 'about:blank');
  if (clean === undefined) return { outcome: 'refused', message: t('share_noLink') };
  return shareText(deps, { text: addressPage(clean, name), mediaType: 'text/html' });
}

/** The link to a page on Mayfly that a link is or leads to: that needs no second one. */
export function pageLinkOf(link: string): string | undefined {
  const found = findLink(link);
  if (!found) return undefined;
  // A damaged one is copied as it is: nothing of it may get lost here.
  return found.isKeyDamaged ? link : formatLink(found.link);
}

/** What the reader of a page sees of a link; '' where it cannot be read. */
export async function nameOfLink({ tabId, frameId = 0 }: Place, href: string): Promise<string> {
  const target = { tabId, frameIds: [frameId] };
  try {
    const args: [string] = [href];
    const [injection] = await browser.scripting.executeScript({ target, func: readName, args });
    return String(injection?.result ?? '');
  } catch {
    return ''; // the address alone says where it leads
  }
}

/** Runs in the page: of several links to one place, the one that is pointed at. */
function readName(href: string): string {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')];
  const same = links.filter((link) => link.href === href);
  const link =
    same.find((one) => one.matches(':hover')) ??
    same.find((one) => one.contains(document.activeElement)) ??
    same[0];
  return link?.innerText.trim() || link?.querySelector('img')?.alt || link?.title || '';
}

export function addressPage(address: string, name: string): string {
  const line = name.replaceAll(/\s+/g, ' ').trim().slice(0, NAME_CHARS);
  const heading = line === '' || line === address ? '' : `<h1>${escaped(line)}</h1>\n`;
  return `${heading}<p><a href="${escaped(address)}">${escaped(address)}</a></p>\n`;
}

function escaped(text: string): string {
  return escapeHtml(text).replaceAll('"', '&quot;');
}

/** Shares a web address as a small page with its name. Nothing there is opened or fetched. */
import { findLink, formatLink } from '@mayfly/relay/protocol';
import { escapeHtml, t } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import { cleanLink } from '../../capture/clean-link.ts';
import type { Shared, SharedAddress } from '../../messages.ts';
import type { Place } from './capture-script.ts';
import { shareText } from './share-draft.ts';
import type { ShareDeps } from './publication.ts';

/** A longer name tells a reader no more. */
const NAME_CHARS = 300;

export async function shareAddress(
  deps: ShareDeps,
  { address, title, opens }: SharedAddress,
): Promise<Shared> {
  const clean = cleanLink(address, 'about:blank');
  if (clean === undefined) return { outcome: 'refused', message: t('share_noLink') };
  return shareText(deps, { text: addressPage(clean, title), mediaType: 'text/html', opens });
}

/** The link to a page on Mayfly that a link is or leads to: such a page needs no second link. */
export function pageLinkOf(link: string): string | undefined {
  const found = findLink(link);
  if (!found) return undefined;
  // A damaged link is copied as it is, so that nothing of it gets lost here.
  return found.isKeyDamaged ? link : formatLink(found.link);
}

/** The visible name of a link; '' if the page cannot be read. */
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

/** Runs in the page: of several links to one address, it takes the one that the user points at. */
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

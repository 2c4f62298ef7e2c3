/** Opening what somebody pointed at: a deliberate act, so the link's relay is a known one from then on. */
import { formatLink, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import { type Browser, browser } from 'wxt/browser';
import type { Opened } from '../messages.ts';
import { addKnownRelay } from '../store/settings.ts';
import { viewerUrlOf } from '../viewer-url.ts';
import { notALink } from '../wording.ts';

/** Opens the viewer beside `opener`, or as the last tab. */
export async function openLink(text: string, opener?: Browser.tabs.Tab): Promise<Opened> {
  const link = parseLink(text);
  if (isLinkProblem(link)) return { outcome: 'refused', message: notALink(link) };
  await addKnownRelay(link.relay);
  await browser.tabs.create({
    url: viewerUrlOf(formatLink(link)),
    ...(opener?.index !== undefined && { index: opener.index + 1 }),
    ...(opener?.id !== undefined && { openerTabId: opener.id }),
  });
  return { outcome: 'opened' };
}

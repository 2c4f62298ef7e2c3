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
  if (isLinkProblem(link) && link.problem !== 'bad-key') {
    return { outcome: 'refused', message: notALink(link) };
  }
  // A damaged key is the viewer's to tell of: it holds the page without, and asks for a better one.
  const [relay, whole] = isLinkProblem(link)
    ? [link.rest.relay, text.trim()]
    : [link.relay, formatLink(link)];
  await addKnownRelay(relay);
  await browser.tabs.create({
    url: viewerUrlOf(whole),
    ...(opener?.index !== undefined && { index: opener.index + 1 }),
    ...(opener?.id !== undefined && { openerTabId: opener.id }),
  });
  return { outcome: 'opened' };
}

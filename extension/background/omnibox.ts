/** The keyword in the address bar: after it, a link or an address is opened, and any other text is shared. */
import { formatLink, isAddress } from '@mayfly/relay/protocol';
import { browser } from 'wxt/browser';
import { defaultRelay, readSettings } from '../store/settings.ts';
import { tellTyped } from '../wording.ts';
import { handOver } from './hand-over.ts';
import { type Disposition, openLink } from './opening.ts';
import { isPageLink } from './share-address.ts';
import { settle, shareText } from './share-selection.ts';
import type { SharingDeps } from './sharing.ts';
import { tell } from './toast.ts';

export function answerOmnibox(deps: SharingDeps): void {
  browser.omnibox.onInputChanged.addListener((typed) => {
    void browser.omnibox.setDefaultSuggestion({ description: describe(typed) });
  });
  browser.omnibox.onInputEntered.addListener((typed, disposition) => {
    void onTyped(deps, typed, disposition);
  });
}

/** No page was acted on: what came of it is told by a notification. */
export async function onTyped(
  deps: SharingDeps,
  typed: string,
  disposition: Disposition,
): Promise<void> {
  const link = await linkTyped(typed);
  if (link === undefined) {
    const { isSealed } = await readSettings();
    const text = typed.trim();
    const sharing = shareText(deps, { text, mediaType: 'text/plain', isSealed });
    return handOver(undefined, await settle(sharing));
  }
  const opened = await openLink(link, undefined, disposition);
  if (opened.outcome === 'refused') await tell(undefined, { text: opened.message });
}

/** The link that the text is, or that its address has at the default relay. */
async function linkTyped(typed: string): Promise<string | undefined> {
  const text = typed.trim();
  if (isPageLink(text)) return text;
  const address = text.toLowerCase();
  if (!isAddress(address)) return undefined;
  return formatLink({ relay: defaultRelay(await readSettings()), address, relays: [] });
}

/** What would happen on Enter. Chromium reads it as XML. */
function describe(typed: string): string {
  const text = typed.trim();
  const isOpened = isPageLink(text) || isAddress(text.toLowerCase());
  const description = tellTyped(text, isOpened);
  return import.meta.env.BROWSER === 'firefox' ? description : escaped(description);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * The door of the keyword in the address bar. It opens a text that contains a link or an address, and a preview of the
 * page in the tab if the text asks for that. It shares any other text, but none that contains a part of a link.
 */
import { findLink, holdsSecret } from '@mayfly/relay/protocol';
import { escapeHtml, t } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import { openPreview } from '../../browser/preview-tab.ts';
import { tellTyped, type TypedFate } from '../../sentences.ts';
import { tellOutcome } from '../tell/share-outcome.ts';
import { type Disposition, openLink } from '../read/open-link.ts';
import { activeTab } from './active-tab.ts';
import { settle, type ShareDeps } from './publication.ts';
import { shareText } from './share-draft.ts';
import { tell } from '../tell/page-toast.ts';

export function answerOmnibox(deps: ShareDeps): void {
  let latest = '';
  browser.omnibox.onInputChanged.addListener((typed, suggest) => {
    latest = typed;
    describe(typed);
    if (!thisPage().startsWith(plain(typed))) return;
    void titleOfPage().then((title) => {
      if (typed === latest) offerPage(typed, title, suggest);
    });
  });
  browser.omnibox.onInputEntered.addListener((typed, disposition) => {
    void onTyped(deps, typed, disposition);
  });
}

type Suggest = (suggestions: { content: string; description: string }[]) => void;

/** Says what Enter does. */
function describe(typed: string, title = ''): void {
  const description = spelled(tellTyped(typed.trim(), fateOf(typed), title));
  void browser.omnibox.setDefaultSuggestion({ description });
}

/** Offers the page in the tab to somebody who has typed nothing yet, or the first letters of the words for it. */
function offerPage(typed: string, title: string, suggest: Suggest): void {
  if (fateOf(typed) === 'previewed') return describe(typed, title);
  const content = thisPage();
  suggest([{ content, description: spelled(tellTyped(content, 'previewed', title)) }]);
}

/** '' mostly: the user has not yet let the extension read the tab. */
async function titleOfPage(): Promise<string> {
  return (await activeTab())?.title ?? '';
}

/** A notification tells the outcome, since the user acted on no page. */
export async function onTyped(
  deps: ShareDeps,
  typed: string,
  disposition: Disposition,
): Promise<void> {
  switch (fateOf(typed)) {
    case 'opened': {
      const opened = await openLink(typed, undefined, disposition);
      if (opened.outcome === 'refused') await tell(undefined, { text: opened.message });
      return;
    }
    case 'previewed': {
      const tab = await activeTab();
      if (tab?.id !== undefined) await openPreview(tab.id, 'article');
      return;
    }
    case 'refused':
      await tell(undefined, { text: t('omnibox_secret') });
      return;
    case 'shared': {
      const text = typed.trim();
      const sharing = shareText(deps, { text, mediaType: 'text/plain' });
      return tellOutcome(deps, undefined, await settle(sharing));
    }
  }
}

/** A stand-in for the relay where an address without a relay is opened. */
const HOME = 'https://home.invalid';

/** The words that ask for the page in the tab. */
function thisPage(): string {
  return plain(t('omnibox_thisPage'));
}

function plain(typed: string): string {
  return typed.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

function fateOf(typed: string): TypedFate {
  if (plain(typed) === thisPage()) return 'previewed';
  if (findLink(typed, HOME)) return 'opened';
  return holdsSecret(typed) ? 'refused' : 'shared';
}

/** Chromium reads a description as XML. */
function spelled(description: string): string {
  return import.meta.env.BROWSER === 'firefox' ? description : escapeHtml(description);
}

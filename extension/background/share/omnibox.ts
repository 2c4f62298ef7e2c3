/**
 * The door of the keyword in the address bar. It opens a text that contains a link or an address, and shares any other
 * text, but none that contains a part of a link.
 */
import { findLink, holdsSecret } from '@mayfly/relay/protocol';
import { escapeHtml, t } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import { tellTyped } from '../../sentences.ts';
import { tellOutcome } from '../tell/share-outcome.ts';
import { type Disposition, openLink } from '../read/open-link.ts';
import { settle, type ShareDeps } from './publication.ts';
import { shareText } from './share-draft.ts';
import { tell } from '../tell/page-toast.ts';

export function answerOmnibox(deps: ShareDeps): void {
  browser.omnibox.onInputChanged.addListener((typed) => {
    void browser.omnibox.setDefaultSuggestion({ description: describe(typed) });
  });
  browser.omnibox.onInputEntered.addListener((typed, disposition) => {
    void onTyped(deps, typed, disposition);
  });
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

function fateOf(typed: string): 'opened' | 'refused' | 'shared' {
  if (findLink(typed, HOME)) return 'opened';
  return holdsSecret(typed) ? 'refused' : 'shared';
}

/** Describes the effect of Enter. Chromium reads it as XML. */
function describe(typed: string): string {
  const description = tellTyped(typed.trim(), fateOf(typed));
  return import.meta.env.BROWSER === 'firefox' ? description : escapeHtml(description);
}

/** The background's door for requests: calls the owner of each, and returns its answer to the screen that asked. */
import { t } from '@mayfly/relay/words';
import { onRequest } from '../browser/messaging.ts';
import { ForeignSenderError, isOwnPage } from '../browser/own-page.ts';
import { addKnownRelay } from '../store/settings.ts';
import { importPages } from './hold/archive-import.ts';
import { addKeeper } from './keep/keeper-pairing.ts';
import type { Keeping } from './keep/keeping.ts';
import { openLink } from './read/open-link.ts';
import { readSample } from './share/capture-script.ts';
import { nameShared } from './share/page-naming.ts';
import { readArticle } from './share/article-reading.ts';
import { settle, type ShareDeps } from './share/publication.ts';
import { readQuotation } from './share/quotation-reading.ts';
import { shareAddress } from './share/share-address.ts';
import { shareBundle } from './share/share-bundle.ts';
import { shareFile, shareText } from './share/share-draft.ts';
import { shareSelected } from './share/share-selection.ts';
import { notify } from './tell/notifications.ts';
import { tellAtPage } from './tell/told-at-page.ts';
import { testRelay } from './watch/relay-test.ts';

export interface RequestDeps extends ShareDeps {
  readonly keeping: Keeping;
}

export function answerRequests(deps: RequestDeps): void {
  answer('shareText', ({ data }) => settle(shareText(deps, data)));
  answer('shareFile', ({ data }) => settle(shareFile(deps, data)));
  answer('shareBundle', ({ data }) => settle(shareBundle(deps, data)));
  answer('shareSelection', ({ data: { tabId, ...choice } }) =>
    settle(shareSelected(deps, { tabId }, choice)),
  );
  answer('sampleSelection', ({ data }) => readSample(data));
  answer('readArticle', ({ data }) => readArticle(deps, data));
  answer('readQuotation', ({ data }) => readQuotation(deps, data));
  answer('tellAtPage', ({ data, sender }) => tellAtPage(deps, data, sender.tab?.id));
  answer('shareAddress', ({ data }) => settle(shareAddress(deps, data)));
  answer('nameShared', ({ data }) => nameShared(deps, data));
  answer('openLink', ({ data }) => openLink(data));
  answer('trustRelay', ({ data }) => addKnownRelay(data));
  answer('deletePages', ({ data }) => deps.seeding.deletePages(...data));
  answer('keepPages', ({ data }) => deps.expiry.keepFor(data.addresses, data.lifetime));
  answer('importPages', ({ data }) => importPages(deps, data));
  answer('restorePages', ({ data }) => importPages(deps, data, { isRestored: true }));
  answer('tellBack', ({ data }) => notify({ text: t('viewer_isBack') }, data));
  answer('hurry', () => deps.relays.hurry());
  answer('addKeeper', ({ data }) => addKeeper(deps, data));
  answer('removeKeeper', ({ data }) => deps.keeping.remove(data.id, data.hasCopies));
  answer('testRelay', ({ data }) => testRelay(data));
}

/** Answers one kind of request with the result of `give`. Refuses senders other than the extension's own pages. */
export const answer: typeof onRequest = (type, give) =>
  onRequest(type, (message) => {
    if (!isOwnPage(message.sender)) throw new ForeignSenderError(message.sender);
    return give(message);
  });

import { useState } from 'preact/hooks';
import { BUNDLE_TYPE } from '../client/bundle/bundle-limits.ts';
import type { ConnectionState } from '../client/events.ts';
import type { Address } from '../protocol/address.ts';
import { formatLink } from '../protocol/link.ts';
import { type PageReading, PageViewer, type PageViewerProps } from '../view/index.ts';
import { essenceOf, type Reading, t } from '../words/index.ts';
import { DELETE_QUESTION, MADE_LINK, OTHER_RELAYS, READ_FILES } from './screens.ts';
import type { Read } from './tab-place.ts';
import type { Tab } from './tab.ts';

export interface ReadScreenProps extends Omit<Read, 'screen'> {
  readonly tab: Tab;
}

/** `/<address>`: the page, or the reason why it cannot be shown. */
export function ReadScreen({ tab, page, isMade }: ReadScreenProps) {
  const connection = page.connection.value;
  const holders = page.holders.value;
  const { link, isKeyDamaged } = page.found;
  const [isAsking, setAsking] = useState(false);
  const reading = page.reading.value;
  const isShown = reading.state === 'shown';
  const isFiles = essenceOf(link.mediaType ?? '') === BUNDLE_TYPE;
  const isHeld = isShown && tab.isSeen.value && !tab.isDeleted;
  // There before the page is held: a press is what makes it held, and must not move the buttons under the pointer.
  const canDelete = isShown && !tab.isDeleted;
  const isSafe = holders !== undefined && holders > 1;
  const deleteCopy = () => tab.deleteCopy(link.address);
  const viewer: PageViewerProps = {
    reading,
    link: isKeyDamaged ? location.href : formatLink(link),
    holders,
    isHeldHere: isHeld,
    onDelete: canDelete ? () => (isSafe ? deleteCopy() : setAsking(true)) : undefined,
    connection,
    activity: page.activity.value,
    homeHref: '/',
    onHome: () => tab.goHome(),
    onCancel: () => page.cancel(),
    onRetry: () => page.retry(),
    onBack: () => (document.title = t('web_backTitle')),
    unlock: {
      onKey: (pasted) => tab.unlock(page, pasted),
      onShowAsIs: () => page.showAsIs(),
    },
    head: isMade && <MADE_LINK.Component link={location.href} isFiles={isFiles} />,
    elsewhere: isMissed(reading, connection) && <OTHER_RELAYS.Component href={location.href} />,
    note: tab.isSeen.value && noteOf(tab, page),
  };
  if (isFiles && reading.state === 'shown') {
    return (
      <>
        {!READ_FILES.isThere && <PageViewer {...viewer} reading={{ state: 'opening' }} />}
        <READ_FILES.Component tab={tab} page={page} shown={reading.page} viewer={viewer} />
      </>
    );
  }
  return (
    <>
      <PageViewer {...viewer} />
      {isAsking && isHeld && (
        <DELETE_QUESTION.Component
          holders={holders}
          onDelete={deleteCopy}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** True if this relay cannot help with the page now. */
export function isMissed(reading: Reading, connection: ConnectionState): boolean {
  if (reading.state === 'absent' || reading.state === 'failed') return true;
  return reading.state === 'connecting' && connection.state === 'waiting';
}

/** The sentences on the copies of a page that is here. */
function noteOf(tab: Tab, page: PageReading) {
  if (page.reading.value.state === 'locked') return t('view_lockedKept');
  if (tab.isDeleted) return <DeletedNote onUndo={() => tab.undoDelete()} />;
  return [holdingNote(page.connection.value, page.holders.value), ' ', storedNote(tab)];
}

function holdingNote(connection: ConnectionState, holders: number | undefined): string {
  if (connection.state !== 'open') return t('web_holdingUnannounced');
  return holders === 1 ? t('web_holdingOnly') : t('web_holding');
}

/** The sentence on the copy that this browser stored for the tab. */
function storedNote(tab: Tab): string {
  // This screen is drawn only at the address of a page.
  const address = location.pathname.slice(1) as Address;
  return tab.isStored(address) ? t('web_storedForTab') : '';
}

function DeletedNote({ onUndo }: { readonly onUndo: () => void }) {
  return (
    <span role="status">
      {t('view_deleted')}{' '}
      <button class="button-link" type="button" onClick={onUndo}>
        {t('view_undo')}
      </button>
    </span>
  );
}

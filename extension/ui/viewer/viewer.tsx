import type { Address } from '@mayfly/relay/protocol';
import { ONCE_LINKS, PageViewer } from '@mayfly/relay/view';
import { type OnceLinkView, t } from '@mayfly/relay/words';
import { useState } from 'preact/hooks';
import type { LocalCopy, PageView } from '../../messages.ts';
import { DeleteDialog, type Deletion, isOpenToSome, isWorthAsking } from '../delete-dialog.tsx';
import { isOnlyOwn } from '../only-copy.ts';
import type { UploadAnswer } from '../upload-choice.ts';
import { KeeperCode } from './keeper-code.tsx';
import { OtherRelays } from './named-relays.tsx';
import { NoStore } from './no-store.tsx';
import { UnknownRelay } from './unknown-relay.tsx';
import { UploadQuestion } from './upload-question.tsx';
import type { ViewerTab } from './viewer-tab.ts';

export interface ViewerProps {
  readonly tab: ViewerTab;
  /** Whether the user has said which pages are uploaded. */
  readonly isAsked: boolean;
  readonly onAnswer: (answer: UploadAnswer) => void;
  /** Called when the user lets this browser connect to a relay that the link names. */
  readonly onTrust: (relay: string) => void;
  /** Called when a page is back that the user waits for. */
  readonly onBack: (address: Address) => void;
}

/** The screen of one page, kept by this browser from when somebody has seen it until they delete it. */
export function Viewer(props: ViewerProps) {
  const { tab, onTrust } = props;
  const { page } = tab;
  const sight = tab.sight.value;
  const opened = page?.reading.value;
  const { obstacle, copy } = sight;
  const [isDeleting, setDeleting] = useState(false);
  if (tab.isKeeperCode) return <KeeperCode />;
  if (obstacle?.by === 'relay') {
    return <UnknownRelay relay={obstacle.relay} onTrust={() => onTrust(obstacle.relay)} />;
  }
  // A page on the screen stays there, whatever becomes of the store.
  if (obstacle?.by === 'store' && !opened) {
    return <NoStore trouble={obstacle.trouble} onRetry={() => tab.start()} />;
  }
  const isHeld = copy?.state === 'held';
  // There before the page is held: a press is what makes it held, and must not move the buttons under the pointer.
  const canDelete = isHeld || copy?.state === 'passing';
  const once = isHeld ? copy.once : undefined;
  const deletion = { ...deletionOf(copiesOf(sight), copy), hasOnceLinks: isOpenToSome(once) };
  const deleteCopy = () => void tab.deleteCopy();
  return (
    <>
      <PageViewer
        reading={opened ?? sight.reading}
        link={tab.link}
        head={once && opened && <OnceHead links={once} />}
        elsewhere={elsewhereOf(sight, onTrust)}
        holders={sight.holders}
        isHeldHere={isHeld && copy.upload === 'on'}
        connection={sight.connection}
        activity={sight.activity}
        onCancel={() => tab.cancel()}
        onRetry={() => tab.start()}
        onBack={page && (() => props.onBack(page.found.value.link.address))}
        onDelete={
          canDelete
            ? () => (isHeld && !isWorthAsking(deletion) ? deleteCopy() : setDeleting(true))
            : undefined
        }
        unlock={{ onKey: (pasted) => tab.unlock(pasted), onShowAsIs: () => page?.showAsIs() }}
        note={opened && noteOf(tab)}
        bundle={tab.bundle.value}
        question={
          !props.isAsked &&
          isHeld &&
          copy.upload === 'off' && <UploadQuestion onAnswer={props.onAnswer} />
        }
      />
      {isDeleting && isHeld && (
        <DeleteDialog
          deletion={deletion}
          onDelete={deleteCopy}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}

/** The once links of one's own page, above it: no other link to it is offered. */
function OnceHead({ links }: { readonly links: readonly OnceLinkView[] }) {
  if (links.length === 0) return <p class="notice viewer-once">{t('library_noOnceWhy')}</p>;
  return (
    <div class="notice viewer-once">
      <ONCE_LINKS.Component links={links} now={Date.now()} />
    </div>
  );
}

/** The reason why a kept page is looked for, and the other places where it may be. */
function elsewhereOf({ isDamaged, unasked }: PageView, onTrust: ViewerProps['onTrust']) {
  if (!isDamaged && !unasked) return undefined;
  return (
    <>
      {isDamaged && (
        <p class="notice" data-kind="warning" role="status">
          {t('viewer_damaged')}
        </p>
      )}
      {unasked && <OtherRelays relays={unasked} onTrust={onTrust} />}
    </>
  );
}

/** The number of copies. The relay does not count one that is not uploaded. */
function copiesOf({ holders, copy }: PageView): number | undefined {
  const isCounted = copy?.state !== 'held' || copy.upload === 'on';
  return holders !== undefined && !isCounted ? holders + 1 : holders;
}

function deletionOf(holders: number | undefined, copy: LocalCopy | undefined): Deletion {
  const held = copy?.state === 'held' ? copy : undefined;
  return {
    count: 1,
    onlyCopies: isOnlyOwn(holders, held?.atKeepers ?? 0) ? 1 : 0,
    atKeepers: held?.home ? 1 : 0,
    uncounted: holders === undefined ? 1 : 0,
  };
}

function noteOf(tab: ViewerTab) {
  const { copy, holders } = tab.sight.value;
  switch (copy?.state) {
    case 'passing':
      return undefined;
    case 'held':
      if (copy.upload === 'locked') return t('view_lockedKept');
      if (copy.isBrief) return t('viewer_brief');
      if (copy.upload === 'off') return t('viewer_notUploaded');
      if (copy.home === 'kept') return t('viewer_atHome');
      return holders === 1 ? t('viewer_onlyCopy') : t('viewer_holds');
    default:
      return (
        <span role="status">
          {t('view_deleted')}{' '}
          {tab.canUndo && (
            <button class="button-link" type="button" onClick={() => void tab.undoDelete()}>
              {t('view_undo')}
            </button>
          )}
        </span>
      );
  }
}

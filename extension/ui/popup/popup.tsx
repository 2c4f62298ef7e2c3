import { Brand, OPENS_CHOICE } from '@mayfly/relay/view';
import { type OfferedFile, t } from '@mayfly/relay/words';
import { useId, useState } from 'preact/hooks';
import type { Overview } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { AttemptNotice } from '../attempt-notice.tsx';
import { ComposeForm, opensOf } from '../compose-form.tsx';
import type { Composing } from '../draft-state.ts';
import { HomeSwitch } from '../home-switch.tsx';
import { pageBytesOf } from '../page-bytes.ts';
import { RestNotice } from '../rest-notice.tsx';
import { StoreNotice } from '../store-notice.tsx';
import type { AtOnce } from './first-view.ts';
import { LinkOffer } from './link-offer.tsx';
import { RecentPages } from './recent-pages.tsx';
import { RelayTrouble } from './relays-note.tsx';
import {
  type SelectionChoices,
  SelectionOptions,
  type SelectionOptionsProps,
} from './selection-options.tsx';
import { ShareButtons, type ShareButtonsProps } from './share-buttons.tsx';
import { StatusButton, StatusPanel, type StatusPanelProps } from './status-menu.tsx';

export interface PopupProps
  extends
    Omit<ShareButtonsProps, 'isBusy'>,
    Omit<StatusPanelProps, 'id' | 'lifetime'>,
    SelectionOptionsProps {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  /** The part of it that is known by now; undefined until the store or the background has answered. */
  readonly known: AtOnce | undefined;
  /** The trouble with the store, if any. */
  readonly store: StoreCondition | undefined;
  readonly composing: Composing;
  readonly choices: SelectionChoices;
  /** The reason why the link in the field could not be opened. */
  readonly openProblem: string | undefined;
  readonly viewerHref: (link: string) => string;
  readonly onOpen: (text: string) => void;
  readonly onResume: () => void;
  /** Gives several files, a folder or a large file to a tab, which stays while they are shared. */
  readonly onMany: (files: readonly OfferedFile[]) => void;
}

/** The whole popup under the toolbar: share something at once, write and share, and the pages shared or opened last. */
export function Popup(props: PopupProps) {
  const { overview, known, composing } = props;
  const [isStatusOpen, setStatusOpen] = useState(false);
  const panelId = useId();
  return (
    <>
      <header class="popup-header">
        <Brand />
        <StatusButton
          overview={overview}
          isOpen={isStatusOpen}
          panelId={panelId}
          onToggle={() => setStatusOpen(!isStatusOpen)}
        />
      </header>
      <main class="popup-main">
        {isStatusOpen && <StatusPanel {...props} id={panelId} lifetime={known?.lifetime} />}
        <Troubles {...props} isStatusOpen={isStatusOpen} />
        <AttemptNotice
          attempt={composing.attempt.value}
          recent={known?.recent}
          viewerHref={props.viewerHref}
          onName={(name) => void composing.name(name)}
          onUndo={() => void composing.undo()}
        />
        <ShareButtons {...props} isBusy={composing.attempt.value.state === 'busy'} />
        <SelectionOptions {...props} />
        <OpensAtHand {...props} />
        <Writing {...props} />
        {known?.heldCount === 0 && composing.opens.value === undefined && (
          <p class="popup-promise">{t('popup_promise')}</p>
        )}
        {known && known.heldCount > 0 && (
          <RecentPages
            pages={known.recent}
            heldCount={known.heldCount}
            libraryHref={props.libraryHref}
            viewerHref={props.viewerHref}
          />
        )}
      </main>
    </>
  );
}

interface TroublesProps extends Pick<PopupProps, 'overview' | 'store' | 'composing' | 'onResume'> {
  /** The open panel says some of it already. */
  readonly isStatusOpen: boolean;
}

/** The problems that the dot hides while all is well, and that appear here otherwise. */
function Troubles({ overview, store, composing, isStatusOpen, onResume }: TroublesProps) {
  return (
    <>
      <StoreNotice condition={store} />
      {overview?.uploads.pages === 'none' && (
        <RestNotice rest={overview.uploads} onResume={onResume} />
      )}
      {overview && !isStatusOpen && <RelayTrouble connections={overview.connections} />}
      {!composing.isSealed.value && !isWriting(composing) && (
        <div class="notice popup-unsealed" data-kind="warning">
          <p>{t('popup_unencrypted')}</p>
          <button class="button" type="button" onClick={() => composing.setSealed(true)}>
            {t('popup_encrypt')}
          </button>
        </div>
      )}
    </>
  );
}

/**
 * The choice how often the link opens, beside the other choices for a selection. The open form has it too, so it stands
 * here only while the form is folded; a choice that was made is always in sight.
 */
function OpensAtHand({ overview, composing, selection }: PopupProps) {
  const isOffered = selection !== undefined && selection.words !== '';
  if (isWriting(composing) || !(isOffered || composing.opens.value)) return null;
  return (
    <div class="popup-opens">
      <OPENS_CHOICE.Component {...opensOf(composing)} />
      {overview?.hasKeeper && <HomeSwitch composing={composing} isBrief />}
    </div>
  );
}

function Writing({ overview, composing, openProblem, onOpen, onMany }: PopupProps) {
  return (
    <ComposeForm
      composing={composing}
      pageBytes={pageBytesOf(overview)}
      placeholder={t('popup_write')}
      many={{ onMany }}
      isFolded
    >
      <LinkOffer text={composing.draft.value.text} problem={openProblem} onOpen={onOpen} />
      {overview?.hasKeeper && isWriting(composing) && <HomeSwitch composing={composing} />}
    </ComposeForm>
  );
}

/** The form is unfolded then, and has the switch for encryption. */
function isWriting(composing: Composing): boolean {
  return composing.files.value.length > 0 || composing.draft.value.text !== '';
}

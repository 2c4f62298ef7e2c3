import { Brand } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { Overview } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { AttemptNotice } from '../attempt-notice.tsx';
import { ComposeForm } from '../compose-form.tsx';
import type { Composing } from '../draft-state.ts';
import { HeldFor } from '../lifetime-note.tsx';
import { pageBytesOf } from '../page-bytes.ts';
import { RestNotice } from '../rest-notice.tsx';
import { ShelfIcon } from '../shelf-icon.tsx';
import { SlidersIcon } from '../sliders-icon.tsx';
import { StoreNotice } from '../store-notice.tsx';
import type { AtOnce } from './first-view.ts';
import { UploadLine } from './upload-line.tsx';
import { OpenField } from './open-field.tsx';
import { RelaysNote } from './relays-note.tsx';
import { RecentPages } from './recent-pages.tsx';
import { ShareAtHand, type ShareAtHandProps } from './share-at-hand.tsx';

export interface PopupProps extends Omit<ShareAtHandProps, 'isBusy'> {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  /** What of it is known; undefined until the store or the background has answered. */
  readonly known: AtOnce | undefined;
  /** What is the trouble with the store, if any. */
  readonly store: StoreCondition | undefined;
  readonly composing: Composing;
  /** Why the text in the paste field cannot be opened. */
  readonly openProblem: string | undefined;
  readonly optionsHref: string;
  readonly libraryHref: string;
  /** The first-run page, which asks what is handed on. */
  readonly welcomeHref: string;
  /** A page to pick files in: a system's picker takes the focus, and with it the popup. */
  readonly composeHref: string;
  readonly viewerHref: (link: string) => string;
  readonly onOpen: (text: string) => void;
  readonly onPause: (isForAnHour: boolean) => void;
  readonly onResume: () => void;
}

/** All that fits under the toolbar: write and share, share what is at hand, open a link, and what was shared last. */
export function Popup(props: PopupProps) {
  const { overview, known, composing } = props;
  const attempt = composing.attempt.value;
  const isBusy = attempt.state === 'busy';
  return (
    <>
      <Header {...props} />
      <main class="popup-main">
        <StoreNotice condition={props.store} />
        {overview?.uploads.pages === 'none' && (
          <RestNotice rest={overview.uploads} onResume={props.onResume} />
        )}
        <ComposeForm
          composing={composing}
          pageBytes={pageBytesOf(overview)}
          pickerHref={props.composeHref}
        />
        {known && <HeldFor lifetime={known.lifetime} optionsHref={props.optionsHref} />}
        <AttemptNotice attempt={attempt} viewerHref={props.viewerHref} />
        <ShareAtHand
          isBusy={isBusy}
          keepsFormatting={props.keepsFormatting}
          selectionKeys={props.selectionKeys}
          onChangeKeys={props.onChangeKeys}
          onKeepsFormatting={props.onKeepsFormatting}
          onShareSelection={props.onShareSelection}
          onShareClipboard={props.onShareClipboard}
        />
        <OpenField problem={props.openProblem} onOpen={props.onOpen} />
        {known && (
          <RecentPages
            pages={known.recent}
            heldCount={known.heldCount}
            libraryHref={props.libraryHref}
            viewerHref={props.viewerHref}
          />
        )}
        {overview && (
          <UploadLine overview={overview} welcomeHref={props.welcomeHref} onPause={props.onPause} />
        )}
      </main>
    </>
  );
}

function Header({
  overview,
  libraryHref,
  optionsHref,
}: Pick<PopupProps, 'overview' | 'libraryHref' | 'optionsHref'>) {
  return (
    <header class="popup-header">
      <Brand />
      {overview && <RelaysNote connections={overview.connections} />}
      <a class="popup-options" href={libraryHref} target="_blank" aria-label={t('popup_library')}>
        <ShelfIcon />
      </a>
      <a class="popup-options" href={optionsHref} target="_blank" aria-label={t('popup_options')}>
        <SlidersIcon />
      </a>
    </header>
  );
}

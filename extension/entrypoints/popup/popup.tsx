import type { ConnectionState } from '@mayfly/relay/client';
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { Brand, Compose, ConnectionNote, type Draft } from '@mayfly/relay/view';
import type { Overview } from '../../messages.ts';
import { SlidersIcon } from '../../ui/sliders-icon.tsx';
import { type Attempt, AttemptNotice } from './attempt-notice.tsx';
import { OpenField } from './open-field.tsx';
import { RecentPages } from './recent-pages.tsx';
import { ShareAtHand, type ShareAtHandProps } from './share-at-hand.tsx';

export interface PopupProps extends Omit<ShareAtHandProps, 'isBusy'> {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  readonly draft: Draft;
  /** Whether what is shared from here is encrypted. */
  readonly isSealed: boolean;
  readonly attempt: Attempt;
  /** Why the text in the paste field cannot be opened. */
  readonly openProblem: string | undefined;
  readonly optionsHref: string;
  readonly viewerHref: (link: string) => string;
  readonly onDraft: (draft: Draft) => void;
  readonly onSealed: (isSealed: boolean) => void;
  readonly onShareDraft: (draft: Draft) => void;
  readonly onOpen: (text: string) => void;
}

/** All that fits under the toolbar: write and share, share what is at hand, open a link, and what was shared last. */
export function Popup(props: PopupProps) {
  const { overview, attempt } = props;
  const isBusy = attempt.state === 'busy';
  const connection = overview?.connections.find(({ relay }) => relay === overview.relay);
  return (
    <>
      <header class="popup-header">
        <Brand />
        {connection && (
          <span class="popup-relay" title={reasonOf(connection.connection)}>
            <ConnectionNote connection={connection.connection} />
            <span class="popup-host">{hostOf(connection.relay)}</span>
          </span>
        )}
        <a class="popup-options" href={props.optionsHref} target="_blank" aria-label="Options">
          <SlidersIcon />
        </a>
      </header>
      <main class="popup-main">
        <Compose
          draft={props.draft}
          onDraft={props.onDraft}
          onCreate={props.onShareDraft}
          isSealed={props.isSealed}
          onSealed={props.onSealed}
          pageBytes={pageBytes(connection?.connection)}
          isBusy={isBusy}
          label="Share"
          busyLabel="Sharing…"
        />
        <ShareAtHand
          isBusy={isBusy}
          keepsFormatting={props.keepsFormatting}
          onKeepsFormatting={props.onKeepsFormatting}
          onShareSelection={props.onShareSelection}
          onShareClipboard={props.onShareClipboard}
        />
        <AttemptNotice attempt={attempt} viewerHref={props.viewerHref} />
        <OpenField problem={props.openProblem} onOpen={props.onOpen} />
        {overview && (
          <RecentPages
            pages={overview.recent}
            heldCount={overview.heldCount}
            viewerHref={props.viewerHref}
          />
        )}
      </main>
    </>
  );
}

function hostOf(relay: string): string {
  return relay.replace(/^https?:\/\//, '');
}

function reasonOf(connection: ConnectionState): string | undefined {
  return connection.state === 'waiting' ? connection.reason : undefined;
}

function pageBytes(connection: ConnectionState | undefined): number {
  return (connection?.state === 'open' ? connection.limits : DEFAULT_LIMITS).pageBytes;
}

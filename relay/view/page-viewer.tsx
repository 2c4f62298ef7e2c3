import type { ComponentChildren } from 'preact';
import type { ConnectionState } from '../client/events.ts';
import { type ActivityEntry, sawWrongBytes } from '../client/activity.ts';
import type { OpenBundle } from './bundle/open-bundle.ts';
import { AbsentActions, useAwaited } from './absent-page.tsx';
import { ActivityLog } from './activity-log.tsx';
import { Brand } from './brand.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { CopyButton } from './copy-button.tsx';
import { ExplainedCount } from './holder-count.tsx';
import type { Reading } from '../words/reading.ts';
import { lazyComponent } from './lazy-component.tsx';
import { ReadingStatus, StatusAction } from './reading-status.tsx';
import { ShownPage } from './shown-page.tsx';
import { DeleteButton } from './toolbar.tsx';
import type { UnlockProps } from './unlock.tsx';
import { t } from '../words/language.ts';

export interface PageViewerProps {
  readonly reading: Reading;
  /** The link that 'Copy link' copies, with its key; undefined leaves the button out. */
  readonly link: string | undefined;
  /** The number of holders now; undefined while the relay has sent no count. */
  readonly holders: number | undefined;
  readonly connection: ConnectionState;
  readonly activity: readonly ActivityEntry[];
  /** Where the brand leads; left out, it is no link. */
  readonly homeHref?: string | undefined;
  /** Called on a plain click on the brand, in place of following `homeHref`. */
  readonly onHome?: (() => void) | undefined;
  /** Takes the want back; offered until the page is there. */
  readonly onCancel?: (() => void) | undefined;
  /** Offered where the reading failed in a way that trying again may mend, and once cancelled. */
  readonly onRetry?: (() => void) | undefined;
  /** The ways to open a page that is locked. */
  readonly unlock?: Omit<UnlockProps, 'lock'> | undefined;
  /** `true` if this browser is one of the counted holders. */
  readonly isHeldHere?: boolean;
  /** Deletes the copy in this browser; left out where there is none. */
  readonly onDelete?: (() => void) | undefined;
  /** Called when a page is on the screen that was absent, where the reader asked to be told. */
  readonly onBack?: (() => void) | undefined;
  /** The other places where the page may be found; left out once it is here. */
  readonly elsewhere?: ComponentChildren;
  /** Stands above the page, such as its link once it was made. */
  readonly head?: ComponentChildren;
  /** A sentence for once the page is here, such as the place of its copies. */
  readonly note?: ComponentChildren;
  /** A question to the reader, below the strip of a page that is shown. */
  readonly question?: ComponentChildren;
  /** The way to the parts of a page that lists files. */
  readonly bundle?: OpenBundle | undefined;
}

const UNLOCK = lazyComponent(async () => (await import('./unlock.tsx')).Unlock);

/** The whole screen of one page: header, state or content, activity. */
export function PageViewer(props: PageViewerProps) {
  const { reading, connection, holders } = props;
  return (
    <div class="viewer">
      <header class="bar">
        <Brand href={props.homeHref} onOpen={props.onHome} />
        <span class="bar-facts">
          <ExplainedCount count={holders} isHeldHere={props.isHeldHere ?? false} />
          <ConnectionNote connection={connection} />
        </span>
        <span class="bar-actions">
          {props.link !== undefined && reading.state !== 'locked' && (
            <CopyButton
              text={props.link}
              label={t('view_copyLink')}
              primary={reading.state === 'shown'}
            />
          )}
        </span>
      </header>
      <main class="viewer-main" tabIndex={-1}>
        {props.head}
        <Status {...props} />
        {reading.state === 'shown' && (
          <ShownPage
            page={reading.page}
            link={props.link}
            note={props.note}
            question={props.question}
            bundle={props.bundle}
            onDelete={props.onDelete}
          />
        )}
      </main>
      <footer class="viewer-footer">
        <ActivityLog entries={props.activity} />
      </footer>
    </div>
  );
}

/** The state of a page that is not shown, and what the reader can do about it. */
function Status(props: PageViewerProps) {
  const { reading, connection, holders } = props;
  const { isAwaited, toggle } = useAwaited(reading, props.onBack);
  const isLocked = reading.state === 'locked';
  return (
    <div class="status" data-state={reading.state}>
      {/* One live region for all states, so that each change is read out once. */}
      <div class="status-text" role="status">
        {reading.state === 'shown' ? (
          <span class="visually-hidden">{t('view_pageOpen')}</span>
        ) : (
          <ReadingStatus
            reading={reading}
            connection={connection}
            holders={holders}
            cameWrong={sawWrongBytes(props.activity)}
          />
        )}
      </div>
      {reading.state === 'absent' && (
        <AbsentActions link={props.link} isAwaited={isAwaited} onAwait={props.onBack && toggle} />
      )}
      <StatusAction reading={reading} onCancel={props.onCancel} onRetry={props.onRetry} />
      {!isHere(reading) && props.elsewhere}
      {reading.state === 'locked' && props.unlock && (
        <UNLOCK.Component {...props.unlock} lock={reading.lock} />
      )}
      {isLocked && props.note && <p class="soft">{props.note}</p>}
      {isLocked && props.onDelete && <DeleteButton onDelete={props.onDelete} />}
    </div>
  );
}

function isHere({ state }: Reading): boolean {
  return state === 'opening' || state === 'locked' || state === 'shown';
}

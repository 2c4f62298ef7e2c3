/**
 * The screen of a page that opens once: the wait for it, the person's press, the page. It shows no copies and no way to
 * share: a reader of such a page keeps and uploads nothing, and the link is not theirs to pass on.
 */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ConnectionState } from '../../client/events.ts';
import { t } from '../../words/language.ts';
import type { OnceOpening, OpeningProblem } from '../../words/once-opening.ts';
import { problemText } from '../../words/reading-problems.ts';
import type { Page } from '../../words/reading.ts';
import { Brand } from '../brand.tsx';
import { ConnectionNote } from '../connection-note.tsx';
import { KeyField, type KeyFieldProps } from '../key-field.tsx';
import { SinglePage } from '../single-page.tsx';
import { isOnceLinkProblem, OnceStatus } from './once-status.tsx';
import { OpenButton } from './open-button.tsx';

export interface OnceReadingProps {
  readonly once: OnceOpening;
  /** The origin of the link's relay. */
  readonly relay: string;
  readonly connection: ConnectionState;
  /** Where the brand leads; left out, it is no link. */
  readonly homeHref?: string | undefined;
  /** Called on a plain click on the brand, in place of following `homeHref`. */
  readonly onHome?: (() => void) | undefined;
  /** Called when a person presses *Open* in a visible tab. Nothing else may ask for the key. */
  readonly onOpen: () => void;
  /** Called once the page is on the screen. */
  readonly onShown: () => void;
  /** Called to start over where trying again may help. */
  readonly onRetry: () => void;
  /** Tries a pasted link in place of a damaged one. Resolves with the reason where it is not the whole link either. */
  readonly onPasted: KeyFieldProps['onKey'];
  /** The other places where the author's browser may be found, while the page waits for it. */
  readonly elsewhere?: ComponentChildren;
}

export function OnceReading(props: OnceReadingProps) {
  const { once, connection } = props;
  return (
    <div class="viewer">
      <header class="bar">
        <Brand href={props.homeHref} onOpen={props.onHome} />
        <span class="bar-facts">
          {/* Nothing is asked for where a link is damaged, or its page was open here. */}
          {connection.state !== 'idle' && <ConnectionNote connection={connection} />}
        </span>
      </header>
      <main class="viewer-main" tabIndex={-1}>
        <div class="status" data-state={once.state === 'opened' ? 'shown' : once.state}>
          {/* One live region for all states, so that each change is read out once. */}
          <div class="status-text" role="status">
            {once.state === 'opened' ? (
              <span class="visually-hidden">{t('view_pageOpen')}</span>
            ) : (
              <OnceStatus once={once} relay={props.relay} connection={connection} />
            )}
          </div>
          <Act {...props} />
          {isWaiting(once) && props.elsewhere}
        </div>
        {once.state === 'opened' && <Opened page={once.page} onShown={props.onShown} />}
      </main>
    </div>
  );
}

function isWaiting({ state }: OnceOpening): boolean {
  return state === 'arriving' || state === 'asking' || state === 'away';
}

/** The one thing to do now. */
function Act({ once, onOpen, onRetry, onPasted }: OnceReadingProps) {
  switch (once.state) {
    case 'ready':
      return <OpenButton onOpen={onOpen} />;
    case 'left':
      return <OpenButton onOpen={onOpen} isAgain />;
    case 'failed':
      return <Mending problem={once.problem} onRetry={onRetry} onPasted={onPasted} />;
    case 'arriving':
    case 'asking':
    case 'away':
    case 'opened':
    case 'spent':
      return null;
  }
}

interface MendingProps extends Pick<OnceReadingProps, 'onRetry' | 'onPasted'> {
  readonly problem: OpeningProblem;
}

function Mending({ problem, onRetry, onPasted }: MendingProps) {
  if (problem.reason === 'bad-capability' || problem.reason === 'wrong-capability') {
    const words = {
      label: t('once_pasteLink'),
      button: t('once_goOn'),
      note: t('once_linkStays'),
    };
    return <KeyField onKey={onPasted} words={words} />;
  }
  const canRetry = isOnceLinkProblem(problem)
    ? problem.reason === 'no-store' || problem.reason === 'old-relay'
    : problemText(problem).canRetry;
  if (!canRetry) return null;
  return (
    <button type="button" class="button status-action" onClick={onRetry}>
      {t('view_tryAgain')}
    </button>
  );
}

interface OpenedProps {
  readonly page: Page;
  readonly onShown: () => void;
}

function Opened({ page, onShown }: OpenedProps) {
  useEffect(onShown, [page]);
  const warning = (
    <p class="once-strip">
      <strong>{t('once_note')}</strong> {t('once_nothingKept')}
    </p>
  );
  return <SinglePage page={page} link={undefined} question={warning} />;
}

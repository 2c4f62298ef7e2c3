import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConnectionState } from '../client/events.ts';
import { lockText, problemText } from '../words/reading-problems.ts';
import type { Lock, Reading, ReadingProblem } from '../words/reading.ts';
import { Absent } from './absent-page.tsx';
import { Receiving } from './receiving.tsx';
import { t } from '../words/language.ts';

export interface ReadingStatusProps {
  readonly reading: Exclude<Reading, { state: 'shown' }>;
  readonly connection: ConnectionState;
  readonly holders: number | undefined;
  /** `true` if an earlier copy did not match the address and was thrown away. */
  readonly cameWrong: boolean;
}

/** Stands in the place of a page that has not come yet, or cannot be shown. */
export function ReadingStatus({ reading, connection, holders, cameWrong }: ReadingStatusProps) {
  switch (reading.state) {
    case 'connecting':
      return <Connecting connection={connection} />;
    case 'looking':
      return <Looking holders={reading.holders}>{cameWrong && <CameWrong />}</Looking>;
    case 'absent':
      return <Absent heldAt={reading.heldAt}>{cameWrong && <CameWrong />}</Absent>;
    case 'receiving':
      return <Receiving {...reading} connection={connection} holders={holders} />;
    case 'cancelled':
      return <Cancelled />;
    case 'opening':
      return <h1 class="status-title status-busy">{t('view_opening')}</h1>;
    case 'locked':
      return <Locked lock={reading.lock} />;
    case 'failed':
      return <Failed problem={reading.problem} />;
  }
}

export interface StatusActionProps {
  readonly reading: Reading;
  readonly onCancel?: (() => void) | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** The one thing to do about a page that is not there. A single button, so that it keeps the focus when its state changes. */
export function StatusAction({ reading, onCancel, onRetry }: StatusActionProps) {
  const [label, act] = actionOf(reading, onCancel, onRetry);
  if (!label || !act) return null;
  // The second click of a double one would undo the first.
  const onClick = (event: MouseEvent) => event.detail < 2 && act();
  return (
    <button type="button" class="button status-action" onClick={onClick}>
      {label}
    </button>
  );
}

type Act = (() => void) | undefined;

function actionOf(reading: Reading, onCancel: Act, onRetry: Act): [label?: string, act?: Act] {
  switch (reading.state) {
    case 'opening':
    case 'locked':
    case 'shown':
      return [];
    case 'cancelled':
      return [t('view_startAgain'), onRetry];
    case 'failed':
      return problemText(reading.problem).canRetry ? [t('view_tryAgain'), onRetry] : [];
    case 'connecting':
    case 'looking':
    case 'absent':
    case 'receiving':
      return [t('view_cancel'), onCancel];
  }
}

function Connecting({ connection }: { readonly connection: ConnectionState }) {
  if (connection.state !== 'waiting') {
    return <h1 class="status-title status-busy">{t('view_connectingTitle')}</h1>;
  }
  return (
    <>
      <h1 class="status-title status-busy">{t('view_unreachableTitle')}</h1>
      <p>{t('view_unreachable')}</p>
    </>
  );
}

interface LookingProps {
  readonly holders: number | undefined;
  readonly children: ComponentChildren;
}

function Looking({ holders, children }: LookingProps) {
  return (
    <>
      <h1 class="status-title status-busy">{t('view_lookingTitle')}</h1>
      {/* Whoever comes or goes is a reason to begin to wait anew. */}
      {holders !== undefined && <Awaited key={holders} holders={holders} />}
      {children}
    </>
  );
}

/** Holders answer sooner than that; the relay keeps the place of one whose connection was lost for longer. */
const SILENT_MS = 4_000;

function Awaited({ holders }: { readonly holders: number }) {
  const [isSilent, setSilent] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSilent(true), SILENT_MS);
    return () => clearTimeout(timer);
  }, []);
  const count = { count: holders };
  return <p>{isSilent ? t('view_awaitedBack', count) : t('view_awaited', count)}</p>;
}

function CameWrong() {
  return <p>{t('view_cameWrong')}</p>;
}

function Cancelled() {
  return (
    <>
      <h1 class="status-title">{t('view_cancelledTitle')}</h1>
      <p>{t('view_cancelled')}</p>
    </>
  );
}

function Locked({ lock }: { readonly lock: Lock }) {
  const { title, advice } = lockText(lock);
  return (
    <>
      <h1 class="status-title">{title}</h1>
      <p>{advice}</p>
    </>
  );
}

function Failed({ problem }: { readonly problem: ReadingProblem }) {
  const { title, advice } = problemText(problem);
  // Of wrong bytes the advice says it all.
  const detail = problem.reason === 'corrupt' ? undefined : problem.message;
  return (
    <>
      <h1 class="status-title">{title}</h1>
      <p>{advice}</p>
      {detail && (
        // Technical, and in no language but this.
        <p class="status-detail" lang="en" dir="ltr">
          {detail}
        </p>
      )}
    </>
  );
}

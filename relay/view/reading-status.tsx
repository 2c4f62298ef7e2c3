import { useEffect, useState } from 'preact/hooks';
import type { ConnectionState } from '../client/events.ts';
import { formatBytes } from './format-bytes.ts';
import { problemText } from './problems.ts';
import type { Reading, ReadingProblem } from './reading.ts';

export interface ReadingStatusProps {
  readonly reading: Exclude<Reading, { state: 'shown' }>;
  readonly connection: ConnectionState;
  readonly holders: number | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** What stands in the place of a page that is not there yet, or cannot be. */
export function ReadingStatus(props: ReadingStatusProps) {
  const { reading } = props;
  switch (reading.state) {
    case 'connecting':
      return <Connecting connection={props.connection} />;
    case 'looking':
      return <Looking holders={reading.holders} />;
    case 'absent':
      return <Absent />;
    case 'receiving':
      return <Receiving {...reading} holders={props.holders} />;
    case 'failed':
      return <Failed problem={reading.problem} onRetry={props.onRetry} />;
  }
}

function Connecting({ connection }: { readonly connection: ConnectionState }) {
  if (connection.state !== 'waiting') {
    return <h1 class="status-title status-busy">Connecting to the relay…</h1>;
  }
  return (
    <>
      <h1 class="status-title status-busy">The relay is out of reach</h1>
      <p>Trying again, and the page will open by itself. Is your network up?</p>
    </>
  );
}

function Looking({ holders }: { readonly holders: number | undefined }) {
  return (
    <>
      <h1 class="status-title status-busy">Looking for someone who holds this page…</h1>
      {/* Whoever comes or goes is a reason to begin to wait anew. */}
      {holders !== undefined && <Awaited key={holders} holders={holders} />}
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
  if (isSilent) {
    return (
      <p>
        {holders === 1 ? 'Someone' : `${holders} people`} held it a moment ago; waiting for them to
        come back…
      </p>
    );
  }
  return (
    <p>
      {holders === 1 ? 'One holder has' : `${holders} holders have`} it; waiting for the first
      bytes.
    </p>
  );
}

function Absent() {
  return (
    <>
      <h1 class="status-title">Nobody holds this page now</h1>
      <p>It will open by itself if someone comes back. You can leave this open and wait.</p>
    </>
  );
}

interface ReceivingProps {
  readonly received: number;
  readonly total: number;
  readonly holders: number | undefined;
}

function Receiving({ received, total, holders }: ReceivingProps) {
  return (
    <>
      <h1 class="status-title" id="receiving">
        Receiving the page…
      </h1>
      <progress class="progress" aria-labelledby="receiving" value={received} max={total} />
      {/* Numbers that change many times a second are not read out. */}
      <p class="progress-bytes" aria-live="off">
        {formatBytes(received)} of {formatBytes(total)}
      </p>
      {holders === 0 && (
        <p>Nobody holds the rest of it now; it will go on by itself if someone comes back.</p>
      )}
    </>
  );
}

interface FailedProps {
  readonly problem: ReadingProblem;
  readonly onRetry?: (() => void) | undefined;
}

function Failed({ problem, onRetry }: FailedProps) {
  const { title, advice, canRetry } = problemText(problem);
  return (
    <>
      <h1 class="status-title">{title}</h1>
      <p>{advice}</p>
      {problem.message && <p class="status-detail">{problem.message}</p>}
      {canRetry && onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </>
  );
}

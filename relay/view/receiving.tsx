import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConnectionState } from '../client/events.ts';
import { formatBytes } from '../words/format-bytes.ts';
import { type Progress, RecentProgress, timeLeftText } from '../words/time-left.ts';
import { t } from '../words/language.ts';

export interface ReceivingProps extends Progress {
  readonly connection: ConnectionState;
  readonly holders: number | undefined;
}

/** A page on its way: the part that is here, the remaining time, and the reason for a wait. */
export function Receiving({ received, total, connection, holders }: ReceivingProps) {
  const isConnected = connection.state === 'open';
  return (
    <>
      <h1 class="status-title" id="receiving">
        {isConnected
          ? t('view_receivingTitle')
          : t('view_brokenOffTitle', { size: formatBytes(received) })}
      </h1>
      <progress class="progress" aria-labelledby="receiving" value={received} max={total} />
      {/* Numbers that change many times a second are not read out. */}
      <p class="progress-facts" aria-live="off">
        <span>{t('view_sizeOf', { size: formatBytes(received), total: formatBytes(total) })}</span>
        {isConnected && <TimeLeft received={received} total={total} />}
      </p>
      {!isConnected && <p>{t('view_brokenOff')}</p>}
      {isConnected && holders === 0 && <p>{t('view_restAbsent')}</p>}
      <Spoken received={received} total={total} />
    </>
  );
}

const TICK_MS = 1_000;

function TimeLeft(progress: Progress) {
  const [text, setText] = useState('');
  const recent = useRef(new RecentProgress());
  useTick(TICK_MS, () =>
    setText(timeLeftText(recent.current.secondsLeft(progress, performance.now()))),
  );
  return <span>{text}</span>;
}

const SPOKEN_EVERY_MS = 15_000;

/** A number now and then, for screen readers. */
export function Spoken({ received, total }: Progress) {
  const [text, setText] = useState('');
  useTick(SPOKEN_EVERY_MS, () =>
    setText(t('view_percent', { percent: Math.floor((100 * received) / total) })),
  );
  return (
    <p class="visually-hidden" aria-live="polite" aria-atomic="true">
      {text}
    </p>
  );
}

/** Calls the latest `tick` every so often. */
function useTick(everyMs: number, tick: () => void): void {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    const timer = setInterval(() => latest.current(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}

import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { formatBytes } from '../../words/format-bytes.ts';
import { t } from '../../words/language.ts';
import { Spoken } from '../receiving.tsx';
import { timeLeftText } from '../../words/time-left.ts';
import type { SharingProgress } from './bundle-sharing.ts';

export interface SharingBarProps {
  readonly progress: SharingProgress;
  readonly onCancel: () => void;
}

/** Files on their way to be shared: how much is done, the time left, and a button that ends it. */
export function SharingBar({ progress, onCancel }: SharingBarProps) {
  const { step, bytes, total, secondsLeft } = progress;
  const group = useRef<HTMLDivElement>(null);
  const title = useId();
  useLayoutEffect(() => group.current?.focus(), []); // what had the focus is gone
  useLeavingQuestion();
  return (
    <div class="sharing-bar" role="group" aria-labelledby={title} tabIndex={-1} ref={group}>
      <p class="sharing-title" id={title}>
        {step === 'sealing' ? t('files_preparing') : t('files_announcing')}
      </p>
      <progress class="sharing-progress" aria-labelledby={title} value={bytes} max={total} />
      {/* Numbers that change many times a second are not read out. */}
      <p class="sharing-facts" aria-live="off">
        <span>{t('view_sizeOf', { size: formatBytes(bytes), total: formatBytes(total) })}</span>
        <span>{t('files_percent', { percent: percentOf(progress) })}</span>
        <span>{secondsLeft === Infinity ? '' : timeLeftText(secondsLeft)}</span>
      </p>
      <Spoken received={bytes} total={total} />
      <p class="sharing-hint">{t('files_keepOpen')}</p>
      {step === 'sealing' && (
        <button type="button" class="button" onClick={onCancel}>
          {t('view_cancel')}
        </button>
      )}
    </div>
  );
}

/** All of nothing is done. */
function percentOf({ bytes, total }: SharingProgress): number {
  return total === 0 ? 100 : Math.floor((100 * bytes) / total);
}

/** The browser asks before the tab is closed: the share would be interrupted. */
function useLeavingQuestion(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
}

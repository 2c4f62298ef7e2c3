import { t } from '@mayfly/relay/words';
import { Dialog } from './dialog.tsx';

/** Of pages that somebody is about to let go of: how many there are, and whether others hold them. */
export interface Stopping {
  readonly count: number;
  /** Held by nobody else. */
  readonly onlyCopies: number;
  /** Nobody has counted. */
  readonly uncounted: number;
}

export interface StopDialogProps {
  readonly stopping: Stopping;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

/** Asks before a page may be gone for good. */
export function StopDialog({ stopping, onStop, onClose }: StopDialogProps) {
  const { count } = stopping;
  return (
    <Dialog
      title={t('stop_title', { count })}
      label={t('stop_stop')}
      isDangerous
      onConfirm={onStop}
      onClose={onClose}
    >
      <p>{consequence(stopping)}</p>
    </Dialog>
  );
}

/** Whether there is something to ask at all. */
export function isWorthAsking({ count, onlyCopies, uncounted }: Stopping): boolean {
  return count > 1 || onlyCopies > 0 || uncounted > 0;
}

export function consequence({ count, onlyCopies, uncounted }: Stopping): string {
  if (count === 1 && onlyCopies === 1) return t('stop_onlyCopy');
  if (count === 1 && uncounted === 1) return t('stop_uncounted');
  if (onlyCopies === count) return t('stop_onlyCopies');
  if (onlyCopies > 0) return t('stop_someOnlyCopies', { count: onlyCopies });
  if (uncounted === count) return t('stop_allUncounted');
  return uncounted > 0 ? t('stop_someUncounted', { count: uncounted }) : t('stop_others');
}

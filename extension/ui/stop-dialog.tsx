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
      title={count === 1 ? 'Stop seeding this page?' : `Stop seeding ${words(count)}?`}
      label="Stop seeding"
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
  if (count === 1 && onlyCopies === 1) {
    return 'You hold the only copy. If you stop, nobody can read this page any more, and it cannot be brought back.';
  }
  if (count === 1 && uncounted === 1) {
    return 'Nobody can say now who else holds this page. Yours may be the only copy.';
  }
  if (onlyCopies === count) {
    return 'You hold the only copies. If you stop, nobody can read them any more, and they cannot be brought back.';
  }
  if (onlyCopies > 0) {
    return `Of ${words(onlyCopies)} you hold the only copy. If you stop, nobody can read ${onlyCopies === 1 ? 'it' : 'them'} any more.`;
  }
  if (uncounted > 0) {
    return `Of ${uncounted === count ? 'these pages' : words(uncounted)} nobody can say now who else holds them. Yours may be the only copies.`;
  }
  return 'Others hold them too, and they stay with those.';
}

function words(count: number): string {
  return count === 1 ? 'one page' : `${count.toLocaleString('en')} pages`;
}

import { useEffect, useState } from 'preact/hooks';
import { t } from '../../words/language.ts';

/** A site may put this screen under a pointer that is about to click. Nobody reads the screen faster than this. */
const READ_MS = 500;

export interface OpenButtonProps {
  /** Called on a person's press. */
  readonly onOpen: () => void;
  readonly isAgain?: boolean;
}

/**
 * Uses up one opening of a link, so a person must press it: scripts cannot, and neither can a click that was meant for
 * another screen.
 */
export function OpenButton({ onOpen, isAgain = false }: OpenButtonProps) {
  const isRead = useVisibleFor(READ_MS);
  return (
    <button
      type="button"
      class={isAgain ? 'button status-action' : 'button button-primary status-action'}
      disabled={!isRead}
      onClick={(event) => event.isTrusted && isVisible() && onOpen()}
    >
      {isAgain ? t('once_openAgain') : t('once_open')}
    </button>
  );
}

/** True once the tab has been visible for so long without a break. */
function useVisibleFor(ms: number): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (isVisible()) timer = setTimeout(() => setOver(true), ms);
      else setOver(false);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [ms]);
  return isOver;
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

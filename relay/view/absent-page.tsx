import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Reading } from '../words/reading.ts';
import { CopyButton } from './copy-button.tsx';
import { locale, t } from '../words/language.ts';

export interface AbsentProps {
  /** Unix milliseconds; undefined where that is not known. */
  readonly heldAt: number | undefined;
  readonly children: ComponentChildren;
}

/** Says that nobody has the page now, and when somebody last had it. */
export function Absent({ heldAt, children }: AbsentProps) {
  return (
    <>
      <h1 class="status-title">{t('view_absentTitle')}</h1>
      <p>{t('view_absent')}</p>
      {heldAt !== undefined && <p>{t('view_lastHeld', { time: clockTime(heldAt) })}</p>}
      {children}
    </>
  );
}

export interface AbsentActionsProps {
  /** The link that the sender is asked for; undefined leaves the button out. */
  readonly link: string | undefined;
  readonly isAwaited: boolean;
  /** Undefined where nothing can tell the reader. */
  readonly onAwait: (() => void) | undefined;
}

/** The two things to do about a page that nobody has: wait for it, and ask its sender. */
export function AbsentActions({ link, isAwaited, onAwait }: AbsentActionsProps) {
  return (
    <>
      <div class="absent-acts">
        {onAwait && (
          <button type="button" class="button" aria-pressed={isAwaited} onClick={onAwait}>
            {t('view_tellMe')}
          </button>
        )}
        {link !== undefined && (
          <CopyButton text={t('view_askSentence', { link })} label={t('view_askForIt')} />
        )}
      </div>
      <p class="soft" role="status">
        {isAwaited && t('view_tellMeOn')}
      </p>
    </>
  );
}

/** Calls `onBack` once when the page that the reader awaits is on the screen. */
export function useAwaited(
  { state }: Reading,
  onBack: (() => void) | undefined,
): { readonly isAwaited: boolean; readonly toggle: () => void } {
  const [isAwaited, setAwaited] = useState(false);
  useEffect(() => {
    if (!isAwaited || state !== 'shown') return;
    setAwaited(false);
    onBack?.();
  }, [isAwaited, state]);
  return { isAwaited, toggle: () => setAwaited(!isAwaited) };
}

function clockTime(at: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(at);
}

import { formatBytes, t } from '@mayfly/relay/view';
import type { Overview } from '../../messages.ts';
import { PauseButtons } from '../../ui/pause-buttons.tsx';

export interface HandedOnProps {
  readonly overview: Pick<Overview, 'handing' | 'servedToday' | 'isAsked'>;
  /** The first-run page, which asks what is handed on. */
  readonly welcomeHref: string;
  readonly onPause: (isForAnHour: boolean) => void;
}

/** How much was handed on today, and the way to stop it for a while. */
export function HandedOn({ overview, welcomeHref, onPause }: HandedOnProps) {
  const { handing, servedToday, isAsked } = overview;
  return (
    <footer class="handed-on">
      {!isAsked && (
        <p class="handed-on-ask">
          {t('popup_askHandingOn')}{' '}
          <a href={welcomeHref} target="_blank">
            {t('popup_choose')}
          </a>
        </p>
      )}
      <span>{t('popup_handedOnToday', { size: formatBytes(servedToday) })}</span>
      {handing.pages !== 'none' && <PauseButtons onPause={onPause} />}
    </footer>
  );
}

import { formatBytes, t } from '@mayfly/relay/words';
import type { Overview } from '../../messages.ts';
import { PauseButtons } from '../pause-buttons.tsx';

export interface UploadLineProps {
  readonly overview: Pick<Overview, 'uploads' | 'servedToday' | 'isAsked'>;
  /** The first-run page, which asks what is handed on. */
  readonly welcomeHref: string;
  readonly onPause: (isForAnHour: boolean) => void;
}

/** How much was handed on today, and the way to stop it for a while. */
export function UploadLine({ overview, welcomeHref, onPause }: UploadLineProps) {
  const { uploads, servedToday, isAsked } = overview;
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
      {uploads.pages !== 'none' && <PauseButtons onPause={onPause} />}
    </footer>
  );
}

import { t } from '@mayfly/relay/words';

export interface PauseButtonsProps {
  readonly onPause: (isForAnHour: boolean) => void;
}

/** Pauses all uploads for a while. */
export function PauseButtons({ onPause }: PauseButtonsProps) {
  return (
    <span class="pause-buttons" role="group" aria-label={t('rest_pauseLabel')}>
      <button class="button" type="button" onClick={() => onPause(true)}>
        {t('rest_pauseHour')}
      </button>
      <button class="button" type="button" onClick={() => onPause(false)}>
        {t('rest_pause')}
      </button>
    </span>
  );
}

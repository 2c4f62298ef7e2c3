import { formatBytes, sentences, t } from '@mayfly/relay/words';
import type { UploadView } from '../../messages.ts';
import type { Settings } from '../../store/settings.ts';
import type { UploadAnswer } from '../upload-choice.ts';
import { PauseButtons } from '../pause-buttons.tsx';
import { RestNotice } from '../rest-notice.tsx';

type Limits = Pick<Settings, 'dailyBytes' | 'pausesOnMetered'>;

export interface UploadSettingsProps {
  readonly settings: Limits & Pick<Settings, 'uploads'>;
  /** Undefined until the background has answered. */
  readonly sight: UploadView | undefined;
  readonly onUploads: (answer: UploadAnswer) => void;
  readonly onChange: (change: Partial<Limits>) => void;
  readonly onPause: (isForAnHour: boolean) => void;
  readonly onResume: () => void;
}

const GIGABYTE = 1_000_000_000;
const DAILY = [0.1, 0.5, 1, 5, 20].map((gigabytes) => gigabytes * GIGABYTE);

/** The settings for uploads: which pages, how much of them, and when not. */
export function UploadSettings({ settings, sight, onChange, ...props }: UploadSettingsProps) {
  const rest = sight?.uploads.pages === 'none' ? sight.uploads : undefined;
  return (
    <section class="options-section" aria-labelledby="uploads-title">
      <h2 id="uploads-title" class="options-section-title">
        {t('options_handingOn')}
      </h2>
      <WhichPages uploads={settings.uploads} onChoose={props.onUploads} />
      {settings.uploads === 'unasked' && <p class="soft">{t('options_untilChosen')}</p>}
      <DailyLimit dailyBytes={settings.dailyBytes} onChange={onChange} />
      <p class="soft">
        {sentences(
          t('options_pastDaily'),
          sight && t('options_handedOnToday', { size: formatBytes(sight.servedToday) }),
        )}
      </p>
      <label class="options-check">
        <input
          type="checkbox"
          checked={settings.pausesOnMetered}
          disabled={sight?.knowsMetered !== true}
          onChange={(event) => onChange({ pausesOnMetered: event.currentTarget.checked })}
        />
        {t('options_metered')}
      </label>
      {sight?.knowsMetered === false && <p class="soft">{t('options_meteredUnknown')}</p>}
      <div class="options-rest" role="status">
        {rest && <RestNotice rest={rest} onResume={props.onResume} />}
      </div>
      {!rest && <PauseButtons onPause={props.onPause} />}
    </section>
  );
}

interface WhichPagesProps {
  readonly uploads: Settings['uploads'];
  readonly onChoose: UploadSettingsProps['onUploads'];
}

function WhichPages({ uploads, onChoose }: WhichPagesProps) {
  return (
    <fieldset class="options-fieldset">
      <legend class="options-label">{t('options_whichPages')}</legend>
      <label class="options-check">
        <input
          type="radio"
          name="hands-on"
          value="published"
          checked={uploads === 'published'}
          onChange={() => onChoose('published')}
        />
        {t('options_mine')}
      </label>
      <label class="options-check">
        <input
          type="radio"
          name="hands-on"
          value="all"
          checked={uploads === 'all'}
          onChange={() => onChoose('all')}
        />
        {t('options_viewed')}
      </label>
    </fieldset>
  );
}

type DailyLimitProps = Pick<UploadSettingsProps, 'onChange'> & Pick<Limits, 'dailyBytes'>;

function DailyLimit({ dailyBytes, onChange }: DailyLimitProps) {
  const chosen = dailyBytes === 'any' ? [] : [dailyBytes];
  const amounts = [...new Set([...DAILY, ...chosen])].toSorted((a, b) => a - b);
  return (
    <label class="options-choice">
      <span class="options-label">{t('options_daily')}</span>
      <select
        class="field"
        value={String(dailyBytes)}
        onChange={({ currentTarget: { value } }) =>
          onChange({ dailyBytes: value === 'any' ? 'any' : Number(value) })
        }
      >
        {amounts.map((bytes) => (
          <option key={bytes} value={String(bytes)}>
            {formatBytes(bytes)}
          </option>
        ))}
        <option value="any">{t('options_anyAmount')}</option>
      </select>
    </label>
  );
}

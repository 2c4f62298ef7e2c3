import { formatBytes } from '@mayfly/relay/view';
import type { HandingSight } from '../../messages.ts';
import type { Settings } from '../../store/settings.ts';
import { PauseButtons } from '../../ui/pause-buttons.tsx';
import { RestNotice } from '../../ui/rest-notice.tsx';

export type HandingSettings = Pick<Settings, 'handsOn' | 'dailyBytes' | 'pausesOnMetered'>;

export interface HandingOnProps {
  readonly settings: HandingSettings;
  /** Undefined until the background has answered. */
  readonly sight: HandingSight | undefined;
  readonly onChange: (change: Partial<HandingSettings>) => void;
  readonly onPause: (isForAnHour: boolean) => void;
  readonly onResume: () => void;
}

const MIB = 1024 * 1024;
const DAILY = [100 * MIB, 500 * MIB, 1024 * MIB, 5 * 1024 * MIB, 20 * 1024 * MIB] as const;

/** Which pages are handed on to others, how much of them, and when not. */
export function HandingOn({ settings, sight, onChange, onPause, onResume }: HandingOnProps) {
  const rest = sight?.handing.pages === 'none' ? sight.handing : undefined;
  return (
    <section class="options-section" aria-labelledby="handing-title">
      <h2 id="handing-title" class="options-section-title">
        Handing on
      </h2>
      <WhichPages handsOn={settings.handsOn} onChange={onChange} />
      <DailyLimit dailyBytes={settings.dailyBytes} onChange={onChange} />
      <p class="soft">
        Past that, nothing is handed on until tomorrow, not even what you shared.
        {sight && ` Handed on today: ${formatBytes(sight.servedToday)}.`}
      </p>
      <label class="options-check">
        <input
          type="checkbox"
          checked={settings.pausesOnMetered}
          disabled={sight?.knowsMetered !== true}
          onChange={(event) => onChange({ pausesOnMetered: event.currentTarget.checked })}
        />
        Hand nothing on over a metered connection
      </label>
      <p class="soft">
        {sight?.knowsMetered === false
          ? 'This browser does not say which connections are metered, so this does nothing here.'
          : 'That is where your browser says that it saves data, or that it uses a mobile network.'}
      </p>
      <div class="options-rest" role="status">
        {rest && <RestNotice rest={rest} onResume={onResume} />}
      </div>
      {!rest && <PauseButtons onPause={onPause} />}
    </section>
  );
}

interface ChoiceProps {
  readonly onChange: HandingOnProps['onChange'];
}

function WhichPages({ handsOn, onChange }: ChoiceProps & Pick<HandingSettings, 'handsOn'>) {
  return (
    <fieldset class="options-fieldset">
      <legend class="options-label">Hand on</legend>
      <label class="options-check">
        <input
          type="radio"
          name="hands-on"
          checked={handsOn !== 'viewed'}
          onChange={() => onChange({ handsOn: 'mine' })}
        />
        only what I share
      </label>
      <label class="options-check">
        <input
          type="radio"
          name="hands-on"
          checked={handsOn === 'viewed'}
          onChange={() => onChange({ handsOn: 'viewed' })}
        />
        what I open, too
      </label>
    </fieldset>
  );
}

function DailyLimit({ dailyBytes, onChange }: ChoiceProps & Pick<HandingSettings, 'dailyBytes'>) {
  const chosen = dailyBytes === 'any' ? [] : [dailyBytes];
  const amounts = [...new Set([...DAILY, ...chosen])].toSorted((a, b) => a - b);
  return (
    <label class="options-choice">
      <span class="options-label">At most in a day</span>
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
        <option value="any">any amount</option>
      </select>
    </label>
  );
}

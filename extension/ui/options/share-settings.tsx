import { t } from '@mayfly/relay/words';
import type { Settings } from '../../store/settings.ts';

type ShareChoices = Pick<Settings, 'isSealed' | 'keepsFormatting'>;

export interface ShareSettingsProps {
  readonly settings: ShareChoices;
  readonly onChange: (change: Partial<ShareChoices>) => void;
}

/** The choices that menu and keyboard share by. The popup changes them too. */
export function ShareSettings({ settings, onChange }: ShareSettingsProps) {
  return (
    <section class="options-section" aria-labelledby="sharing-title">
      <h2 id="sharing-title" class="options-section-title">
        {t('options_sharing')}
      </h2>
      <label class="options-check">
        <input
          type="checkbox"
          checked={settings.isSealed}
          onChange={({ currentTarget }) => onChange({ isSealed: currentTarget.checked })}
        />
        {t('options_encrypt')}
      </label>
      {!settings.isSealed && <p class="soft">{t('view_encryptOff')}</p>}
      <label class="options-check">
        <input
          type="checkbox"
          checked={settings.keepsFormatting}
          onChange={({ currentTarget }) => onChange({ keepsFormatting: currentTarget.checked })}
        />
        {t('options_formatting')}
      </label>
    </section>
  );
}

import { t } from '@mayfly/relay/words';
import type { Shortcut } from '../shortcuts.ts';

export interface KeyboardProps {
  readonly shortcuts: readonly Shortcut[];
  readonly onChange: () => void;
}

/** The keys as they are set now, and the way to where they are changed. */
export function Keyboard({ shortcuts, onChange }: KeyboardProps) {
  return (
    <section class="options-section" aria-labelledby="keyboard-title">
      <h2 id="keyboard-title" class="options-section-title">
        {t('options_keyboard')}
      </h2>
      <dl class="keyboard-keys">
        {shortcuts.map(({ name, title, keys }) => (
          <div key={name} class="keyboard-command">
            <dt>{title}</dt>
            <dd>{keys === '' ? t('options_noKey') : <kbd>{keys}</kbd>}</dd>
          </div>
        ))}
        <div class="keyboard-command">
          <dt>{t('options_addressBar')}</dt>
          <dd>
            <kbd>mayfly</kbd> <kbd>{t('options_space')}</kbd>
          </dd>
        </div>
        <div class="keyboard-command">
          <dt>{t('options_addressBarPage')}</dt>
          <dd>
            <kbd>mayfly</kbd> <kbd>{t('options_space')}</kbd> <kbd>{t('omnibox_thisPage')}</kbd>
          </dd>
        </div>
      </dl>
      <button class="button" type="button" onClick={onChange}>
        {t('options_changeKeys')}
      </button>
    </section>
  );
}

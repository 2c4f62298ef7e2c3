import { useId } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface EncryptSwitchProps {
  /** True if new pages are sealed. */
  readonly isSealed: boolean;
  readonly onSealed: (isSealed: boolean) => void;
}

/** Switches the encryption of new pages, and says who can read them. */
export function EncryptSwitch({ isSealed, onSealed }: EncryptSwitchProps) {
  const explanation = useId();
  return (
    <div class="encrypt">
      <label class="encrypt-label">
        <input
          type="checkbox"
          role="switch"
          class="encrypt-input"
          checked={isSealed}
          aria-describedby={explanation}
          onChange={(event) => onSealed(event.currentTarget.checked)}
        />
        {t('view_encrypt')}
      </label>
      <p class="encrypt-explanation" id={explanation} aria-live="polite">
        {isSealed ? t('view_encryptOn') : t('view_encryptOff')}
      </p>
    </div>
  );
}

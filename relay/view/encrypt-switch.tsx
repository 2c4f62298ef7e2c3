import { useId } from 'preact/hooks';

export interface EncryptSwitchProps {
  /** Whether new pages are sealed. */
  readonly isSealed: boolean;
  readonly onSealed: (isSealed: boolean) => void;
}

/** Whether new pages are encrypted, and what that means for who can read them. */
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
        Encrypt
      </label>
      <p class="encrypt-explanation" id={explanation} aria-live="polite">
        {isSealed
          ? 'Only people who get the link can read it. The relay, and whoever else holds the page, cannot.'
          : 'Readable by the relay, and by everyone who knows the address. The same content always has the same address.'}
      </p>
    </div>
  );
}

import { KeyField, type KeyFieldProps } from './key-field.tsx';
import type { Lock } from '../words/reading.ts';
import { t } from '../words/language.ts';

export interface UnlockProps extends KeyFieldProps {
  readonly lock: Lock;
  /** Shows the page without opening it. */
  readonly onShowAsIs: () => void;
}

/** Help for a locked page. Certainly encrypted bytes are useless by themselves, so it does not offer them. */
export function Unlock({ lock, onKey, onShowAsIs }: UnlockProps) {
  switch (lock) {
    case 'bad-key':
    case 'wrong-key':
      return <KeyField onKey={onKey} />;
    case 'no-key':
      return (
        <>
          <KeyField onKey={onKey} />
          <ShowAsIs onClick={onShowAsIs} />
        </>
      );
    case 'not-sealed':
      return <ShowAsIs isPrimary onClick={onShowAsIs} />;
  }
}

interface ShowAsIsProps {
  readonly isPrimary?: boolean;
  readonly onClick: () => void;
}

function ShowAsIs({ isPrimary = false, onClick }: ShowAsIsProps) {
  return (
    <button
      type="button"
      class={isPrimary ? 'button button-primary status-action' : 'button'}
      onClick={onClick}
    >
      {t('view_showAsIs')}
    </button>
  );
}

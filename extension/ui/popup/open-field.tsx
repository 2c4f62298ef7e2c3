import { t } from '@mayfly/relay/words';
import { useState } from 'preact/hooks';
import { Fold } from '../fold.tsx';

export interface OpenFieldProps {
  /** Why the text cannot be opened. */
  readonly problem: string | undefined;
  readonly onOpen: (text: string) => void;
}

/** A field to paste a link into, behind its title. */
export function OpenField({ problem, onOpen }: OpenFieldProps) {
  const [text, setText] = useState('');
  return (
    <Fold title={t('popup_openLink')}>
      <form
        class="open-field"
        onSubmit={(event) => {
          event.preventDefault();
          onOpen(text);
        }}
      >
        <label class="visually-hidden" for="open-link">
          {t('popup_link')}
        </label>
        <div class="row open-row">
          <input
            id="open-link"
            class="field"
            dir={text === '' ? undefined : 'auto'}
            type="text"
            inputMode="url"
            autocomplete="off"
            spellcheck={false}
            placeholder={t('popup_pasteHere')}
            value={text}
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : 'open-problem'}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button class="button" type="submit" disabled={text.trim() === ''}>
            {t('popup_open')}
          </button>
        </div>
        {problem !== undefined && (
          <p id="open-problem" class="open-problem" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Fold>
  );
}

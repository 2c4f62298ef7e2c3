import { useId, useState } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface KeyFieldProps {
  /** Tries what was pasted; resolves with why it opens nothing, or once it opens the page. */
  readonly onKey: (pasted: string) => Promise<string | undefined>;
}

/** Where the key of a page that is locked can be pasted. */
export function KeyField({ onKey }: KeyFieldProps) {
  const ids = { field: useId(), problem: useId() };
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const tryKey = async () => {
    setProblem(undefined); // what is said twice in a row is read out twice
    setProblem(await onKey(text));
  };
  return (
    <form
      class="key-field"
      onSubmit={(event) => {
        event.preventDefault();
        void tryKey();
      }}
    >
      <label for={ids.field}>{t('view_pasteKey')}</label>
      <div class="key-row">
        <input
          id={ids.field}
          class="field"
          dir="ltr"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={text}
          aria-invalid={problem !== undefined}
          aria-describedby={ids.problem}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button button-primary">
          {t('view_openWithKey')}
        </button>
      </div>
      <p class="key-problem" id={ids.problem} role="alert">
        {problem}
      </p>
      <p class="soft">{t('view_keyStays')}</p>
    </form>
  );
}

import { useId, useState } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface KeyFieldProps {
  /** Tries the pasted text. Resolves when it opens the page, or with the reason why it does not. */
  readonly onKey: (pasted: string) => Promise<string | undefined>;
  /** The words around the field; left out, those for a key. */
  readonly words?: KeyFieldWords;
}

export interface KeyFieldWords {
  readonly label: string;
  readonly button: string;
  readonly note: string;
}

/** The field in which a user can paste the key of a locked page. */
export function KeyField({ onKey, words = wordsOfKey() }: KeyFieldProps) {
  const ids = { field: useId(), problem: useId() };
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const tryKey = async () => {
    setProblem(undefined); // a screen reader repeats a repeated text only if it was away in between
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
      <label for={ids.field}>{words.label}</label>
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
          {words.button}
        </button>
      </div>
      <p class="key-problem" id={ids.problem} role="alert">
        {problem}
      </p>
      <p class="soft">{words.note}</p>
    </form>
  );
}

function wordsOfKey(): KeyFieldWords {
  return {
    label: t('view_pasteKey'),
    button: t('view_openWithKey'),
    note: t('view_keyStays'),
  };
}

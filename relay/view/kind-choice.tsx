import { useId } from 'preact/hooks';
import type { ComposeProps } from './compose.tsx';
import { t } from '../words/language.ts';

const KINDS = ['text/plain', 'text/markdown', 'text/html'] as const;

/** The choice between plain text, Markdown and HTML. */
export function KindChoice({ draft, onDraft }: Pick<ComposeProps, 'draft' | 'onDraft'>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{t('view_kind')}</legend>
      {KINDS.map((mediaType) => (
        <label key={mediaType} class="choice-option">
          <input
            type="radio"
            class="choice-input"
            name={name}
            checked={draft.mediaType === mediaType}
            onChange={() => onDraft({ ...draft, mediaType })}
          />
          <span class="choice-label">{nameOf(mediaType)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function nameOf(mediaType: (typeof KINDS)[number]): string {
  switch (mediaType) {
    case 'text/plain':
      return t('view_plainText');
    case 'text/markdown':
      return 'Markdown';
    case 'text/html':
      return 'HTML';
  }
}

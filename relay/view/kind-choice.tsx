import { useId } from 'preact/hooks';
import type { ComposeProps } from './compose.tsx';

const KINDS = [
  { mediaType: 'text/plain', label: 'Plain text' },
  { mediaType: 'text/markdown', label: 'Markdown' },
  { mediaType: 'text/html', label: 'HTML' },
] as const;

/** Which kind of page the text is. */
export function KindChoice({ draft, onDraft }: Pick<ComposeProps, 'draft' | 'onDraft'>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">Kind of page</legend>
      {KINDS.map(({ mediaType, label }) => (
        <label key={mediaType} class="choice-option">
          <input
            type="radio"
            class="choice-input"
            name={name}
            checked={draft.mediaType === mediaType}
            onChange={() => onDraft({ ...draft, mediaType })}
          />
          <span class="choice-label">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

import { useId, useMemo, useState } from 'preact/hooks';
import { largestContent } from '../client/seal.ts';
import { EncryptSwitch, type EncryptSwitchProps } from './encrypt-switch.tsx';
import { formatBytes } from './format-bytes.ts';

/** What is being written, kept by whoever shows `Compose`, so it outlives the component. */
export interface Draft {
  readonly text: string;
  readonly mediaType: 'text/plain' | 'text/markdown' | 'text/html';
}

/** A draft that nothing was written into yet. */
export const EMPTY_DRAFT: Draft = { text: '', mediaType: 'text/plain' };

export interface ComposeProps extends EncryptSwitchProps {
  readonly draft: Draft;
  /** Called on every change. */
  readonly onDraft: (draft: Draft) => void;
  /** Called by the button and by Ctrl/Cmd+Enter, only with a draft that is neither empty nor too large. */
  readonly onCreate: (draft: Draft) => void;
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  /** While a page is being created, so that it is not created twice. */
  readonly isBusy?: boolean;
  /** Why the last attempt failed, or why none can succeed. */
  readonly problem?: string | undefined;
  /** The button's name; 'Create page' if left out. */
  readonly label?: string;
  /** Its name while `isBusy`; 'Creating…' if left out. */
  readonly busyLabel?: string;
}

/** A field for writing a page, its kind, whether it is encrypted, and the button that creates it. */
export function Compose(props: ComposeProps) {
  const { draft, onDraft, onCreate, pageBytes, isSealed, onSealed, isBusy = false } = props;
  const ids = { field: useId(), problem: useId() };
  const [wasEmpty, setWasEmpty] = useState(false);
  const size = useMemo(() => new TextEncoder().encode(draft.text).length, [draft.text]);
  const room = isSealed ? largestContent(pageBytes) : pageBytes;
  const isTooLarge = size > room;
  const problem = problemText(size, room, wasEmpty) ?? props.problem;
  const create = () => {
    setWasEmpty(size === 0);
    if (size > 0 && !isTooLarge && !isBusy) onCreate(draft);
  };
  return (
    <section
      class="compose"
      aria-label="Write a page"
      onKeyDown={(event) => onSubmitKey(event, create)}
    >
      <label class="visually-hidden" for={ids.field}>
        Your page
      </label>
      <textarea
        id={ids.field}
        class="compose-field"
        placeholder="Write or paste something…"
        spellcheck
        value={draft.text}
        aria-invalid={problem !== undefined}
        aria-describedby={ids.problem}
        onInput={(event) => {
          setWasEmpty(false);
          onDraft({ ...draft, text: event.currentTarget.value });
        }}
      />
      <div class="compose-foot">
        <KindChoice draft={draft} onDraft={onDraft} />
        <span class="compose-size" data-over={isTooLarge}>
          {formatBytes(size)} of {formatBytes(room)}
        </span>
        <button
          type="button"
          class="button button-primary"
          title="Ctrl+Enter or ⌘+Enter"
          aria-keyshortcuts="Control+Enter Meta+Enter"
          aria-disabled={isBusy}
          onClick={create}
        >
          {isBusy ? (props.busyLabel ?? 'Creating…') : (props.label ?? 'Create page')}
        </button>
      </div>
      <EncryptSwitch isSealed={isSealed} onSealed={onSealed} />
      <p class="compose-problem" id={ids.problem} role="alert">
        {problem}
      </p>
    </section>
  );
}

function problemText(size: number, room: number, wasEmpty: boolean): string | undefined {
  if (size > room) {
    return `This is ${formatBytes(size)}, and a page can be at most ${formatBytes(room)}. Shorten it, or share it in parts.`;
  }
  return wasEmpty && size === 0
    ? 'There is nothing to share yet. Write something first.'
    : undefined;
}

function onSubmitKey(event: KeyboardEvent, create: () => void): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  create();
}

const KINDS = [
  { mediaType: 'text/plain', label: 'Plain text' },
  { mediaType: 'text/markdown', label: 'Markdown' },
  { mediaType: 'text/html', label: 'HTML' },
] as const;

function KindChoice({ draft, onDraft }: Pick<ComposeProps, 'draft' | 'onDraft'>) {
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

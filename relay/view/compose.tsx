/** What is being written, kept by whoever shows `Compose`, so it outlives the component. */
export interface Draft {
  readonly text: string;
  readonly mediaType: 'text/plain' | 'text/markdown' | 'text/html';
}

export interface ComposeProps {
  readonly draft: Draft;
  /** Called on every change. */
  readonly onDraft: (draft: Draft) => void;
  /** Called by the button and by Ctrl/Cmd+Enter, only with a draft that is neither empty nor too large. */
  readonly onCreate: (draft: Draft) => void;
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  /** While a page is being created, so that it is not created twice. */
  readonly isBusy?: boolean;
  /** Why the last attempt failed. */
  readonly problem?: string | undefined;
  /** The button's name; 'Create page' if left out. */
  readonly label?: string;
}

/** A field for writing a page, its kind, and the button that creates it. */
export function Compose({ draft, onDraft, onCreate, label = 'Create page' }: ComposeProps) {
  return (
    <section class="compose">
      <textarea
        value={draft.text}
        onInput={(event) => onDraft({ ...draft, text: event.currentTarget.value })}
      />
      <button type="button" class="button button-primary" onClick={() => onCreate(draft)}>
        {label}
      </button>
    </section>
  );
}

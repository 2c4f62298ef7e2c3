import { CopyButton, formatBytes } from '@mayfly/relay/view';
import { useId } from 'preact/hooks';
import type { LibraryPage } from '../../messages.ts';
import type { LifetimeChoice } from '../../store/lifetime.ts';
import { LifetimeSelect } from '../../ui/lifetime-select.tsx';

export interface SelectionBarProps {
  readonly selection: readonly LibraryPage[];
  readonly onHold: (lifetime: LifetimeChoice) => void;
  readonly onExport: () => void;
  readonly onStop: () => void;
  readonly onClear: () => void;
}

/** What can be done with the selected pages; there as long as there are some. */
export function SelectionBar({ selection, ...props }: SelectionBarProps) {
  const holdId = useId();
  const bytes = selection.reduce((sum, { length }) => sum + length, 0);
  return (
    <section class="selection-bar" aria-label="Selected pages">
      <p class="selection-count" role="status">
        <strong>{selection.length.toLocaleString('en')} selected</strong>
        <span class="soft"> · {formatBytes(bytes)}</span>
      </p>
      <button class="button selection-clear" type="button" onClick={props.onClear}>
        Clear
      </button>
      <div class="selection-acts">
        <span class="selection-hold">
          <label for={holdId}>Hold</label>
          <LifetimeSelect
            id={holdId}
            chosen={undefined}
            placeholder="how long…"
            onChoose={(lifetime) => props.onHold(lifetime)}
          />
        </span>
        <CopyButton
          text={() => selection.map(({ link }) => link).join('\n')}
          label={selection.length === 1 ? 'Copy link' : 'Copy links'}
        />
        <button class="button" type="button" onClick={props.onExport}>
          Export…
        </button>
        <button class="button" type="button" onClick={props.onStop}>
          Stop seeding
        </button>
      </div>
    </section>
  );
}

import { ONCE_LINKS } from '@mayfly/relay/view';
import type { OnceLinkView } from '@mayfly/relay/words';
import type { SharedActsProps } from './shared-acts.tsx';
import { UndoButton } from './undo-button.tsx';

export interface OnceActsProps extends Pick<SharedActsProps, 'shared' | 'isCopied' | 'onUndo'> {
  readonly links: readonly OnceLinkView[];
}

/** The once links of a page that was just shared, and who opened them since. */
export function OnceActs({ shared, isCopied, links, onUndo }: OnceActsProps) {
  return (
    <>
      <ONCE_LINKS.Component links={links} now={Date.now()} isPrimary={!isCopied} />
      {shared.isNew && (
        <div class="row">
          <UndoButton onUndo={onUndo} />
        </div>
      )}
    </>
  );
}

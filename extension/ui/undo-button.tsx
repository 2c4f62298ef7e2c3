import { t } from '@mayfly/relay/words';
import { useForAWhile } from './for-a-while.ts';

const UNDO_MS = 5_000;

/** Takes a share back. It is there for a while. */
export function UndoButton({ onUndo }: { readonly onUndo: () => void }) {
  const undoing = useForAWhile(UNDO_MS);
  if (!undoing.isOn) return null;
  return (
    <button class="button" type="button" {...undoing.hold} onClick={onUndo}>
      {t('view_undo')}
    </button>
  );
}

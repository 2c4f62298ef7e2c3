import { Dialog } from '../view/dialog.tsx';
import { t } from '../words/index.ts';

export interface DeleteQuestionProps {
  /** The number of copies, this one among them; undefined while nobody has counted. */
  readonly holders: number | undefined;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks before what may be the last copy of a page goes. */
export function DeleteQuestion({ holders, onDelete, onClose }: DeleteQuestionProps) {
  return (
    <Dialog
      title={t('view_deleteTitle', { count: 1 })}
      label={t('view_deleteCopy')}
      isDangerous
      onConfirm={onDelete}
      onClose={onClose}
    >
      <p>{holders === undefined ? t('view_deleteUncounted') : t('view_deleteOnlyCopy')}</p>
    </Dialog>
  );
}

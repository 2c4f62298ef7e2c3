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
      <p>{consequence(holders)}</p>
    </Dialog>
  );
}

/** The count may change while the question is open. */
function consequence(holders: number | undefined): string {
  if (holders === undefined) return t('view_deleteUncounted');
  return holders > 1 ? t('view_deleteOthers') : t('view_deleteOnlyCopy');
}

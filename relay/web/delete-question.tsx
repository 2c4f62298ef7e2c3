import { Dialog } from '../view/dialog.tsx';
import { t } from '../words/index.ts';

export interface DeleteQuestionProps {
  /** The words for something else than one page. */
  readonly title?: string;
  readonly onlyCopy?: string;
  /** The number of copies, this one among them; undefined while nobody has counted. */
  readonly holders: number | undefined;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks before what may be the last copy of a page goes. */
export function DeleteQuestion(props: DeleteQuestionProps) {
  const { title = t('view_deleteTitle', { count: 1 }), onDelete, onClose } = props;
  return (
    <Dialog
      title={title}
      label={t('view_deleteCopy')}
      isDangerous
      onConfirm={onDelete}
      onClose={onClose}
    >
      <p>{consequence(props)}</p>
    </Dialog>
  );
}

/** The count may change while the question is open. */
function consequence({ holders, onlyCopy }: DeleteQuestionProps): string {
  if (holders === undefined) return t('view_deleteUncounted');
  return holders > 1 ? t('view_deleteOthers') : (onlyCopy ?? t('view_deleteOnlyCopy'));
}

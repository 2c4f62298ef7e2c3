import { Dialog } from '@mayfly/relay/view';
import { canBeOpened, type OnceLinkView, t } from '@mayfly/relay/words';

/** The pages that somebody is about to delete: their number, and the number of those that nobody else has. */
export interface Deletion {
  readonly count: number;
  /** The pages that nobody else has. */
  readonly onlyCopies: number;
  /** The pages whose copies nobody has counted. */
  readonly uncounted: number;
  /** The pages that the user's keepers keep: these copies go, too. */
  readonly atKeepers?: number;
  /** Once links lead to some of them that have not been opened as often as they may be. */
  readonly hasOnceLinks?: boolean;
}

export interface DeleteDialogProps {
  readonly deletion: Deletion;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks before a page may be gone for good. */
export function DeleteDialog({ deletion, onDelete, onClose }: DeleteDialogProps) {
  const { count, atKeepers = 0 } = deletion;
  return (
    <Dialog
      title={t('view_deleteTitle', { count })}
      label={count === 1 ? t('view_deleteCopy') : t('stop_stop')}
      isDangerous
      onConfirm={onDelete}
      onClose={onClose}
    >
      <p>{consequence(deletion)}</p>
      {atKeepers > 0 && <p>{t('stop_keepers', { count: atKeepers })}</p>}
      {deletion.hasOnceLinks && <p>{t('stop_onceLinks')}</p>}
    </Dialog>
  );
}

/** Whether the last copy of a page may go, or many pages go at once. */
export function isWorthAsking({ count, onlyCopies, uncounted, ...more }: Deletion): boolean {
  return count > 1 || onlyCopies > 0 || uncounted > 0 || more.hasOnceLinks === true;
}

/** Says whether somebody may still open one of these links. */
export function isOpenToSome(links: readonly OnceLinkView[] = []): boolean {
  return links.some(canBeOpened);
}

export function consequence({ count, onlyCopies, uncounted, atKeepers }: Deletion): string {
  if (count === 1 && onlyCopies === 1 && atKeepers) return t('stop_onlyOwn');
  if (count === 1 && onlyCopies === 1) return t('view_deleteOnlyCopy');
  if (count === 1 && uncounted === 1) return t('view_deleteUncounted');
  if (onlyCopies === count) return t('stop_onlyCopies');
  if (onlyCopies > 0) return t('stop_someOnlyCopies', { count: onlyCopies });
  if (uncounted === count) return t('stop_allUncounted');
  return uncounted > 0 ? t('stop_someUncounted', { count: uncounted }) : t('view_deleteOthers');
}

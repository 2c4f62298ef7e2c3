import { t } from '../words/language.ts';

export interface HolderCountProps {
  /** How many hold the page now; undefined while that is not known. */
  readonly count: number | undefined;
}

/** `held by 3`, live. Nothing while the count is not known. */
export function HolderCount({ count }: HolderCountProps) {
  if (count === undefined) return null;
  return (
    <span class="holder-count" data-nobody={count === 0}>
      {count === 0 ? t('view_heldByNobody') : t('view_heldBy', { count })}
    </span>
  );
}

import { useId, useState } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface HolderCountProps {
  /** The number of copies now; undefined while that is not known. */
  readonly count: number | undefined;
  /** `true` if one of them is in this browser. */
  readonly isHeldHere?: boolean;
}

/** `held by 3`, live; `only you have it` for the one copy that is here. Nothing while the count is not known. */
export function HolderCount({ count, isHeldHere = false }: HolderCountProps) {
  if (count === undefined) return null;
  return (
    <span class="holder-count" data-nobody={count === 0} title={explanationOf(count, isHeldHere)}>
      {wordsOf(count, isHeldHere)}
    </span>
  );
}

/** The same, with its explanation on hover, focus and touch. */
export function ExplainedCount({ count, isHeldHere = false }: HolderCountProps) {
  const [isOpen, setOpen] = useState(false);
  const note = useId();
  if (count === undefined) return null;
  return (
    <span
      class="explained-count"
      data-open={isOpen}
      onMouseEnter={() => setOpen(true)}
      onMouseLeave={() => setOpen(false)}
      onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
    >
      <button
        type="button"
        class="holder-count"
        data-nobody={count === 0}
        aria-describedby={note}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)} // Safari gives a pressed button no focus
      >
        {wordsOf(count, isHeldHere)}
      </button>
      <span class="count-note" id={note} role="tooltip">
        {explanationOf(count, isHeldHere)}
      </span>
    </span>
  );
}

function wordsOf(count: number, isHeldHere: boolean): string {
  if (count === 0) return t('view_heldByNobody');
  return count === 1 && isHeldHere ? t('view_onlyYou') : t('view_heldBy', { count });
}

function explanationOf(count: number, isHeldHere: boolean): string {
  if (count === 0) return t('view_heldByNobodyWhat');
  return count === 1 && isHeldHere ? t('view_onlyYouWhat') : t('view_heldByWhat', { count });
}

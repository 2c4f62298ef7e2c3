export interface HolderCountProps {
  /** How many hold the page now; undefined while that is not known. */
  readonly count: number | undefined;
}

/** `held by 3`, live. Nothing while the count is not known. */
export function HolderCount({ count }: HolderCountProps) {
  if (count === undefined) return null;
  return (
    <span class="holder-count" data-nobody={count === 0}>
      {holdersText(count)}
    </span>
  );
}

/** `held by 3` in words. */
export function holdersText(count: number): string {
  return count === 0 ? 'held by nobody' : `held by ${count.toLocaleString('en')}`;
}

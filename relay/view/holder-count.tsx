export interface HolderCountProps {
  /** How many hold the page now; undefined while that is not known. */
  readonly count: number | undefined;
}

/** `held by 3`, live. */
export function HolderCount({ count }: HolderCountProps) {
  return (
    <span class="holder-count" data-alone={count === 1} data-nobody={count === 0}>
      {holdersText(count)}
    </span>
  );
}

function holdersText(count: number | undefined): string {
  if (count === undefined) return 'counting holders…';
  return count === 0 ? 'held by nobody' : `held by ${count.toLocaleString('en')}`;
}

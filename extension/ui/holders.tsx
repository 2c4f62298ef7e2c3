import { HolderCount } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { AtHome } from '../store/at-home.ts';
import { isOnlyCopy } from './only-copy.ts';

export interface HoldersProps {
  /** The number of copies at the page's relays; undefined while that is not known. */
  readonly count: number | undefined;
  readonly home: AtHome | undefined;
}

/** The number of copies of a page that is here. A keeper that its relay does not see now has one all the same. */
export function Holders({ count, home }: HoldersProps) {
  if (home === 'kept' && isOnlyCopy(count)) return <span>{t('page_atHome')}</span>;
  return <HolderCount count={count} isHeldHere />;
}

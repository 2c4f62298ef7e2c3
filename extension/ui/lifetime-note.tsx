import { t } from '@mayfly/relay/words';
import type { LifetimeChoice } from '../store/lifetime.ts';
import { heldWords } from './lifetime-names.ts';

export interface HeldForProps {
  readonly lifetime: LifetimeChoice;
  readonly optionsHref: string;
}

/** Says, where something is shared, how long it is going to be held. */
export function HeldFor({ lifetime, optionsHref }: HeldForProps) {
  return (
    <p class="held-for">
      {heldWords(lifetime)}{' '}
      <a href={optionsHref} target="_blank" aria-label={t('hold_changeLabel')}>
        {t('hold_change')}
      </a>
    </p>
  );
}

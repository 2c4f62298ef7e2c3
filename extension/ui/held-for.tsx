import type { LifetimeChoice } from '../store/lifetime.ts';
import { CHOICE_WORDS } from './lifetime-words.ts';

export interface HeldForProps {
  readonly lifetime: LifetimeChoice;
  readonly optionsHref: string;
}

/** Says, where something is shared, how long it is going to be held. */
export function HeldFor({ lifetime, optionsHref }: HeldForProps) {
  return (
    <p class="held-for">
      {`Held ${CHOICE_WORDS[lifetime]}. `}
      <a href={optionsHref} target="_blank" aria-label="Change how long new pages are held">
        Change
      </a>
    </p>
  );
}

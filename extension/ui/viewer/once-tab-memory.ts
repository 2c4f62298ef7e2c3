/**
 * The facts that a tab at a once link knows after a reload. They are in the tab's own history, and go with the tab:
 * neither another tab nor a site that opens the same link has them.
 */
export interface OnceTabFacts {
  /** A person pressed *Open* in this tab. */
  readonly isPressed?: boolean;
  /** The time at which the page was on the screen of this tab, in Unix milliseconds. */
  readonly shownAt?: number;
}

export interface OnceTabMemory {
  read(): OnceTabFacts;
  /** Replaces all facts. */
  write(facts: OnceTabFacts): void;
}

const NAME = 'once';

export function memoryIn(history: History): OnceTabMemory {
  return {
    read: () => factsIn(history.state),
    write: (facts) => history.replaceState({ [NAME]: facts }, ''),
  };
}

function factsIn(state: unknown): OnceTabFacts {
  const isOurs = typeof state === 'object' && state !== null && NAME in state;
  return isOurs ? (state[NAME] as OnceTabFacts) : {}; // nobody else writes into this tab's history
}

import type { Limits } from '@mayfly/relay/protocol';
import type { RelayProblem } from '../../messages.ts';

/** How far the trial of a relay has come that somebody wants to add. */
export type Trial =
  | { readonly state: 'none' }
  /** What was entered is not an origin. */
  | { readonly state: 'invalid' }
  /** It is one of the user's already. */
  | { readonly state: 'present'; readonly relay: string }
  | { readonly state: 'asking'; readonly relay: string }
  | {
      readonly state: 'answered';
      readonly relay: string;
      readonly limits: Limits;
      /** Whether links to it may be opened in the viewer. */
      readonly isPermitted: boolean;
    }
  | { readonly state: 'failed'; readonly relay: string; readonly problem: RelayProblem }
  /** Added all the same. */
  | { readonly state: 'unanswered'; readonly relay: string };

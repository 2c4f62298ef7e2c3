import type { Limits } from '@mayfly/relay/protocol';

/** How far the trial of a relay has come. */
export type Trial =
  | { readonly state: 'none' }
  /** What was entered is not an origin. */
  | { readonly state: 'invalid' }
  | { readonly state: 'asking'; readonly relay: string }
  | {
      readonly state: 'answered';
      readonly relay: string;
      readonly limits: Limits;
      /** Whether links to it may be opened in the viewer. */
      readonly isPermitted: boolean;
    }
  | { readonly state: 'failed'; readonly relay: string; readonly message: string }
  /** Used all the same. */
  | { readonly state: 'unanswered'; readonly relay: string };

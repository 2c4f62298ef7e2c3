import type { Shared } from '../messages.ts';

export type SharedPage = Extract<Shared, { outcome: 'shared' }>;

/** The last attempt to share something. */
export type Attempt =
  | { readonly state: 'none' }
  | { readonly state: 'busy' }
  | {
      readonly state: 'shared';
      readonly shared: SharedPage;
      readonly isCopied: boolean;
      /** True once the user has given the page a name: its link is another one then. */
      readonly isNamed?: boolean;
    }
  /** The user took it back. */
  | { readonly state: 'undone' }
  | { readonly state: 'refused'; readonly message: string };

/** What the background asks of the script that shows a toast in the page, and what it gets. */

/** The names under which the page's world of the extension knows which page it is, and how to show a toast. */
export const PAGE_TOKEN = 'mayflyPage';
export const TOAST = 'mayflyToast';

export interface Toast {
  readonly text: string;
  /** A button's name: the toast then stays longer, and says whether it was pressed. */
  readonly button?: string;
}

/** What is said in a page whose own language may be another. */
export interface SpokenToast extends Toast {
  readonly lang: string;
  readonly dir: string;
}

/** `unseen`: this is not the page it is for any more, or nobody looks at it. */
export type Seen = 'unseen' | 'shown' | 'pressed';

export type ShowToast = (token: string, toast: SpokenToast) => Promise<Seen>;

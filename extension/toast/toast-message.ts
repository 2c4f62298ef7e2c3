/** The contract between the background and the script that shows a toast in a page. */

/** The names under which the page's world of the extension knows which page it is, and how to show a toast. */
export const PAGE_TOKEN = 'mayflyPage';
export const TOAST = 'mayflyToast';

/** The acts that a toast can offer: copy the link once more, or delete the page that was just shared. */
export type ToastAct = 'copy' | 'undo';

export interface ToastButton {
  readonly act: ToastAct;
  /** The button's text. */
  readonly name: string;
}

export interface Toast {
  readonly text: string;
  /** With buttons the toast stays longer, and says which of them was pressed. */
  readonly buttons?: readonly ToastButton[];
}

/** A toast with its own language: the page may speak another one. */
export interface SpokenToast extends Toast {
  readonly lang: string;
  readonly dir: string;
}

/** The outcome of a toast. `unseen`: the tab shows another page by now, or nobody looks at it. */
export type Seen = 'unseen' | 'shown' | ToastAct;

export type ShowToast = (token: string, toast: SpokenToast) => Promise<Seen>;

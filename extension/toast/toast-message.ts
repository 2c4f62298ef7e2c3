/** The contract between the background and the script that shows a toast in a page. */

/** The names, in the extension's world of the page, of the page's token and of the two functions below. */
export const PAGE_TOKEN = 'mayflyPage';
export const TOAST = 'mayflyToast';
export const TOAST_PRESS = 'mayflyToastPress';

/** The acts that a toast can offer: copy the link once more, or delete the page that was just shared. */
export type ToastAct = 'copy' | 'undo';

export interface ToastButton {
  readonly act: ToastAct;
  /** The button's text. */
  readonly name: string;
}

export interface Toast {
  readonly text: string;
  /** With buttons the toast stays longer. */
  readonly buttons?: readonly ToastButton[];
}

/** A toast with its own language: the page may speak another one. */
export interface SpokenToast extends Toast {
  readonly lang: string;
  readonly dir: string;
}

/** `unseen`: the tab shows another page by now, or nobody looks at it. */
export type Seen = 'unseen' | 'shown';

export type ShowToast = (token: string, toast: SpokenToast) => Seen;

/** Waits for a press in the toast shown last; undefined when it has gone without one. */
export type AwaitPress = () => Promise<ToastAct | undefined>;

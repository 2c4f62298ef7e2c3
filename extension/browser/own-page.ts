/**
 * Tells the extension's own pages from everything else that can send it a message. A script in the extension's world of
 * a page has the extension's id too, so the id alone says nothing: the address of the sender decides.
 */
import type { Browser, browser } from 'wxt/browser';

/** As both browsers name it. The offscreen document has hardly anything else, so `wxt/browser` does not run there. */
declare const chrome: typeof browser;

/** The sender of a message or of a port, as the browser describes it. */
export type Sender = Browser.runtime.MessageSender;

/** A message came from a script in a page, from another extension, or from a frame inside a site. */
export class ForeignSenderError extends Error {
  override readonly name = 'ForeignSenderError';

  constructor({ url = 'an unknown sender' }: Sender) {
    super(`expected a message from a page of the extension in a tab of its own, not from ${url}`);
  }
}

/**
 * Says whether `sender` is a page or the background of this extension, and not a frame that another page put around it.
 */
export function isOwnPage(sender: Sender | undefined): boolean {
  if (sender?.url === undefined || sender.id !== chrome.runtime.id) return false;
  const isOurs = sender.url.startsWith(chrome.runtime.getURL('/'));
  return isOurs && (sender.frameId ?? 0) === 0;
}

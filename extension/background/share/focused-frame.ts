/** Finds the frame of a tab that has the focus: what is selected there is what the user means. */
import { browser } from 'wxt/browser';

/** `foreign`: it is another site's or a viewer's, which may not be read. Undefined where scripts may not run in the tab at all. */
export async function focusedFrame(tabId: number): Promise<number | 'foreign' | undefined> {
  try {
    const target = { tabId, allFrames: true };
    const injections = await browser.scripting.executeScript({ target, func: hasFocusItself });
    return injections.find(({ result }) => result === true)?.frameId ?? 'foreign';
  } catch {
    return undefined;
  }
}

/**
 * Runs in each frame that may be read: whether it is the one, and not just around the one. While the popup is open no
 * document has the focus, but each remembers which of its elements had it.
 */
function hasFocusItself(): boolean {
  if (/^(?:i?frame|embed|object)$/i.test(document.activeElement?.localName ?? '')) return false;
  try {
    for (let at: Window = window; at !== at.parent; at = at.parent) {
      if (at.parent.document.activeElement !== at.frameElement) return false;
    }
    return true;
  } catch {
    return document.hasFocus(); // in a frame of another site
  }
}

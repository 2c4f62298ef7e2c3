/** Finds the frame of a tab that has the focus: the user means the selection in it. */
import { browser } from 'wxt/browser';

/**
 * `foreign`: the frame belongs to another site or a viewer, which the extension may not read. Undefined if scripts may
 * not run in the tab at all.
 */
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
 * Runs in each readable frame, and says whether it is the frame with the focus, and not one around it. While the popup
 * is open no document has the focus, but each remembers its element with the focus.
 */
function hasFocusItself(): boolean {
  if (/^(?:i?frame|embed|object)$/i.test(document.activeElement?.localName ?? '')) return false;
  try {
    for (let at: Window = window; at !== at.parent; at = at.parent) {
      if (at.parent.document.activeElement !== at.frameElement) return false;
    }
    return true;
  } catch {
    return document.hasFocus(); // a frame of another site
  }
}

/** What is selected in a page, read at the moment the user points the extension at it. */
import { browser } from 'wxt/browser';

export interface Place {
  readonly tabId: number;
  readonly frameId?: number | undefined;
}

/** The text selected in a frame, with its line breaks; undefined where scripts may not run. */
export async function readSelection({ tabId, frameId }: Place): Promise<string | undefined> {
  const target = frameId === undefined ? { tabId } : { tabId, frameIds: [frameId] };
  try {
    const [injection] = await browser.scripting.executeScript({ target, func: selectedText });
    return injection?.result ?? '';
  } catch {
    return undefined; // a page of the browser, a store page, a PDF: the caller has a fallback
  }
}

/** Runs in the page. */
function selectedText(): string {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    // null for the kinds of field that have no selection
    const { selectionStart: start, selectionEnd: end } = field;
    if (start !== null && end !== null && start < end) return field.value.slice(start, end);
  }
  return getSelection()?.toString() ?? '';
}

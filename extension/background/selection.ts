/** What is selected in a page, read at the moment the user points the extension at it. */
import { browser } from 'wxt/browser';
import { CAPTURE, type Capture, type Captured, type CaptureOptions } from '../capture/captured.ts';

export interface Place {
  readonly tabId: number;
  readonly frameId?: number | undefined;
}

/** What is selected in a frame; undefined where scripts may not run. */
export async function readSelection(
  { tabId, frameId }: Place,
  options: CaptureOptions,
): Promise<Captured | undefined> {
  const target = frameId === undefined ? { tabId } : { tabId, frameIds: [frameId] };
  try {
    await browser.scripting.executeScript({ target, files: ['/capture.js'] });
    const args: [string, CaptureOptions] = [CAPTURE, options];
    const [injection] = await browser.scripting.executeScript({ target, func: callCapture, args });
    return (injection?.result as Captured | null | undefined) ?? undefined; // what `Capture` gives
  } catch {
    return undefined; // a page of the browser, a store page, a PDF: the caller has a fallback
  }
}

/** Runs in the page, beside the script that went there before. */
function callCapture(name: string, options: CaptureOptions): Promise<Captured> {
  return (Reflect.get(globalThis, name) as Capture)(options);
}

/** Puts one of our scripts into a page that the user points the extension at, and calls its function there. */
import { browser } from 'wxt/browser';

export interface Frame {
  readonly tabId: number;
  readonly frameId: number;
}

export interface PageCall<Result> {
  /** The file of the script. */
  readonly script: '/capture.js' | '/article.js';
  /** Runs in the page, beside the script, with nothing of the background around it. */
  readonly func: (...args: never[]) => Promise<Result | undefined> | Result | undefined;
  readonly args: readonly unknown[];
}

/** Undefined where no script may run (a page of the browser, a store page, a PDF), and where the script fails. */
export async function runInPage<Result>(
  { tabId, frameId }: Frame,
  { script, func, args }: PageCall<Result>,
): Promise<Result | undefined> {
  const target = { tabId, frameIds: [frameId] };
  try {
    await browser.scripting.executeScript({ target, files: [script] });
    const call = { target, func: func as () => void, args: args as [] };
    const [injection] = await browser.scripting.executeScript(call);
    return (injection?.result as Result | null | undefined) ?? undefined; // what `func` gives
  } catch {
    return undefined; // the caller has a fallback
  }
}

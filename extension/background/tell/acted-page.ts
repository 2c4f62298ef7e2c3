/**
 * The page that the user acted on. A tab may show another one by the time there is something to say: so the page is
 * given a token, in the extension's own world there, and whoever speaks to it looks for that first.
 */
import { browser } from 'wxt/browser';
import { PAGE_TOKEN } from '../../toast/toast-message.ts';

export interface ActedPage {
  readonly tabId: number;
  readonly token: string;
}

/** The page in a tab now; undefined where scripts may not run. */
export async function actedPage(tabId: number | undefined): Promise<ActedPage | undefined> {
  if (tabId === undefined || tabId < 0) return undefined;
  try {
    const args: [string, string] = [PAGE_TOKEN, crypto.randomUUID()];
    const target = { tabId };
    const [injection] = await browser.scripting.executeScript({ target, func: nameIt, args });
    const token = injection?.result;
    return typeof token === 'string' ? { tabId, token } : undefined;
  } catch {
    return undefined; // a page of the browser, a store page, a PDF
  }
}

/** Runs in the page. One that has a token keeps it: more than one thing may be on its way to it. */
function nameIt(name: string, fresh: string): string {
  const known: unknown = Reflect.get(globalThis, name);
  const token = typeof known === 'string' ? known : fresh; // elements of the page are found by their ids here
  Reflect.set(globalThis, name, token);
  return token;
}

/**
 * The page that the user acted on. Its tab may show another page by the time of the toast. So the page gets a token, in
 * the extension's own world there, and the toast looks for this token first.
 */
import { browser } from 'wxt/browser';
import { PAGE_TOKEN } from '../../toast/toast-message.ts';

export interface ActedPage {
  readonly tabId: number;
  readonly token: string;
}

/** The page in a tab now; undefined if scripts may not run there. */
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

/** Runs in the page. A page keeps its first token: more than one toast may be on its way to it. */
function nameIt(name: string, fresh: string): string {
  const known: unknown = Reflect.get(globalThis, name);
  const token = typeof known === 'string' ? known : fresh; // an element with this id would be found here too
  Reflect.set(globalThis, name, token);
  return token;
}

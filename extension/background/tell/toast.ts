/** Tells the user the outcome of an action in the page where the user acted, or else by a notification. */
import { direction } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import {
  type Seen,
  type ShowToast,
  type SpokenToast,
  TOAST,
  type Toast,
  type ToastAct,
} from '../../toast/toast-message.ts';
import type { ActedPage } from './acted-page.ts';
import { notify } from './notifications.ts';

export interface Telling extends Toast {
  /** The page that was shared: pressing a notification opens it. */
  readonly address?: string;
}

/** Resolves to the act whose button was pressed in the toast, if any. */
export async function tell(
  page: ActedPage | undefined,
  { address, ...toast }: Telling,
): Promise<ToastAct | undefined> {
  const seen = page ? await show(page, toast) : 'unseen';
  if (seen === 'unseen') await notify(toast, address);
  return seen === 'unseen' || seen === 'shown' ? undefined : seen;
}

async function show({ tabId, token }: ActedPage, toast: Toast): Promise<Seen> {
  const target = { tabId };
  try {
    await browser.scripting.executeScript({ target, files: ['/toast.js'] });
    const spoken = { ...toast, ...direction() };
    const args: [string, string, SpokenToast] = [TOAST, token, spoken];
    const [injection] = await browser.scripting.executeScript({ target, func: callToast, args });
    // A page that is left while the toast is there gives no result.
    return (injection?.result as Seen | null | undefined) ?? 'shown';
  } catch {
    return 'unseen'; // scripts may not run there, or no longer
  }
}

/** Runs in the page, beside the script that went there before. */
async function callToast(name: string, token: string, toast: SpokenToast): Promise<Seen> {
  try {
    return await (Reflect.get(globalThis, name) as ShowToast)(token, toast);
  } catch {
    return 'unseen'; // the browser would give no result for an error, as it does for a page that was left
  }
}

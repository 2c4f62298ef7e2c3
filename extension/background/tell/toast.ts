/** Says what came of an action where the user acted: in that page, or by a notification where that cannot be. */
import { direction } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import {
  type Seen,
  type ShowToast,
  type SpokenToast,
  TOAST,
  type Toast,
} from '../../toast/toast-message.ts';
import type { ActedPage } from './acted-page.ts';
import { notify } from './notifications.ts';

export interface Telling extends Toast {
  /** The page that was shared: pressing a notification opens it. */
  readonly address?: string;
}

/** Resolves to whether the toast's button was pressed. */
export async function tell(
  page: ActedPage | undefined,
  { address, ...toast }: Telling,
): Promise<boolean> {
  const seen = page ? await show(page, toast) : 'unseen';
  if (seen === 'unseen') await notify(toast, address);
  return seen === 'pressed';
}

async function show({ tabId, token }: ActedPage, toast: Toast): Promise<Seen> {
  const target = { tabId };
  try {
    await browser.scripting.executeScript({ target, files: ['/toast.js'] });
    const spoken = { ...toast, ...direction() };
    const args: [string, string, SpokenToast] = [TOAST, token, spoken];
    const [injection] = await browser.scripting.executeScript({ target, func: callToast, args });
    // What `ShowToast` gives; nothing where the page was left while the toast was there.
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
    return 'unseen'; // what is thrown there would come out as nothing, as it does where the page was left
  }
}

/** Tells the user the outcome of an action in the page where the user acted, or else by a notification. */
import { direction } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import {
  type AwaitPress,
  type Seen,
  type ShowToast,
  type SpokenToast,
  TOAST,
  TOAST_PRESS,
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
  if (page && seen === 'shown') return toast.buttons?.length ? press(page) : undefined;
  await notify(toast, address);
  return undefined;
}

async function show({ tabId, token }: ActedPage, toast: Toast): Promise<Seen> {
  const target = { tabId };
  try {
    await browser.scripting.executeScript({ target, files: ['/toast.js'] });
    const spoken = { ...toast, ...direction() };
    const args: [string, string, SpokenToast] = [TOAST, token, spoken];
    const [injection] = await browser.scripting.executeScript({ target, func: callToast, args });
    return injection?.result === 'shown' ? 'shown' : 'unseen';
  } catch {
    return 'unseen'; // scripts may not run there, or no longer
  }
}

/** A second call, so that a tab that is closed meanwhile is not taken for one that showed no toast. */
async function press({ tabId }: ActedPage): Promise<ToastAct | undefined> {
  const args: [string] = [TOAST_PRESS];
  try {
    const target = { tabId };
    const [injection] = await browser.scripting.executeScript({ target, func: callPress, args });
    return (injection?.result as ToastAct | null | undefined) ?? undefined;
  } catch {
    return undefined; // the page was left: nobody presses anything there
  }
}

/** Runs in the page, beside the script that went there before. */
function callToast(name: string, token: string, toast: SpokenToast): Seen {
  return (Reflect.get(globalThis, name) as ShowToast)(token, toast);
}

/** The same, for the press. */
function callPress(name: string): Promise<ToastAct | undefined> {
  return (Reflect.get(globalThis, name) as AwaitPress)();
}

import { browser } from 'wxt/browser';
import { changeSettings, type Settings } from '../store/settings.ts';
import { VIEWED_DATA } from '../browser/data-collection.ts';

export type UploadAnswer = Exclude<Settings['uploads'], 'unasked'>;

/** Records which pages may be uploaded, as chosen by a click. If the user then says no to Firefox, the choice is no. */
export async function chooseUploads(answer: UploadAnswer): Promise<void> {
  // First of all, because a browser asks only on the click itself.
  const isAsked = answer === 'all' && import.meta.env.BROWSER === 'firefox';
  const isAllowed = !isAsked || (await firefoxAllows());
  await changeSettings(() => ({ uploads: isAllowed ? answer : 'published' }));
}

function firefoxAllows(): Promise<boolean> {
  const asked = { data_collection: VIEWED_DATA };
  // Newer than the types.
  return browser.permissions.request(asked as Parameters<typeof browser.permissions.request>[0]);
}

/** Shares what is selected in a tab. */
import type { Shared } from '../messages.ts';
import { readSettings } from '../store/settings.ts';
import { describeShared, wording } from '../wording.ts';
import { copyText } from './clipboard.ts';
import { type Place, readSelection } from './selection.ts';
import { type SharingDeps, share } from './sharing.ts';
import { tell } from './toast.ts';

/** From menu or keyboard: shares the selection, copies the link, and says in the page what came of it. */
export async function shareSelection(
  deps: SharingDeps,
  place: Place,
  fallback?: string,
): Promise<void> {
  const shared = await settle(shareSelected(deps, place, fallback));
  const isCopied = shared.outcome === 'shared' && (await copyText(shared.link));
  await tell(place.tabId, describeShared(shared, isCopied));
}

/** Publishes the selection of a tab; `fallback` is what the browser says of it where scripts may not run. */
export async function shareSelected(
  deps: SharingDeps,
  place: Place,
  fallback = '',
): Promise<Shared> {
  const text = (await readSelection(place)) || fallback;
  if (text === '') return { outcome: 'refused', message: wording.nothingSelected };
  return shareText(deps, text, 'text/plain');
}

/** Publishes a text at the relay for new pages. */
export async function shareText(
  deps: SharingDeps,
  text: string,
  mediaType: string,
): Promise<Shared> {
  const { relay } = await readSettings();
  return share(deps, relay, { bytes: new TextEncoder().encode(text), mediaType });
}

/** A failure of the disk as something to say. */
export function settle(sharing: Promise<Shared>): Promise<Shared> {
  return sharing.catch((error: unknown) => {
    console.error(error);
    return { outcome: 'refused', message: wording.notStored };
  });
}

/** Shares what is selected in a tab. */
import type { Publishing, Shared } from '../messages.ts';
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
  const { isSealed } = await readSettings();
  const shared = await settle(shareSelected(deps, place, { isSealed, fallback }));
  const isCopied = shared.outcome === 'shared' && (await copyText(shared.link));
  await tell(place.tabId, describeShared(shared, isCopied));
}

interface SelectionOptions {
  readonly isSealed: boolean;
  /** What the browser says of the selection where scripts may not run. */
  readonly fallback?: string | undefined;
}

/** Publishes the selection of a tab. */
export async function shareSelected(
  deps: SharingDeps,
  place: Place,
  { isSealed, fallback = '' }: SelectionOptions,
): Promise<Shared> {
  const text = (await readSelection(place)) || fallback;
  if (text === '') return { outcome: 'refused', message: wording.nothingSelected };
  return shareText(deps, { text, mediaType: 'text/plain', isSealed });
}

/** Publishes a text at the relay for new pages. */
export async function shareText(deps: SharingDeps, { text, ...how }: Publishing): Promise<Shared> {
  const { relay } = await readSettings();
  return share(deps, relay, { bytes: new TextEncoder().encode(text), ...how });
}

/** A failure of the disk as something to say. */
export function settle(sharing: Promise<Shared>): Promise<Shared> {
  return sharing.catch((error: unknown) => {
    console.error(error);
    return { outcome: 'refused', message: wording.notStored };
  });
}

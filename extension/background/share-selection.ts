/** Shares what is selected in a tab. */
import { largestContent } from '@mayfly/relay/client';
import type { Captured } from '../capture/captured.ts';
import type { Publishing, SelectionChoice, Shared } from '../messages.ts';
import { DiskFullError } from '../store/pages.ts';
import { defaultRelay, readSettings, relaysForNew } from '../store/settings.ts';
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
  const { isSealed, keepsFormatting } = await readSettings();
  // What a user asks for each time, in the popup, is not asked for here.
  const how = { isSealed, keepsFormatting, hasImages: false, isQuote: false };
  const shared = await settle(shareSelected(deps, place, how, fallback));
  const isCopied = shared.outcome === 'shared' && (await copyText(shared.link));
  await tell(place.tabId, describeShared(shared, isCopied));
}

/** Publishes the selection of a tab; `fallback` is what the browser says of it where scripts may not run. */
export async function shareSelected(
  deps: SharingDeps,
  place: Place,
  { isSealed, ...wanted }: SelectionChoice,
  fallback = '',
): Promise<Shared> {
  const { pageBytes } = deps.relays.limits(defaultRelay(await readSettings()));
  const imageBytes = isSealed ? largestContent(pageBytes) : pageBytes;
  const captured = await readSelection(place, { ...wanted, imageBytes });
  if (captured?.html !== undefined) return shareHtml(deps, captured, isSealed);
  const text = captured?.text || fallback;
  if (text === '') return { outcome: 'refused', message: wording.nothingSelected };
  return shareText(deps, { text, mediaType: 'text/plain', isSealed });
}

async function shareHtml(
  deps: SharingDeps,
  { html = '', missingImages }: Captured,
  isSealed: boolean,
): Promise<Shared> {
  const shared = await shareText(deps, { text: html, mediaType: 'text/html', isSealed });
  return missingImages > 0 && shared.outcome === 'shared' ? { ...shared, missingImages } : shared;
}

/** Publishes a text at the relays for new pages. */
export async function shareText(deps: SharingDeps, { text, ...how }: Publishing): Promise<Shared> {
  const relays = relaysForNew(await readSettings());
  return share(deps, relays, { bytes: new TextEncoder().encode(text), ...how });
}

/** A failure of the disk as something to say. */
export function settle(sharing: Promise<Shared>): Promise<Shared> {
  return sharing.catch((error: unknown) => {
    console.error(error);
    const isFull = error instanceof DiskFullError;
    return { outcome: 'refused', message: isFull ? wording.diskFull : wording.notStored };
  });
}

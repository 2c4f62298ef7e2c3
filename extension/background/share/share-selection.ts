/** Shares what is selected in a tab. */
import { largestContent } from '@mayfly/relay/client';
import { t } from '@mayfly/relay/words';
import type { CaptureNote, Captured } from '../../capture/captured.ts';
import { withNotes, withoutImagesOf } from './share-notes.ts';
import type { Publishing, SelectionChoice, Shared } from '../../messages.ts';
import { defaultRelay, readSettings, relaysForNew, type Settings } from '../../store/settings.ts';
import { noteText, notStored } from '../../sentences.ts';
import { type Place, readSelection } from './capture-script.ts';
import { type SharingDeps, share } from './publication.ts';

/** From menu or keyboard: shares the selection as the user does it by default. */
export async function shareSelection(
  deps: SharingDeps,
  place: Place,
  fallback?: string,
): Promise<Shared> {
  const { isSealed, keepsFormatting } = await readSettings();
  // What a user asks for each time, in the popup, is not asked for here.
  const how = { isSealed, keepsFormatting, hasImages: false, isQuote: false };
  return shareSelected(deps, place, how, fallback);
}

/** Publishes the selection of a tab; `fallback` is what the browser says of it where scripts may not run. */
export async function shareSelected(
  deps: SharingDeps,
  place: Place,
  { isSealed, ...wanted }: SelectionChoice,
  fallback = '',
): Promise<Shared> {
  const imageBytes = roomForNew(deps, { ...(await readSettings()), isSealed });
  const captured = await readSelection(place, { ...wanted, imageBytes });
  if (captured === 'foreign' && fallback === '') {
    return { outcome: 'refused', message: t('share_foreignFrame') };
  }
  const read = captured === 'foreign' ? undefined : captured;
  if (read?.html !== undefined) return shareHtml(deps, read, isSealed);
  // The browser's own text has in it what nobody saw: it is for pages that cannot be read at all.
  const text = read ? read.text : fallback;
  const notes = read?.notes ?? [];
  if (text.trim() === '') {
    return { outcome: 'refused', message: read ? whyNothing(notes) : unreadable() };
  }
  return withNotes(await shareText(deps, { text, mediaType: 'text/plain', isSealed }), notes);
}

function whyNothing(notes: readonly CaptureNote[]): string {
  if (notes.includes('masked')) return t('share_masked');
  const [note] = notes;
  return note ? noteText(note) : t('share_nothingSelected');
}

/** Of a page that no script may run in: whether anything is selected there, nobody tells. */
function unreadable(): string {
  return t('share_unreadablePage', { button: t('popup_shareClipboard') });
}

/** The most that fits into a new page, in bytes. */
export function roomForNew({ relays }: Pick<SharingDeps, 'relays'>, settings: Settings): number {
  const { pageBytes } = relays.limits(defaultRelay(settings));
  return settings.isSealed ? largestContent(pageBytes) : pageBytes;
}

async function shareHtml(
  deps: SharingDeps,
  { html = '', missingImages, notes }: Captured,
  isSealed: boolean,
): Promise<Shared> {
  const shared = await shareText(deps, { text: html, mediaType: 'text/html', isSealed });
  return withoutImagesOf(withNotes(shared, notes), missingImages);
}

/** Publishes a text at the relays for new pages. */
export async function shareText(deps: SharingDeps, { text, ...how }: Publishing): Promise<Shared> {
  const relays = relaysForNew(await readSettings());
  return share(deps, relays, { bytes: new TextEncoder().encode(text), ...how });
}

/** A failure of the disk or of the store as something to say. */
export function settle(sharing: Promise<Shared>): Promise<Shared> {
  return sharing.catch((error: unknown) => {
    console.error(error);
    return { outcome: 'refused', message: notStored(error) };
  });
}

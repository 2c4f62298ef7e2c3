/** Shares the selection of a tab. */
import { t } from '@mayfly/relay/words';
import type { CaptureNote } from '../../capture/captured.ts';
import type { OpensChosen, SelectionChoice, Shared } from '../../messages.ts';
import { noteText } from '../../sentences.ts';
import { readSettings, type Settings } from '../../store/settings.ts';
import { type Place, readSelection } from './capture-script.ts';
import { contentLimit, shareBySettings, type ShareDeps } from './publication.ts';

type Choice = SelectionChoice & OpensChosen;

/** Shares a selection from menu or keyboard, as the user does by default. */
export async function shareSelection(
  deps: ShareDeps,
  place: Place,
  fallback?: string,
): Promise<Shared> {
  const settings = await readSettings();
  const { isSealed, keepsFormatting } = settings;
  // The popup asks for images each time, so they have no default.
  const choice = { isSealed, keepsFormatting, hasImages: false };
  return shareChosen(deps, settings, place, choice, fallback);
}

/** Shares a selection from the popup, as the user chose there. */
export async function shareSelected(
  deps: ShareDeps,
  place: Place,
  choice: Choice,
): Promise<Shared> {
  return shareChosen(deps, await readSettings(), place, choice);
}

/** `fallback`: the browser's own text of the selection, for pages where scripts may not run. */
async function shareChosen(
  deps: ShareDeps,
  settings: Settings,
  place: Place,
  { isSealed, opens, ...wanted }: Choice,
  fallback = '',
): Promise<Shared> {
  const imageBytes = contentLimit(deps, { ...settings, isSealed });
  const captured = await readSelection(place, { ...wanted, imageBytes });
  if (captured === 'foreign' && fallback === '') {
    return { outcome: 'refused', message: t('share_foreignFrame') };
  }
  const read = captured === 'foreign' ? undefined : captured;
  // The browser's own text has in it what nobody saw: it is for pages that cannot be read at all.
  const text = read ? (read.html ?? read.text) : fallback;
  const notes = read?.notes ?? [];
  if (read?.html === undefined && text.trim() === '') {
    return { outcome: 'refused', message: read ? whyNothing(notes) : unreadable() };
  }
  return shareBySettings(deps, settings, {
    bytes: new TextEncoder().encode(text),
    mediaType: read?.html === undefined ? 'text/plain' : 'text/html',
    isSealed,
    ...(opens && { opens }),
    notes,
    ...(read?.html !== undefined && { missingImages: read.missingImages }),
  });
}

function whyNothing(notes: readonly CaptureNote[]): string {
  if (notes.includes('masked')) return t('share_masked');
  const [note] = notes;
  return note ? noteText(note) : t('share_nothingSelected');
}

/** The refusal for a page where no script may run: the browser does not say if anything is selected there. */
function unreadable(): string {
  return t('share_unreadablePage', { button: t('popup_clipboard') });
}

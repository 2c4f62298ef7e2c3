/** Sentences of the extension for people, in one place, so that each thing is said in one way. */
import { isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import { formatBytes, list, locale, sentences, t } from '@mayfly/relay/words';
import type { CaptureNote } from './capture/captured.ts';
import type { Uploads, RelayProblem, Rest, Shared } from './messages.ts';
import type { StoreCondition } from './store/database-connection.ts';
import type { AtHome } from './store/at-home.ts';
import { DiskFullError } from './store/disk-full.ts';
import { troubleIn } from './store/store-error.ts';

/** The pages that this browser holds, for the text of its button. */
export interface Holding {
  readonly heldCount: number;
  /** The number of pages that nobody else holds, as far as is known. */
  readonly onlyCopies: number;
  /** The number of the latest pages that `onlyCopies` covers; absent if it covers all uploaded pages. */
  readonly latest?: number;
  readonly uploads: Uploads;
}

export function heldTitle({ heldCount, onlyCopies, latest, uploads }: Holding): string {
  const held = heldCount === 0 ? 'Mayfly' : t('button_held', { count: heldCount });
  if (uploads.pages === 'none') return restTitle(uploads, held);
  if (latest !== undefined)
    return t('button_onlyCopiesOfLatest', { held, count: onlyCopies, latest });
  if (onlyCopies === 0) return held;
  return heldCount === 1
    ? t('button_onlyCopy')
    : t('button_onlyCopies', { held, count: onlyCopies });
}

/** The number of held pages, and the reason why none of them is uploaded now. */
function restTitle(rest: Rest, held: string): string {
  switch (rest.why) {
    case 'paused':
      return rest.until === undefined
        ? t('button_paused', { held })
        : t('button_pausedUntil', { held, time: clockTime(rest.until) });
    case 'metered':
      return t('button_metered', { held });
    case 'spent':
      return t('button_spent', { held });
  }
}

/** The reason alone as a sentence, for a screen with room. */
export function restSentence(rest: Rest): string {
  switch (rest.why) {
    case 'paused':
      return rest.until === undefined
        ? t('rest_paused')
        : t('rest_pausedUntil', { time: clockTime(rest.until) });
    case 'metered':
      return t('rest_metered');
    case 'spent':
      return t('rest_spent');
  }
}

/** The effect of the reason on a page that is shared now. */
export function notUploaded(rest: Rest): string {
  switch (rest.why) {
    case 'paused':
      return t('share_whilePaused');
    case 'metered':
      return t('share_whileMetered');
    case 'spent':
      return t('share_whileSpent');
  }
}

function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString(locale(), { timeStyle: 'short' });
}

/** `room` is the largest content of a page of this kind. */
export function tooLarge(length: number, room: number, isSealed: boolean): string {
  const sizes = { size: formatBytes(length), room: formatBytes(room) };
  return isSealed ? t('share_tooLargeEncrypted', { ...sizes }) : t('share_tooLarge', { ...sizes });
}

/** Several files, or a large one, need pages of `needed` bytes. `room` is the largest page that the relay takes. */
export function noRoomForFiles(relay: string, needed: number, room: number): string {
  const sizes = { size: formatBytes(needed), room: formatBytes(room) };
  return t('share_noRoomForFiles', { relay, ...sizes });
}

/** The reason why nothing can be read or kept, and the remedy. Every screen uses this sentence. */
export function storeSentence(condition: StoreCondition): string {
  switch (condition) {
    case 'newer':
      return t('store_newer');
    case 'blocked':
      return t('store_blocked');
    case 'unreadable':
      return t('store_unreadable');
    case 'deleted':
      return t('store_deleted');
  }
}

/** The reason why a page could not be stored, and so was not shared. */
export function notStored(error: unknown): string {
  if (error instanceof DiskFullError) return t('share_diskFull');
  const trouble = troubleIn(error);
  return sentences(t('share_notStored'), trouble && storeSentence(trouble));
}

/** The reason why pages could not be collected into a file. */
export function notExported(error: unknown): string {
  const trouble = troubleIn(error);
  return sentences(t('library_notExported'), trouble && storeSentence(trouble));
}

/** The outcome of a share, for a toast or a notification. Others can see both, so the link is not in it. */
export function describeShared(shared: Shared, isCopied: boolean): string {
  if (shared.outcome === 'refused') return shared.message;
  const copied = isCopied ? t('share_copied') : t('share_sharedNotCopied');
  const notes = (shared.notes ?? []).map(noteText);
  if (shared.rest) return sentences(copied, ...notes, notUploaded(shared.rest));
  if (shared.unreached.length > 0)
    return sentences(copied, ...notes, unannounced(shared.unreached));
  if (notes.length > 0) return sentences(copied, ...notes);
  if (!isCopied) return copied;
  return shared.goesHome ? sentences(copied, pasteWhile('coming')) : copiedSentences();
}

/** Says that a link was copied, and what to do with it. */
export function copiedSentences(): string {
  return sentences(t('share_copied'), t('share_next'));
}

/** The advice about the link of a page that the user's keepers keep too. */
export function pasteWhile(home: AtHome): string {
  return sentences(t('share_paste'), homeText(home));
}

function homeText(home: AtHome): string {
  switch (home) {
    case 'coming':
      return t('share_goesHome');
    case 'kept':
      return t('share_isHome');
    case 'no-room':
      return t('share_noRoomHome');
  }
}

/** The treatment of a part of a selection. */
export function noteText(note: CaptureNote): string {
  switch (note) {
    case 'masked':
      return t('share_withoutMasked');
    case 'typed':
      return t('share_withoutTyped');
    case 'plain':
      return t('share_asPlainText');
    case 'failed':
      return t('share_selectionUnread');
  }
}

/** The fate of a text in the address bar, after the keyword. `previewed`: the page in the tab. */
export type TypedFate = 'opened' | 'previewed' | 'refused' | 'shared';

/** The effect of Enter on a text in the address bar. `title`: of the page in the tab; '' if it is not known. */
export function tellTyped(text: string, fate: TypedFate, title: string): string {
  if (text === '') return t('omnibox_empty');
  switch (fate) {
    case 'opened':
      return t('omnibox_open', { text });
    case 'previewed':
      return title === '' ? t('omnibox_shareUntitled') : t('omnibox_sharePage', { title });
    case 'refused':
      return t('omnibox_secret');
    case 'shared':
      return t('omnibox_share', { text });
  }
}

/** The reason why a text without a link cannot be opened. */
export function notALink(text: string): string {
  const parsed = parseLink(text);
  const isBadAddress = isLinkProblem(parsed) && parsed.problem === 'bad-address';
  return isBadAddress ? t('open_badAddress') : t('open_notALink');
}

/** The reason why a tested relay cannot be used, and was not added. */
export function relayProblemText(relay: string, problem: RelayProblem): string {
  switch (problem) {
    case 'unreachable':
      return t('options_relayUnreachable', { relay });
    case 'no-relay':
      return t('options_noRelay', { relay });
    case 'wrong-protocol':
      return t('options_wrongProtocol', { relay });
  }
}

/** `count` wanted images of a page are not in it. */
export function withoutImages(count: number): string {
  return t('share_missingImages', { count });
}

/** These relays do not know of a shared page yet. */
export function unannounced(relays: readonly string[]): string {
  return t('share_unannounced', { relays: list(relays), count: relays.length });
}

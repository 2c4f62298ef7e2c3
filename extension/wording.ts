/** What people are told, in one place, so that each thing is said in one way. */
import type { LinkProblem } from '@mayfly/relay/protocol';
import { formatBytes } from '@mayfly/relay/view';
import type { Handing, RelayProblem, Rest, Shared } from './messages.ts';

export const wording = {
  nothingToShare: 'There is nothing to share: the page would be empty.',
  nothingSelected: 'Nothing is selected on this page.',
  emptyClipboard: 'The clipboard holds no text and no picture.',
  unreadableFile: 'The file could not be read. Was it changed or moved?',
  linkCopied: 'Link copied. The page lives as long as somebody holds it.',
  notCopied: 'The link could not be copied. It is in the popup of Mayfly.',
  copyLink: 'Copy link',
  pressToOpen: 'Press here to open the page.',
  foreignFrame:
    'What you selected is in a part of this page that comes from another site. Share it by a right click on it.',
  noImage:
    'The image could not be read: it comes from another site. Open it in a tab of its own and share it there.',
  noLink: 'This link leads nowhere that others could follow.',
  pageLinkNotCopied: 'This link leads to a page on Mayfly already. It could not be copied.',
  pageLinkCopied: 'This link leads to a page on Mayfly already, so it was copied as it is.',
  noClipboard: 'The clipboard was not read: the permission for it was not given.',
  notStored: 'The page could not be stored, so it was not shared.',
  diskFull:
    'The disk is full, so the page was not shared. Nothing that you hold was lost: stop pages you no longer need, or free some of the disk, and try again.',
  notExported: 'The pages could not be gathered into a file.',
  locked: 'Encrypted page',
  shared: 'Shared. The page lives as long as somebody holds it.',
  noBackground: 'The extension did not answer. Try again.',
} as const;

/** What the extension's button says; holders are known of the latest `watched` pages. */
export function heldTitle(
  held: number,
  onlyCopies: number,
  watched: number,
  handing: Handing = { pages: 'all' },
): string {
  if (handing.pages === 'none') return `Mayfly: ${restReason(handing)}`;
  if (held === 0) return 'Mayfly';
  const pages = `Mayfly: ${held.toLocaleString('en')} ${held === 1 ? 'page' : 'pages'} held`;
  if (onlyCopies === 0) return pages;
  if (held === 1) return `${pages}, by nobody else`;
  const among = held > watched ? ` of the latest ${watched}` : '';
  return `${pages}, ${onlyCopies}${among} by nobody else`;
}

/** Why nothing is handed on now. */
function restReason(rest: Rest): string {
  switch (rest.why) {
    case 'paused':
      return rest.until === undefined ? 'paused' : `paused until ${clockTime(rest.until)}`;
    case 'metered':
      return 'resting on a metered connection';
    case 'spent':
      return 'today’s limit is reached';
  }
}

/** The same as a sentence, for a screen with room. */
export function restSentence(rest: Rest): string {
  switch (rest.why) {
    case 'paused':
      return rest.until === undefined
        ? 'Paused: nothing you hold is handed on.'
        : `Paused until ${clockTime(rest.until)}: nothing you hold is handed on.`;
    case 'metered':
      return 'This connection is metered: nothing you hold is handed on here.';
    case 'spent':
      return 'Today’s limit is reached: nothing is handed on until tomorrow.';
  }
}

/** What resting means for whoever shares meanwhile. */
export function notHandedOn(rest: Rest): string {
  switch (rest.why) {
    case 'paused':
      return 'Handing on is paused, so nobody can read the page until it is resumed.';
    case 'metered':
      return 'This connection is metered and nothing is handed on, so nobody can read the page yet.';
    case 'spent':
      return 'Today’s limit is reached, so nobody can read the page before tomorrow.';
  }
}

function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en', { timeStyle: 'short' });
}

/** `room`: the most that fits into a page of this kind. */
export function tooLarge(length: number, room: number, isSealed: boolean): string {
  const pages = isSealed ? 'encrypted pages' : 'pages';
  return `This is ${formatBytes(length)}; the relay takes ${pages} of at most ${formatBytes(room)}.`;
}

/** What came of sharing, for a toast or a notification: both are seen by others, so the link is not in it. */
export function describeShared(shared: Shared, isCopied: boolean): string {
  if (shared.outcome === 'refused') return shared.message;
  const copied = isCopied ? 'Link copied.' : `Shared. ${wording.notCopied}`;
  if (shared.rest) return `${copied} ${notHandedOn(shared.rest)}`;
  if (shared.unreached.length > 0) return `${copied} ${unannounced(shared.unreached)}`;
  return isCopied ? wording.linkCopied : copied;
}

/** What Enter does with a text in the address bar, after the keyword. */
export function tellTyped(text: string, isOpened: boolean): string {
  if (text === '') return 'Paste a link to open it, or type a text to share it';
  return isOpened ? `Open ${text}` : `Share “${text}” as a page`;
}

/** Why a text that was pointed at cannot be opened. */
export function notALink(problem: LinkProblem): string {
  return `This is not a link to a page: ${problem.message}.`;
}

/** Why a relay that was tried cannot be used. */
export function relayProblemText(relay: string, problem: RelayProblem): string {
  switch (problem) {
    case 'unreachable':
      return `Nothing answers at ${relay}. Is the address right, and is the relay running?`;
    case 'no-relay':
      return `Something answers at ${relay}, but it is not a relay of Mayfly.`;
    case 'wrong-protocol':
      return `${relay} takes connections, but does not speak the language of this Mayfly. One of the two may be too old.`;
  }
}

/** `count` images were wanted in a page and are not in it. */
export function withoutImages(count: number): string {
  return count === 1
    ? 'One image could not be read from the page; its text stands in its place.'
    : `${count} images could not be read from the page; their texts stand in their place.`;
}

/** These relays do not know of a page yet that is shared. */
export function unannounced(relays: readonly string[]): string {
  return relays.length === 1
    ? `${relays.join()} cannot be reached now; your browser keeps the page and announces it when the relay is back.`
    : `These relays cannot be reached now: ${relays.join(', ')}. Your browser keeps the page and announces it when they are back.`;
}

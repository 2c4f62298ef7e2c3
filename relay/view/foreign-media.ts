/** Marks in the page the places of pictures, sounds, films and frames from other sites, with their addresses. */
import { t } from '../words/language.ts';

const FROM_PAGE = /^\s*data:(?:image|audio|video)\//i;
const ELSEWHERE = /^\s*https?:\/\//i;

/** Replaces everything that the browser would have to fetch, and gives the rest its controls. */
export function replaceMedia(root: Element): void {
  for (const picture of root.querySelectorAll('img')) replacePicture(picture);
  for (const media of root.querySelectorAll('audio, video')) replaceSound(media);
  for (const frame of root.querySelectorAll('iframe, frame, object, embed, applet')) {
    const address = frame.getAttribute('src') ?? frame.getAttribute('data') ?? '';
    const isSeen = ELSEWHERE.test(address) && !isHidden(frame);
    // The content of an object replaces an object that cannot be shown. In a frame, it is text that no browser shows.
    const rest = frame.localName === 'object' ? [...frame.childNodes] : [];
    if (isSeen && !/\S/.test(wordsIn(rest)))
      rest.unshift(noteFor(frame, t('view_frameLeftOut'), address));
    frame.replaceWith(...rest);
  }
}

function replacePicture(picture: Element): void {
  const address = picture.getAttribute('src') ?? '';
  if (FROM_PAGE.test(address)) return;
  const words = picture.getAttribute('alt');
  if (words?.trim()) {
    const note = newSpan(picture, 'left-out');
    note.textContent = words;
    const title = picture.getAttribute('title');
    if (title !== null) note.title = title;
    keepName(picture, note);
    picture.replaceWith(note);
  } else if (words === null && ELSEWHERE.test(address) && !isHidden(picture)) {
    picture.replaceWith(noteFor(picture, t('view_pictureLeftOut'), address));
  }
}

function replaceSound(media: Element): void {
  const sources = [media, ...media.querySelectorAll('source')];
  const playable = sources.map((it) => it.getAttribute('src') ?? '').find(isPlayable);
  if (playable !== undefined) {
    media.replaceChildren();
    media.setAttribute('src', playable);
    media.setAttribute('controls', '');
    for (const name of ['autoplay', 'loop', 'preload']) media.removeAttribute(name);
    return;
  }
  const isSound = media.localName === 'audio';
  const address = sources
    .map((it) => it.getAttribute('src') ?? '')
    .find((it) => ELSEWHERE.test(it));
  const note = noteFor(
    media,
    t(isSound ? 'view_soundLeftOut' : 'view_videoLeftOut'),
    address ?? '',
  );
  keepName(media, note);
  for (const source of media.querySelectorAll('source, track')) source.remove();
  media.replaceWith(note, ' ', ...media.childNodes);
}

function isPlayable(address: string): boolean {
  return /^\s*data:(?:audio|video)\//i.test(address);
}

/** Says whether a link may lead there. */
function keepName(from: Element, to: HTMLElement): void {
  const name = from.getAttribute('id');
  if (name !== null) to.id = name;
}

/** A pixel that counts readers, or an element that the page hides. */
function isHidden(element: Element): boolean {
  const isTiny = ['width', 'height'].some((side) =>
    /^\s*[01]\s*(?:px)?\s*$/.test(element.getAttribute(side) ?? ''),
  );
  const style = element.getAttribute('style') ?? '';
  return (
    isTiny ||
    element.hasAttribute('hidden') ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)
  );
}

export function noteFor(beside: Element, words: string, address: string): HTMLElement {
  const note = newSpan(beside, 'left-out');
  note.textContent = words;
  if (ELSEWHERE.test(address)) {
    const link = beside.ownerDocument.createElement('a');
    link.setAttribute('href', address.trim());
    link.textContent = address.trim();
    // A link cannot contain another link.
    note.append(': ', beside.parentElement?.closest('a') ? link.textContent : link);
  }
  return note;
}

function newSpan(beside: Element, className: string): HTMLElement {
  const span = beside.ownerDocument.createElement('span');
  span.className = className;
  return span;
}

function wordsIn(nodes: readonly Node[]): string {
  return nodes.map((node) => node.textContent).join('');
}

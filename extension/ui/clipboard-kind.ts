/** Says what kind of thing is on the clipboard, from the types that it lists: no content is read for that. */
import { browser } from 'wxt/browser';

export type ClipboardKind = 'text' | 'formatted' | 'picture' | 'empty';

/** Undefined where the browser would have to ask first: nobody has pressed anything yet. */
export async function clipboardKind(clipboard: Clipboard): Promise<ClipboardKind | undefined> {
  try {
    if (!(await isClipboardReadable())) return undefined;
    const items = await clipboard.read();
    return kindOf(new Set(items.flatMap(({ types }) => types)));
  } catch {
    return undefined; // the popup is not focused, or the system's clipboard is busy: the button works all the same
  }
}

export function kindOf(types: ReadonlySet<string>): ClipboardKind {
  const hasText = types.has('text/plain');
  // A browser copies a picture with the element that showed it, and no text.
  if (types.has('image/png') && !hasText) return 'picture';
  if (types.has('text/html')) return 'formatted';
  return hasText ? 'text' : 'empty';
}

/** Asks for the permission on the first use, so that installing the extension does not ask for it. */
export async function mayReadClipboard(): Promise<boolean> {
  // Firefox allows nothing between the click and the request.
  if (import.meta.env.BROWSER !== 'firefox' && (await isClipboardReadable())) return true;
  return browser.permissions.request({ permissions: ['clipboardRead'] });
}

async function isClipboardReadable(): Promise<boolean> {
  if (import.meta.env.BROWSER === 'firefox') {
    return browser.permissions.contains({ permissions: ['clipboardRead'] });
  }
  const name = 'clipboard-read' as PermissionName; // a name of Chromium's own
  return (await navigator.permissions.query({ name })).state === 'granted';
}

/** The viewer's own URL: the relay, and the rest of the link unchanged, with its fragment as a fragment. */
import { browser } from 'wxt/browser';

/** The start of the viewer's URL for a page of `relay`; its address and fragment follow. */
export function viewerUrl(relay: string): string {
  return `${browser.runtime.getURL('/viewer.html')}?relay=${encodeURIComponent(relay)}&u=`;
}

/** The viewer's URL for a link as `formatLink` writes it. */
export function viewerUrlOf(link: string): string {
  const { origin, pathname, hash } = new URL(link);
  return viewerUrl(origin) + pathname.slice(1) + hash;
}

/** The link in a viewer's URL. It may be any text; the viewer looks for the link in it. */
export function linkOf(viewer: URL): string {
  const relay = viewer.searchParams.get('relay') ?? '';
  // Not read as a param, because a damaged link has its own query there.
  const [, rest = ''] = /[?&]u=(.*)$/s.exec(viewer.search) ?? [];
  return `${relay}/${rest}${viewer.hash}`;
}

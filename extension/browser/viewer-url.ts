/** The viewer's own URL: which relay, and as it stands what follows that in the link, its fragment as a fragment. */
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

/** The link that a viewer's URL stands for; it may be any text, and whoever opens it looks for the link in it. */
export function linkOf(viewer: URL): string {
  const relay = viewer.searchParams.get('relay') ?? '';
  // Not as a param: a link that was mended by nobody yet has its own query there.
  const [, rest = ''] = /[?&]u=(.*)$/s.exec(viewer.search) ?? [];
  return `${relay}/${rest}${viewer.hash}`;
}

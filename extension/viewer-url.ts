/** The viewer's own URL: which relay, which address, and in the fragment what is in the link's. */
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

/** The link that a viewer's URL stands for; it may be any text, and whoever opens it parses it. */
export function linkOf(viewer: URL): string {
  const relay = viewer.searchParams.get('relay') ?? '';
  return `${relay}/${viewer.searchParams.get('u') ?? ''}${viewer.hash}`;
}

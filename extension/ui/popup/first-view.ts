/**
 * The first view of the popup, read from the store. The background may have to be started first, so its answer comes
 * later, and takes the place of each part.
 */
import { onceLinksOf } from '../../store/once-links.ts';
import { recentPage } from '../../store/recent-page.ts';
import type { Overview } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import type { Settings } from '../../store/settings.ts';

export type AtOnce = Pick<Overview, 'heldCount' | 'lifetime' | 'recent'>;

/** Reads no more of the store than the popup has room for. */
export async function readAtOnce(
  pages: Pages,
  settings: Pick<Settings, 'lifetime' | 'uploads'>,
  shown: number,
): Promise<AtOnce> {
  const [recent, heldCount] = await Promise.all([pages.recent(shown), pages.count()]);
  const uploads = { pages: settings.uploads === 'all' ? 'all' : 'published' } as const;
  const { lifetime } = settings;
  const once = await onceLinksOf(pages, recent);
  return {
    heldCount,
    lifetime,
    recent: recent.map((page) => recentPage(page, uploads, once.get(page.address))),
  };
}

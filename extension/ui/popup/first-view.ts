/**
 * What the popup shows before the background has answered, which may have to be started first: `Overview` without what
 * only the background knows. Each part is replaced by what it says.
 */
import { recentPage } from '../../store/recent-page.ts';
import type { Overview } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import type { Settings } from '../../store/settings.ts';

export type AtOnce = Pick<Overview, 'heldCount' | 'lifetime' | 'recent'>;

/** No more of the store than the popup has room for is read. */
export async function readAtOnce(
  pages: Pages,
  settings: Pick<Settings, 'lifetime' | 'uploads'>,
  shown: number,
): Promise<AtOnce> {
  const [recent, heldCount] = await Promise.all([pages.recent(shown), pages.count()]);
  const uploads = { pages: settings.uploads === 'all' ? 'all' : 'published' } as const;
  const { lifetime } = settings;
  return { heldCount, lifetime, recent: recent.map((page) => recentPage(page, uploads)) };
}

import type { OnceLinkView } from '@mayfly/relay/words';
import type { Uploads, RecentPage } from '../messages.ts';
import { atHome } from './at-home.ts';
import type { PageRecord } from './database.ts';
import { linkOfPage } from './page-link.ts';
import { isUploaded } from './upload-scope.ts';

/** A page in the popup's list, before anybody has counted its holders. */
export function recentPage(
  page: PageRecord,
  uploads: Uploads,
  once?: readonly OnceLinkView[],
): RecentPage {
  const { address, title, origin, addedAt } = page;
  const length = page.bundle?.bytes ?? page.length;
  const link = linkOfPage(page);
  const shown = { address, title, link, length, origin, addedAt, ...(once && { once }) };
  const home = atHome(page);
  return { ...shown, ...(home && { home }), isUploaded: isUploaded(page, uploads) };
}

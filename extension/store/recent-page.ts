import type { Uploads, RecentPage } from '../messages.ts';
import type { PageRecord } from './database.ts';
import { linkOfPage } from './page-link.ts';
import { isUploaded } from './upload-scope.ts';

/** A page as the popup lists it, before anybody knows how many hold it. */
export function recentPage(page: PageRecord, uploads: Uploads): RecentPage {
  const { address, title, length, origin, addedAt } = page;
  const link = linkOfPage(page);
  return { address, title, link, length, origin, addedAt, isUploaded: isUploaded(page, uploads) };
}

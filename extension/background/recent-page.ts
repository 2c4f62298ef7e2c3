import type { Handing, RecentPage } from '../messages.ts';
import type { PageRecord } from '../store/database.ts';
import { linkOfPage } from '../store/page-link.ts';
import { isHandedOn } from './handed-on.ts';

/** A page as the popup lists it, before anybody knows how many hold it. */
export function recentPage(page: PageRecord, handing: Handing): RecentPage {
  const { address, title, length, origin, addedAt } = page;
  const link = linkOfPage(page);
  return { address, title, link, length, origin, addedAt, isHandedOn: isHandedOn(page, handing) };
}

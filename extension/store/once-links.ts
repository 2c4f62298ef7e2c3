/** The once links of held pages, as screens show them. */
import type { Address } from '@mayfly/relay/protocol';
import type { OnceLinkView } from '@mayfly/relay/words';
import type { PageRecord } from './database.ts';
import { onceLinkOf } from './page-link.ts';
import type { Pages } from './pages.ts';

export type OnceLinks = ReadonlyMap<Address, readonly OnceLinkView[]>;

/** By page. A page that was never shared by once links is not in it. */
export async function onceLinksOf(
  { locks }: Pick<Pages, 'locks'>,
  pages: readonly PageRecord[],
): Promise<OnceLinks> {
  const shared = pages.filter(({ once }) => once);
  if (shared.length === 0) return new Map();
  const records = await locks.ofPages(shared.map(({ address }) => address));
  const ofPage = Map.groupBy(records, ({ page }) => page);
  return new Map(
    shared.map((page) => [
      page.address,
      (ofPage.get(page.address) ?? []).map((record) => onceLinkOf(page, record)),
    ]),
  );
}

/** Gives a page that was shared a name: its link says it to readers, and lists here show it. */
import { formatLink, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import type { NamedLink } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import { titleOf } from '../../store/title.ts';

export interface NamingDeps {
  readonly pages: Pick<Pages, 'get' | 'describe'>;
}

/** The page keeps its address, so links that were given out before still lead to it. */
export async function nameShared(
  { pages }: NamingDeps,
  { link, name }: NamedLink,
): Promise<string | undefined> {
  const parsed = parseLink(link);
  if (isLinkProblem(parsed)) throw new Error(`expected a link of a shared page: ${parsed.message}`);
  const page = await pages.get(parsed.address);
  if (!page) return undefined;
  const { key, mediaType } = page;
  const title = titleOf({ bytes: new Uint8Array(), mediaType, name });
  await pages.describe(page.address, { ...(key && { key }), mediaType, name, title });
  return formatLink({ ...parsed, name });
}

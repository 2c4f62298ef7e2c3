import { formatLink } from '@mayfly/relay/protocol';
import type { PageRecord } from './database.ts';

type Linked = Pick<
  PageRecord,
  'address' | 'key' | 'mediaType' | 'name' | 'relays' | 'origin' | 'expires'
> &
  Partial<Pick<PageRecord, 'lifetime'>>;

/** The link of a held page, its key included: at the first of its relays, with the others named. */
export function linkOfPage(page: Linked): string {
  const { address, key, mediaType, name, relays } = page;
  const [relay = '', ...others] = relays;
  const expires = expiresOf(page);
  const hints = { mediaType, ...(name && { name }), ...(expires !== undefined && { expires }) };
  return formatLink({ relay, address, ...(key && { key }), ...hints, relays: others });
}

/** The publisher of a page decides when its holders delete it. A reader passes on the expiry in the link. */
function expiresOf({ origin, lifetime, expires }: Linked): number | undefined {
  if (origin === 'viewed') return expires;
  return lifetime?.until === 'time' ? Math.ceil(lifetime.at / 1_000) : undefined;
}

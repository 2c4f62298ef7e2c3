import { formatLink, type Link } from '@mayfly/relay/protocol';
import { type OnceLinkView, onceLinkView } from '@mayfly/relay/words';
import type { PageRecord } from './database.ts';
import { isSound, type StoredLock } from './locks.ts';

type Linked = Pick<
  PageRecord,
  'address' | 'key' | 'mediaType' | 'name' | 'relays' | 'origin' | 'expires' | 'once'
> &
  Partial<Pick<PageRecord, 'lifetime'>>;

/**
 * The link of a held page, its key included: at the first of its relays, with the others named. The link of a page that
 * is shared by once links has no key, and leads nowhere but here.
 */
export function linkOfPage(page: Linked): string {
  const { address, key, mediaType, name, once } = page;
  const hints = { mediaType, ...(name && { name }) };
  return formatLink({ ...placeOf(page), address, ...(key && !once && { key }), ...hints });
}

/** A once link of a held page, as screens show it. */
export function onceLinkOf(page: Linked, record: StoredLock): OnceLinkView {
  const { lock, capability, total, person } = record;
  if (isSound(record)) {
    return onceLinkView(record, formatLink({ ...placeOf(page), address: lock, capability }));
  }
  const none = { count: 0 };
  const facts = { lock, total: Number(total) || 1, ...(typeof person === 'string' && { person }) };
  const nothing = { releases: [], refused: { wrongProof: none, spent: none } };
  return { ...onceLinkView({ ...facts, ...nothing }, ''), isDamaged: true };
}

/** Where readers find a page, and until when. */
function placeOf(page: Linked): Pick<Link, 'relay' | 'relays' | 'expires'> {
  const [relay = '', ...relays] = page.relays;
  const expires = expiresOf(page);
  return { relay, relays, ...(expires !== undefined && { expires }) };
}

/** Unix seconds. The publisher of a page decides when its holders delete it. A reader passes on the expiry in the link. */
export function expiresOf({ origin, lifetime, expires }: Linked): number | undefined {
  if (origin === 'viewed') return expires;
  return lifetime?.until === 'time' ? Math.ceil(lifetime.at / 1_000) : undefined;
}

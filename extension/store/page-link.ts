import { formatLink } from '@mayfly/relay/protocol';
import type { PageRecord } from './database.ts';

type Linked = Pick<PageRecord, 'address' | 'key' | 'mediaType' | 'name' | 'relays'>;

/** The link of a held page, its key included: at the first of its relays, with the others named. */
export function linkOfPage({ address, key, mediaType, name, relays }: Linked): string {
  const [relay = '', ...others] = relays;
  const hints = { mediaType, ...(name && { name }) };
  return formatLink({ relay, address, ...(key && { key }), ...hints, relays: others });
}

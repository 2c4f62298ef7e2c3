/** The requests by which a keeper is asked to keep a page, or a bundle with all its parts. */
import type { KeeperRequest } from '@mayfly/relay/client';
import type { PageRecord } from '../../store/database.ts';
import { diskBytes, type HeldPart } from '../../store/held-bundle.ts';
import { expiresOf } from '../../store/page-link.ts';

/** The most addresses in one request: PROTOCOL.md, appendix F. */
export const MOST_ADDRESSES = 64;

/** `relay`: where the keeper is asked. It fetches the page there, or at the page's own relay. */
export function keepRequests(
  page: PageRecord,
  parts: readonly HeldPart[],
  relay: string,
): readonly KeeperRequest[] {
  const until = expiresOf(page);
  const [elsewhere] = page.relays.includes(relay) ? [] : page.relays;
  const request = {
    type: 'keep' as const,
    address: page.address,
    bytes: diskBytes(page),
    ...(until !== undefined && { until }),
    ...(elsewhere !== undefined && { relay: elsewhere }),
  };
  if (parts.length === 0) return [request];
  const addresses = parts.map(({ address }) => address);
  const total = addresses.length;
  return Array.from({ length: Math.ceil(total / MOST_ADDRESSES) }, (_, i) => {
    const from = i * MOST_ADDRESSES;
    const some = addresses.slice(from, from + MOST_ADDRESSES);
    return { ...request, parts: { total, from, addresses: some } };
  });
}

/** The request by which a keeper is asked to keep a page, or a bundle with all its parts. */
import type { KeeperRequest } from '@mayfly/relay/client';
import type { PageRecord } from '../../store/database.ts';
import { diskBytes, type HeldPart } from '../../store/held-bundle.ts';
import type { StoredKeeper } from '../../store/keeper-records.ts';
import { expiresOf } from '../../store/page-link.ts';

/** The keeper fetches the page at the relay where it is asked; or else at another one that both have. */
export function keepRequest(
  page: PageRecord,
  parts: readonly HeldPart[],
  { relay, relays }: Pick<StoredKeeper, 'relay' | 'relays'>,
): KeeperRequest {
  const until = expiresOf(page);
  const isHere = page.relays.includes(relay);
  const elsewhere = isHere ? undefined : page.relays.find((other) => relays.includes(other));
  return {
    ...{ type: 'keep', address: page.address, bytes: diskBytes(page) },
    ...(until !== undefined && { until }),
    ...(elsewhere !== undefined && { relay: elsewhere }),
    ...(parts.length > 0 && { parts: parts.map(({ address }) => address) }),
  };
}

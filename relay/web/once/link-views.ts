import type { Address } from '../../protocol/address.ts';
import { formatLink } from '../../protocol/link.ts';
import { type OnceLinkView, onceLinkView } from '../../words/once-link.ts';
import type { OnceShares } from './once-shares.ts';

/** The once links of a page as screens show them; undefined if the tab has none. Reads signals. */
export function linkViews(once: OnceShares, page: Address): readonly OnceLinkView[] | undefined {
  return once.linksOf(page)?.map((record) => {
    const { lock: address, capability } = record;
    const link = formatLink({ relay: location.origin, address, capability, relays: [] });
    return onceLinkView(record, link);
  });
}

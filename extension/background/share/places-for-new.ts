/** Where a new page is announced, and which of the user's keepers keep it too. */
import type { Address } from '@mayfly/relay/protocol';
import type { Pages } from '../../store/pages.ts';
import { relaysForNew, type Settings } from '../../store/settings.ts';

export interface PlacesForNew {
  /** The default relay comes first. */
  readonly relays: readonly [string, ...string[]];
  readonly keepers: readonly Address[];
}

/** A keeper fetches a page at a relay of its own. So the page is announced at one of those, too. */
export async function placesForNew(
  { pages }: { readonly pages: Pages },
  settings: Settings,
): Promise<PlacesForNew> {
  const [first, ...rest] = relaysForNew(settings);
  const keepers = settings.keepsAtHome ? await pages.keepers.present() : [];
  const relays = [first, ...rest];
  for (const keeper of keepers) {
    if (![keeper.relay, ...keeper.relays].some((relay) => relays.includes(relay))) {
      relays.push(keeper.relay);
    }
  }
  return { relays: [first, ...relays.slice(1)], keepers: keepers.map(({ id }) => id) };
}

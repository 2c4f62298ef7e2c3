/** What relays learn of the held pages and get of them: those that are handed on at this moment, and no other. */
import type { PageSource } from '@mayfly/relay/client';
import type { Handing } from '../messages.ts';
import type { PageRecord } from '../store/database.ts';
import type { Pages } from '../store/pages.ts';
import type { Manners } from './manners.ts';
import { SoundCopies } from './sound-copies.ts';

/** A damaged copy is none: no reader could use it. */
export function isHandedOn(
  { origin, isDamaged }: Pick<PageRecord, 'origin' | 'isDamaged'>,
  handing: Handing,
): boolean {
  return !isDamaged && (handing.pages === 'all' || handing.pages === origin);
}

/** What a client of `relay` announces and serves. */
export function handedOnSource(pages: Pages, manners: Manners, relay: string): PageSource {
  const copies = new SoundCopies(pages);
  return {
    addresses: async () => {
      const handing = await manners.handing();
      const held = handing.pages === 'none' ? [] : await pages.ofRelay(relay);
      return held.filter((page) => isHandedOn(page, handing)).map(({ address }) => address);
    },
    read: async (address, from, length) => {
      const [handing, page] = await Promise.all([manners.handing(), pages.get(address)]);
      // A relay could ask for any address, to learn whether the page is announced elsewhere.
      const isTold = page?.relays.includes(relay) && isHandedOn(page, handing);
      const range = isTold ? await copies.read(address, from, length) : undefined;
      // Counted before it is sent: a relay that hangs up in the middle has cost its upload all the same.
      if (range) manners.noteServed(range.bytes.length);
      return range;
    },
  };
}

/** What relays learn of the held pages and get of them: those that are handed on at this moment, and no other. */
import type { PageSource } from '@mayfly/relay/client';
import type { Handing } from '../messages.ts';
import type { PageRecord } from '../store/database.ts';
import type { Pages } from '../store/pages.ts';
import type { Manners } from './manners.ts';

export function isHandedOn({ origin }: Pick<PageRecord, 'origin'>, handing: Handing): boolean {
  return handing.pages === 'all' || handing.pages === origin;
}

/** What a client of `relay` announces and serves. */
export function handedOnSource(pages: Pages, manners: Manners, relay: string): PageSource {
  return {
    addresses: async () => {
      const handing = await manners.handing();
      const held = handing.pages === 'none' ? [] : await pages.ofRelay(relay);
      return held.filter((page) => isHandedOn(page, handing)).map(({ address }) => address);
    },
    read: async (address, from, length) => {
      const handing = await manners.handing();
      if (handing.pages === 'none') return undefined;
      if (handing.pages === 'all') return pages.read(address, from, length);
      const page = await pages.get(address);
      return page && isHandedOn(page, handing) ? pages.read(address, from, length) : undefined;
    },
  };
}

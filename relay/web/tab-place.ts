/** The places where a tab can be: each is a screen with what it shows. */
import type { Client } from '../client/client.ts';
import type { Address } from '../protocol/address.ts';
import type { Link } from '../protocol/link.ts';
import { PageReading } from '../view/index.ts';
import type { HeldPages } from './held-pages.ts';
import type { Route } from './route.ts';
import { namedOnce } from './stored-names.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type ReadRoute = Extract<Route, { screen: 'read' }>;

/** A page that is being read. */
export interface Read {
  readonly screen: 'read';
  readonly page: PageReading;
  /** True if this tab has just made the page. */
  readonly isMade: boolean;
}

/** A once link that is being read. */
export interface Once {
  readonly screen: 'once';
  /** Without a capability if that is cut off or too long. */
  readonly link: Link;
  /** The small page that the link leads to: asked for at once, while the code for it is loaded. */
  readonly lockPage: Promise<Bytes>;
  readonly leaving: AbortController;
}

/** A page that this tab shared by once links. */
export interface Shared {
  readonly screen: 'shared';
  readonly page: Address;
  /** True if this tab has just made the links. */
  readonly isMade: boolean;
}

/** The screen that the tab shows, with its page where there is one. */
export type Place = Exclude<Route, ReadRoute> | Read | Once | Shared;

export interface PlaceDeps {
  readonly client: Client;
  readonly pages: HeldPages;
  readonly canHash: boolean;
  readonly now: () => number;
  /** Called with each page that is read, once it is on the screen. */
  readonly onReadable: (address: Address, bytes: Bytes) => void;
  readonly isMade: boolean;
}

/** Begins to read what a link leads to. */
export function placeOf(route: ReadRoute, deps: PlaceDeps): Place {
  const { link, isKeyDamaged, isCapabilityDamaged } = route;
  const { client, pages, canHash, now, onReadable, isMade } = deps;
  const { address } = link;
  if (namedOnce().includes(address)) return { screen: 'shared', page: address, isMade };
  const isOnce = link.capability !== undefined || isCapabilityDamaged;
  if (isOnce && canHash) return readOnce(client, link);
  const page = new PageReading({
    client,
    link,
    isKeyDamaged,
    held: pages.get(address),
    onReadable: (bytes) => onReadable(address, bytes),
    canVerify: canHash,
    now,
  });
  return { screen: 'read', page, isMade };
}

/** Ends what a place does. */
export function leave(place: Place): void {
  if (place.screen === 'read') place.page.stop();
  if (place.screen === 'once') place.leaving.abort();
}

function readOnce(client: Client, link: Link): Once {
  const leaving = new AbortController();
  const lockPage = client.fetch(link.address, leaving);
  lockPage.catch(() => {}); // the screen says why, once it is there
  return { screen: 'once', link, lockPage, leaving };
}

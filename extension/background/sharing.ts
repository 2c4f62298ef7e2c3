/** Publishing: a page is stored first, then acknowledged and announced, so that what was promised is never lost. */
import { addressOf } from '@mayfly/relay/client';
import type { Client } from '@mayfly/relay/client';
import { type Address, type Link, formatLink } from '@mayfly/relay/protocol';
import type { Shared } from '../messages.ts';
import type { Pages } from '../store/pages.ts';
import { titleOf } from '../store/title.ts';
import { tooLarge, wording } from '../wording.ts';
import type { Relays } from './relays.ts';
import type { Seeding } from './seeding.ts';

/** What somebody wants to share. */
export interface Publication {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
}

export interface SharingDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly now: () => number;
}

/** How long somebody who shares waits to hear that the relay knows; the page is safe from the start. */
const ANNOUNCE_MS = 3_000;

/** Publishes a page at `relay`. Resolves when it is stored, and says whether the relay knows of it yet. */
export async function share(
  deps: SharingDeps,
  relay: string,
  publication: Publication,
): Promise<Shared> {
  const { bytes, mediaType, name } = publication;
  if (bytes.length === 0) return { outcome: 'refused', message: wording.nothingToShare };
  const { pageBytes } = deps.relays.limits(relay);
  if (bytes.length > pageBytes) {
    return { outcome: 'refused', message: tooLarge(bytes.length, pageBytes) };
  }
  const lease = deps.relays.use(relay);
  try {
    const address = await addressOf(bytes);
    await store(deps, relay, address, publication);
    await deps.seeding.announce(address, [relay]);
    const link: Link = { relay, address, mediaType, ...(name && { name }), relays: [] };
    const isAnnounced = await isKnownTo(lease.client);
    return { outcome: 'shared', address, link: formatLink(link), relay, isAnnounced };
  } finally {
    lease.release();
  }
}

function store(
  { pages, now }: SharingDeps,
  relay: string,
  address: Address,
  { bytes, mediaType, name }: Publication,
): Promise<void> {
  const page = {
    address,
    mediaType,
    ...(name && { name }),
    title: name ?? titleOf(bytes, mediaType),
    origin: 'published' as const,
    relays: [relay],
    addedAt: now(),
  };
  return pages.put(page, bytes);
}

/** Whether the relay has acted on all that was said to it, within the time that a person waits. */
function isKnownTo(client: Client): Promise<boolean> {
  return new Promise((resolve) => {
    const stop = client.subscribe((event) => {
      if (event.type === 'connection' && event.connection.state === 'waiting') settle(false);
    });
    const timer = setTimeout(() => settle(false), ANNOUNCE_MS);
    const settle = (isKnown: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(isKnown);
    };
    if (client.connection.state === 'waiting') settle(false);
    client.settled().then(
      () => settle(true),
      () => settle(false), // closed before it knew
    );
  });
}

/** Publishing: a page is stored first, then acknowledged and announced, so that what was promised is never lost. */
import { addressOf, largestContent, seal } from '@mayfly/relay/client';
import type { Client } from '@mayfly/relay/client';
import type { Shared } from '../messages.ts';
import { linkOfPage } from '../store/page-link.ts';
import type { NewPage, Pages } from '../store/pages.ts';
import { titleOf } from '../store/title.ts';
import { tooLarge, wording } from '../wording.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { Relays } from './relays.ts';
import { storePage } from './room.ts';
import type { Seeding } from './seeding.ts';

/** What somebody wants to share. */
export interface Publication {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
  /** Whether it is encrypted, its key in the link. */
  readonly isSealed: boolean;
}

export interface SharingDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly lifetimes: Lifetimes;
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
  const refusal = refuse(publication, deps.relays.limits(relay).pageBytes);
  if (refusal !== undefined) return { outcome: 'refused', message: refusal };
  const lease = deps.relays.use(relay);
  try {
    const lifetime = await deps.lifetimes.forNew();
    const { page, bytes } = await pageOf(publication, relay, deps.now());
    await storePage(deps, { ...page, lifetime }, bytes);
    await deps.seeding.announce(page.address, [relay]);
    const isAnnounced = await isKnownTo(lease.client);
    const { address } = page;
    const held = await deps.pages.get(address); // it may have been held for longer before
    const link = linkOfPage(held ?? { ...page, lifetime });
    return { outcome: 'shared', address, link, relay, isAnnounced };
  } finally {
    lease.release();
  }
}

function refuse({ bytes, isSealed }: Publication, pageBytes: number): string | undefined {
  if (bytes.length === 0) return wording.nothingToShare;
  const room = isSealed ? largestContent(pageBytes) : pageBytes;
  return bytes.length > room ? tooLarge(bytes.length, room, isSealed) : undefined;
}

/** The page as it is held, and what is known of it here alone. */
async function pageOf(
  { bytes: content, mediaType, name, isSealed }: Publication,
  relay: string,
  addedAt: number,
): Promise<{ page: NewPage; bytes: Uint8Array }> {
  const { bytes, ...key } = isSealed ? await seal(content) : { bytes: content };
  const page = {
    address: await addressOf(bytes),
    ...key,
    mediaType,
    ...(name && { name }),
    title: name ?? titleOf(content, mediaType),
    origin: 'published' as const,
    relays: [relay],
    addedAt,
  };
  return { page, bytes };
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

/** Opening a link: what is held is there at once; the rest is wanted, stored, and from then on held for others too. */
import { type Link, mediaTypeOf } from '@mayfly/relay/protocol';
import type { PageRecord } from '../store/database.ts';
import type { Pages } from '../store/pages.ts';
import { titleOf } from '../store/title.ts';
import type { Relays } from './relays.ts';
import type { Seeding } from './seeding.ts';

export interface FetchingDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly now: () => number;
}

/**
 * The page that `link` names, once it is stored here. Waits for as long as it takes somebody to hold it; rejects as
 * `Client.fetch` does.
 */
export async function obtain(
  deps: FetchingDeps,
  link: Link,
  signal: AbortSignal,
  onProgress: (received: number, total: number) => void,
): Promise<PageRecord | undefined> {
  const { pages, seeding } = deps;
  const { address, relay } = link;
  if (await pages.get(address)) {
    await pages.addRelay(address, relay);
  } else {
    await fetchInto(deps, link, signal, onProgress);
  }
  await seeding.announce(address, [relay]);
  return pages.get(address);
}

async function fetchInto(
  { pages, relays, now }: FetchingDeps,
  link: Link,
  signal: AbortSignal,
  onProgress: (received: number, total: number) => void,
): Promise<void> {
  const { address, relay, name } = link;
  const lease = relays.use(relay);
  try {
    const bytes = await lease.client.fetch(address, { signal, onProgress });
    const mediaType = mediaTypeOf(link);
    const title = name ?? titleOf(bytes, mediaType);
    const hints = { mediaType, title, ...(name && { name }) };
    await pages.put(
      { address, ...hints, origin: 'viewed', relays: [relay], addedAt: now() },
      bytes,
    );
  } finally {
    lease.release();
  }
}

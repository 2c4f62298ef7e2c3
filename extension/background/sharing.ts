/** Publishing: a page is stored first, then acknowledged and announced, so that what was promised is never lost. */
import { addressOf, largestContent, seal } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/view';
import type { Rest, Shared } from '../messages.ts';
import { linkOfPage } from '../store/page-link.ts';
import type { Pages } from '../store/pages.ts';
import type { NewPage } from '../store/record-changes.ts';
import { titleOf } from '../store/title.ts';
import { tooLarge } from '../wording.ts';
import { whoKnows, type WhoKnows } from './announced.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { Manners } from './manners.ts';
import type { Lease, Relays } from './relays.ts';
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
  readonly manners: Manners;
  readonly now: () => number;
}

/** A relay that a page is published at. */
interface Use extends Lease {
  readonly relay: string;
}

/**
 * Publishes a page at these relays, of which the first must have room for it. Resolves when it is stored, and says
 * which of them know of it yet.
 */
export async function share(
  deps: SharingDeps,
  relays: readonly [string, ...string[]],
  publication: Publication,
): Promise<Shared> {
  const [first, ...others] = relays;
  const refusal = refuse(publication, deps.relays.limits(first).pageBytes);
  if (refusal !== undefined) return { outcome: 'refused', message: refusal };
  const roomy = others.filter((relay) => !refuse(publication, deps.relays.limits(relay).pageBytes));
  const uses = [first, ...roomy].map((relay) => ({ relay, ...deps.relays.use(relay) }));
  try {
    return await publish(deps, uses, publication);
  } finally {
    for (const { release } of uses) release();
  }
}

async function publish(
  deps: SharingDeps,
  uses: readonly Use[],
  publication: Publication,
): Promise<Shared> {
  const relays = uses.map(({ relay }) => relay);
  const lifetime = await deps.lifetimes.forNew();
  const { page, bytes } = await pageOf(publication, relays, deps.now());
  await storePage(deps, { ...page, lifetime }, bytes);
  const { reached, unreached, rest } = await announce(deps, uses, page.address);
  const { address } = page;
  // It may have been held for longer before.
  const held = (await deps.pages.get(address).catch(logged)) ?? { ...page, lifetime };
  // Whoever reads it without the extension gets no further than the relay that the link begins with.
  const linked = [...new Set([...reached, ...held.relays])];
  const link = linkOfPage({ ...held, relays: linked });
  const isAnnounced = reached.length > 0;
  return { outcome: 'shared', address, link, isAnnounced, unreached, ...(rest && { rest }) };
}

interface Announced extends WhoKnows {
  /** Why it is not handed on now. */
  readonly rest?: Rest;
}

/** Tells of a page that is stored. Where that fails it is shared all the same, and told of when the worker starts next. */
async function announce(
  { seeding, manners }: SharingDeps,
  uses: readonly Use[],
  address: Address,
): Promise<Announced> {
  const relays = uses.map(({ relay }) => relay);
  try {
    await seeding.announce(address, relays);
    const handing = await manners.handing();
    if (handing.pages !== 'none') return await whoKnows(uses);
    return { reached: [], unreached: [], rest: handing }; // while nothing is handed on, none is told
  } catch (error) {
    logged(error);
    return { reached: [], unreached: relays };
  }
}

function logged(error: unknown): undefined {
  console.error(error);
}

function refuse({ bytes, isSealed }: Publication, pageBytes: number): string | undefined {
  if (bytes.length === 0) return t('share_empty');
  const room = isSealed ? largestContent(pageBytes) : pageBytes;
  return bytes.length > room ? tooLarge(bytes.length, room, isSealed) : undefined;
}

/** The page as it is held, and what is known of it here alone. */
async function pageOf(
  { bytes: content, mediaType, name, isSealed }: Publication,
  relays: readonly string[],
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
    relays,
    addedAt,
  };
  return { page, bytes };
}

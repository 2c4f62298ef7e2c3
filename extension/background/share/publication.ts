/**
 * Publishing: once its relays have said what they take, a page is stored, and only then announced and acknowledged, so
 * that what was promised is never lost.
 */
import { addressOf, largestContent, mostContent, seal, type Sealed } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';
import type { Omissions, Rest, Shared } from '../../messages.ts';
import { linkOfPage } from '../../store/page-link.ts';
import type { Pages } from '../../store/pages.ts';
import type { NewPage } from '../../store/record-changes.ts';
import { defaultRelay, relaysForNew, type Settings } from '../../store/settings.ts';
import type { LifetimeChoice } from '../../store/lifetime.ts';
import { titleOf } from '../../store/title.ts';
import { notStored, tooLarge } from '../../sentences.ts';
import { answeringRelays, informedRelays } from './relay-answers.ts';
import type { Expiry } from '../hold/expiry.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import type { Lease, Relays } from '../relays.ts';
import { storePage } from '../hold/eviction.ts';
import type { Seeding } from '../hold/seeding.ts';

/** A page that somebody wants to share. */
export interface Publication extends Omissions {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
  /** `true` encrypts it and puts the key into the link. */
  readonly isSealed: boolean;
  /** How long this browser keeps it; left out: as the settings say at that moment. */
  readonly lifetime?: LifetimeChoice;
}

/** The bytes that travel, and the key if they are encrypted. */
type SealedBytes = Pick<Sealed, 'bytes'> & Partial<Sealed>;

interface SealedPublication extends Publication {
  readonly sealed: SealedBytes;
}

export interface ShareDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly expiry: Expiry;
  readonly uploadPolicy: UploadPolicy;
  readonly now: () => number;
}

/** A relay that a page is published at. */
interface Use extends Lease {
  readonly relay: string;
}

interface AnsweredUse extends Use {
  /** Whether it has said what it takes. */
  readonly isAnswering: boolean;
}

/** Shares a page as the settings say of new pages. A share reads the settings once, at its door, and passes them on. */
export function shareBySettings(
  deps: ShareDeps,
  settings: Settings,
  publication: Omit<Publication, 'isSealed' | 'lifetime'> & { readonly isSealed?: boolean },
): Promise<Shared> {
  const { isSealed, lifetime } = settings;
  return share(deps, relaysForNew(settings), { isSealed, ...publication, lifetime });
}

/** The largest content of a new page, in bytes. */
export function contentLimit({ relays }: Pick<ShareDeps, 'relays'>, settings: Settings): number {
  const { pageBytes } = relays.limits(defaultRelay(settings));
  return settings.isSealed ? largestContent(pageBytes) : pageBytes;
}

/** Makes a refusal of a share that fails for the disk or the store. */
export function settle(sharing: Promise<Shared>): Promise<Shared> {
  return sharing.catch((error: unknown) => {
    console.error(error);
    return { outcome: 'refused', message: notStored(error) };
  });
}

/**
 * Publishes a page at these relays, of which the first must have room for it. Resolves when it is stored, and says
 * which of them know of it yet.
 */
export async function share(
  deps: ShareDeps,
  relays: readonly [string, ...string[]],
  publication: Publication,
): Promise<Shared> {
  const emptiness = refuseEmpty(publication);
  if (emptiness !== undefined) return { outcome: 'refused', message: emptiness };
  const uses = relays.map((relay) => ({ relay, ...deps.relays.use(relay) }));
  try {
    return await shareAt(deps, uses, publication);
  } finally {
    for (const { release } of uses) release();
  }
}

async function shareAt(
  deps: ShareDeps,
  uses: readonly Use[],
  publication: Publication,
): Promise<Shared> {
  // A relay passes nothing on that is larger than it takes, and says what it takes only as it is connected to.
  const answering = await answeringRelays(uses);
  const rooms = uses.map(({ relay }) => deps.relays.limits(relay).pageBytes);
  const hopeless = refuseHopeless(publication, rooms[0] ?? 0);
  if (hopeless !== undefined) return { outcome: 'refused', message: hopeless };
  const sealed = await sealedAsWanted(publication);
  const refusals = rooms.map((pageBytes) => refuse(publication, sealed, pageBytes));
  const [refusal] = refusals;
  if (refusal !== undefined) return { outcome: 'refused', message: refusal };
  const roomy = uses
    .filter((_, i) => refusals[i] === undefined)
    .map((use) => ({ ...use, isAnswering: answering.includes(use.relay) }));
  return publish(deps, roomy, { ...publication, sealed });
}

async function publish(
  deps: ShareDeps,
  uses: readonly AnsweredUse[],
  publication: SealedPublication,
): Promise<Shared> {
  const relays = uses.map(({ relay }) => relay);
  const lifetime = await deps.expiry.lifetimeForNew(publication.lifetime);
  const { page, bytes } = await pageOf(publication, relays, deps.now());
  const isNew = (await deps.pages.get(page.address)) === undefined;
  await storePage(deps, { ...page, lifetime }, bytes);
  const { reached, unreached, rest } = await announce(deps, uses, page.address);
  const { address } = page;
  // It may have been held for longer before.
  const held = (await deps.pages.get(address).catch(logged)) ?? { ...page, lifetime };
  // Whoever reads it without the extension gets no further than the relay that the link begins with.
  const linked = [...new Set([...reached, ...held.relays])];
  const link = linkOfPage({ ...held, relays: linked });
  const isAnnounced = reached.length > 0;
  const said = { ...(rest && { rest }), ...omissionsOf(publication) };
  return { outcome: 'shared', address, link, isNew, isAnnounced, unreached, ...said };
}

function omissionsOf({ missingImages = 0, notes = [] }: Omissions): Omissions {
  return {
    ...(missingImages > 0 && { missingImages }),
    ...(notes.length > 0 && { notes }),
  };
}

interface Announced {
  readonly reached: readonly string[];
  readonly unreached: readonly string[];
  /** Why it is not handed on now. */
  readonly rest?: Rest;
}

/** Tells of a page that is stored. Where that fails it is shared all the same, and told of when the worker starts next. */
async function announce(
  { seeding, uploadPolicy }: ShareDeps,
  uses: readonly AnsweredUse[],
  address: Address,
): Promise<Announced> {
  const relays = uses.map(({ relay }) => relay);
  try {
    await seeding.announce(address, relays);
    const uploads = await uploadPolicy.uploads();
    // While nothing is handed on, none is told.
    if (uploads.pages === 'none') return { reached: [], unreached: [], rest: uploads };
    // One that had not answered may yet say that it has no room for the page: nothing is promised of it.
    const reached = await informedRelays(uses.filter(({ isAnswering }) => isAnswering));
    return { reached, unreached: relays.filter((relay) => !reached.includes(relay)) };
  } catch (error) {
    logged(error);
    return { reached: [], unreached: relays };
  }
}

function logged(error: unknown): undefined {
  console.error(error);
}

/** A file may be empty where encryption adds bytes to it; a text may not. */
function refuseEmpty({ bytes, isSealed, name }: Publication): string | undefined {
  if (bytes.length > 0 || (isSealed && name)) return undefined;
  return name ? t('view_fileEmpty', { name }) : t('share_empty');
}

/** Why a page cannot be had, however small it becomes. */
function refuseHopeless({ bytes, isSealed }: Publication, pageBytes: number): string | undefined {
  const room = isSealed ? mostContent(pageBytes) : pageBytes;
  return bytes.length > room ? tooLarge(bytes.length, room, isSealed) : undefined;
}

function refuse(
  { bytes, isSealed }: Publication,
  sealed: SealedBytes,
  pageBytes: number,
): string | undefined {
  if (sealed.bytes.length <= pageBytes) return undefined;
  const room = isSealed ? largestContent(pageBytes) : pageBytes;
  return tooLarge(bytes.length, room, isSealed);
}

async function sealedAsWanted({ bytes, isSealed }: Publication): Promise<SealedBytes> {
  return isSealed ? await seal(bytes) : { bytes };
}

/** The page as it is held, and what is known of it here alone. */
async function pageOf(
  { bytes: content, sealed, mediaType, name }: SealedPublication,
  relays: readonly string[],
  addedAt: number,
): Promise<{ page: NewPage; bytes: Uint8Array }> {
  const { bytes, ...key } = sealed;
  const page = {
    address: await addressOf(bytes),
    ...key,
    mediaType,
    ...(name && { name }),
    title: titleOf({ bytes: content, mediaType, name }),
    origin: 'published' as const,
    relays,
    addedAt,
  };
  return { page, bytes };
}

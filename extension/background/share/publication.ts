/**
 * Publishes a page: waits for the limits of its relays, seals the page, stores it, and only then announces and
 * acknowledges it, so that no promised page is lost.
 *
 * One share, start to finish: a door (`requests` from a screen, `menus`, `omnibox`) calls `share-selection`,
 * `share-image`, `share-address` or `share-draft`, which reads the settings and makes the content into a `Publication`.
 * `share` leases its relays, `relay-answers` waits for them, `hold/eviction` stores the page, `hold/seeding` announces
 * it. The `Shared` goes back to the screen, or to `tell/share-outcome`, which copies the link and tells the user.
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
import type { Readings } from '../hold/readings.ts';
import type { Seeding } from '../hold/seeding.ts';

/** A page that somebody wants to share. */
export interface Publication extends Omissions {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
  /** `true` encrypts it and puts the key into the link. */
  readonly isSealed: boolean;
  /** The time for which this browser keeps it; left out: as in the settings at that moment. */
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
  readonly readings: Readings;
  readonly expiry: Expiry;
  readonly uploadPolicy: UploadPolicy;
  readonly now: () => number;
}

/** A relay that a page is published at. */
interface Use extends Lease {
  readonly relay: string;
}

interface AnsweredUse extends Use {
  /** `true` once it has sent its limits. */
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
 * Publishes a page at these relays, the first of which must have room for it. Resolves once the page is stored, with the
 * relays that know of it by then.
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
  // A relay passes on no page beyond its limit, and sends this limit only once it is connected.
  const answering = await answeringRelays(uses);
  const limits = uses.map(({ relay }) => deps.relays.limits(relay).pageBytes);
  const hopeless = refuseHopeless(publication, limits[0] ?? 0);
  if (hopeless !== undefined) return { outcome: 'refused', message: hopeless };
  const sealed = await sealedAsWanted(publication);
  const refusals = limits.map((pageBytes) => refuse(publication, sealed, pageBytes));
  const [refusal] = refusals;
  if (refusal !== undefined) return { outcome: 'refused', message: refusal };
  const fitting = uses
    .filter((_, i) => refusals[i] === undefined)
    .map((use) => ({ ...use, isAnswering: answering.includes(use.relay) }));
  return publish(deps, fitting, { ...publication, sealed });
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
  // It may have had a longer lifetime before.
  const held = (await deps.pages.get(address).catch(logged)) ?? { ...page, lifetime };
  // A reader without the extension gets no further than the first relay of the link.
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
  /** The reason why it is not uploaded now. */
  readonly rest?: Rest;
}

/** Announces a stored page. After a failure it is shared all the same, and announced when the worker starts next. */
async function announce(
  { seeding, uploadPolicy }: ShareDeps,
  uses: readonly AnsweredUse[],
  address: Address,
): Promise<Announced> {
  const relays = uses.map(({ relay }) => relay);
  try {
    await seeding.announce(address, relays);
    const uploads = await uploadPolicy.uploads();
    // While uploads rest, nothing is announced.
    if (uploads.pages === 'none') return { reached: [], unreached: [], rest: uploads };
    // A relay that has not answered may have no room for the page, so nothing is promised of it.
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

/** An empty file may be shared if encryption adds bytes to it; an empty text may not. */
function refuseEmpty({ bytes, isSealed, name }: Publication): string | undefined {
  if (bytes.length > 0 || (isSealed && name)) return undefined;
  return name ? t('view_fileEmpty', { name }) : t('share_empty');
}

/** Refuses a page that is too large, however well it compresses. */
function refuseHopeless({ bytes, isSealed }: Publication, pageBytes: number): string | undefined {
  const limit = isSealed ? mostContent(pageBytes) : pageBytes;
  return bytes.length > limit ? tooLarge(bytes.length, limit, isSealed) : undefined;
}

function refuse(
  { bytes, isSealed }: Publication,
  sealed: SealedBytes,
  pageBytes: number,
): string | undefined {
  if (sealed.bytes.length <= pageBytes) return undefined;
  const limit = isSealed ? largestContent(pageBytes) : pageBytes;
  return tooLarge(bytes.length, limit, isSealed);
}

async function sealedAsWanted({ bytes, isSealed }: Publication): Promise<SealedBytes> {
  return isSealed ? await seal(bytes) : { bytes };
}

/** The record of the page as this browser keeps it, and its bytes. */
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

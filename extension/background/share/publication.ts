/**
 * Publishes a page: waits for the limits of its relays, seals the page, stores it, and only then announces and
 * acknowledges it, so that no promised page is lost.
 *
 * One share, start to finish: a door (`requests` from a screen, `menus`, `omnibox`) calls `share-selection`,
 * `share-image`, `share-address` or `share-draft`, which reads the settings and makes the content into a `Publication`.
 * `announcement` leases its relays, `relay-answers` waits for them, `hold/eviction` stores the page, `hold/seeding`
 * announces it. The `Shared` goes back to the screen, or to `tell/share-outcome`, which copies the link and tells the user.
 */
import { addressOf, largestContent, mostContent, seal, type Sealed } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { type Opens, t } from '@mayfly/relay/words';
import type { Omissions, Shared } from '../../messages.ts';
import type { NewPage } from '../../store/record-changes.ts';
import { defaultRelay, type Settings } from '../../store/settings.ts';
import type { LifetimeChoice } from '../../store/lifetime.ts';
import { titleOf } from '../../store/title.ts';
import { notStored, tooLarge } from '../../sentences.ts';
import { acknowledge, type AnnounceDeps, type AnsweredUse, withRelays } from './announcement.ts';
import { makeLocks } from './once-locks.ts';
import { placesForNew } from './places-for-new.ts';
import type { Expiry } from '../hold/expiry.ts';
import type { Relays } from '../relays.ts';
import { storePage } from '../hold/eviction.ts';
import type { Readings } from '../hold/readings.ts';

/** A page that somebody wants to share. */
export interface Publication extends Omissions {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
  /** `true` encrypts it and puts the key into the link. */
  readonly isSealed: boolean;
  /** Its links open that often; left out: one link that has the key. Such a page has to be sealed. */
  readonly opens?: Opens | undefined;
  /** The keepers that keep it too. */
  readonly keepers?: readonly Address[];
  /** The time for which this browser keeps it; left out: as in the settings at that moment. */
  readonly lifetime?: LifetimeChoice;
}

/** The bytes that travel, and the key if they are encrypted. */
type SealedBytes = Pick<Sealed, 'bytes'> & Partial<Sealed>;

interface SealedPublication extends Publication {
  readonly sealed: SealedBytes;
}

export interface ShareDeps extends AnnounceDeps {
  readonly relays: Relays;
  readonly readings: Readings;
  readonly expiry: Expiry;
  readonly now: () => number;
}

/** Shares a page as the settings say of new pages. A share reads the settings once, at its door, and passes them on. */
export async function shareBySettings(
  deps: ShareDeps,
  settings: Settings,
  publication: Omit<Publication, 'isSealed' | 'lifetime' | 'keepers'> & {
    readonly isSealed?: boolean;
  },
): Promise<Shared> {
  const { isSealed, lifetime } = settings;
  const { keepers, relays } = await placesForNew(deps, settings);
  const wanted = { isSealed, ...publication, lifetime, keepers };
  const isOnce = publication.opens !== undefined;
  return share(deps, relays, isOnce ? { ...wanted, isSealed: true } : wanted);
}

export interface LimitDeps {
  readonly relays: Pick<ShareDeps['relays'], 'limits'>;
}

/** The largest content of a new page, in bytes. */
export function contentLimit({ relays }: LimitDeps, settings: Settings): number {
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
  return withRelays(deps, relays, (uses) => shareAt(deps, uses, publication));
}

async function shareAt(
  deps: ShareDeps,
  uses: readonly AnsweredUse[],
  publication: Publication,
): Promise<Shared> {
  const unfit = publication.opens && withoutNotes(uses);
  if (unfit !== undefined) return { outcome: 'refused', message: unfit };
  const limits = uses.map(({ relay }) => deps.relays.limits(relay).pageBytes);
  const hopeless = refuseHopeless(publication, limits[0] ?? 0);
  if (hopeless !== undefined) return { outcome: 'refused', message: hopeless };
  const sealed = await sealedAsWanted(publication);
  const refusals = limits.map((pageBytes) => refuse(publication, sealed, pageBytes));
  const [refusal] = refusals;
  if (refusal !== undefined) return { outcome: 'refused', message: refusal };
  const fitting = uses.filter((_, i) => refusals[i] === undefined);
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
  const { opens } = publication;
  const kept = { ...page, lifetime, ...(opens && { once: true as const }) };
  const locks = opens && (await makeLocks(page, bytes.length, opens));
  const { keepers } = publication;
  await storePage(deps, kept, bytes, { keepers, ...(locks && { locks }) });
  const shared = await acknowledge(deps, uses, kept);
  return { ...shared, isNew, ...omissionsOf(publication) };
}

/** The refusal of a relay that readers cannot ask for a key through. One that has not answered yet may do it. */
function withoutNotes([first]: readonly AnsweredUse[]): string | undefined {
  const connection = first?.client.connection;
  const isUnfit = connection?.state === 'open' && !connection.takesNotes;
  return isUnfit ? t('share_noOnce', { relay: first?.relay ?? '' }) : undefined;
}

function omissionsOf({ missingImages = 0, notes = [] }: Omissions): Omissions {
  return {
    ...(missingImages > 0 && { missingImages }),
    ...(notes.length > 0 && { notes }),
  };
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

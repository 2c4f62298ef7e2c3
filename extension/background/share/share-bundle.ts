/**
 * Shares several files, or a large one: their parts and their manifest's page lie in the store of unfinished shares. The
 * manifest becomes a page that holds the parts, and only then the share is acknowledged.
 */
import {
  addressOf,
  BUNDLE_TYPE,
  contentBytes,
  type Manifest,
  openSealed,
  parseManifest,
} from '@mayfly/relay/client';
import type { Shared, SharedBundle } from '../../messages.ts';
import { noRoomForFiles } from '../../sentences.ts';
import type { PageRecord } from '../../store/database.ts';
import type { NewPage } from '../../store/record-changes.ts';
import { readSettings } from '../../store/settings.ts';
import type { UnfinishedShare } from '../../store/unfinished.ts';
import { titleOf } from '../../store/title.ts';
import type { Belongings } from '../../store/writes.ts';
import { storePage } from '../hold/eviction.ts';
import { acknowledge, type AnsweredUse, withRelays } from './announcement.ts';
import { placesForNew } from './places-for-new.ts';
import type { ShareDeps } from './publication.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** An unfinished share that lacks nothing any more. */
interface FinishedShare extends UnfinishedShare {
  readonly page: Bytes;
}

/**
 * Resolves once manifest and parts are held, with the relays that know of them by then. A second call gives the link
 * again: the worker may have died before it could answer. Rejects where the share is not here, or is not complete.
 */
export async function shareBundle(deps: ShareDeps, { id, name }: SharedBundle): Promise<Shared> {
  const share = await deps.pages.unfinished.get(id);
  const settings = await readSettings();
  if (!share) return shareAgain(deps, id);
  if (!isFinished(share)) throw new Error(`expected all parts of the share ${id} to be stored`);
  const { relays, keepers } = await placesForNew(deps, settings);
  return withRelays(deps, relays, async (uses) => {
    const needed = await largestPage(deps, share);
    const limits = uses.map(({ relay }) => deps.relays.limits(relay).pageBytes);
    const [{ relay } = { relay: '' }] = uses;
    const [room = 0] = limits;
    if (needed > room) return { outcome: 'refused', message: noRoomForFiles(relay, needed, room) };
    const fitting = uses.filter((_, i) => needed <= (limits[i] ?? 0));
    const lifetime = await deps.expiry.lifetimeForNew(settings.lifetime);
    return publish(deps, fitting, { share: { ...share, name }, lifetime, keepers });
  });
}

async function publish(
  deps: ShareDeps,
  uses: readonly AnsweredUse[],
  {
    share,
    lifetime,
    keepers,
  }: { share: FinishedShare } & Pick<NewPage, 'lifetime'> & Pick<Belongings, 'keepers'>,
): Promise<Shared> {
  const manifest = await manifestOf(share);
  await checkParts(deps, share, manifest);
  const { id, key, name, page: bytes } = share;
  const page = {
    address: await addressOf(bytes),
    ...(key && { key }),
    mediaType: BUNDLE_TYPE,
    name,
    title: titleOf({ bytes: new Uint8Array(), mediaType: BUNDLE_TYPE, name }),
    origin: 'published' as const,
    relays: uses.map(({ relay }) => relay),
    addedAt: deps.now(),
    ...(lifetime && { lifetime }),
  };
  const isNew = (await deps.pages.get(page.address)) === undefined;
  const entries = manifest.entries.length;
  const facts = { id, entries, bytes: contentBytes(manifest), parts: manifest.parts.length };
  await storePage(deps, page, bytes, { bundle: facts, keepers });
  return { ...(await acknowledge(deps, uses, page)), isNew };
}

/** The link of a bundle that was shared already. */
async function shareAgain(deps: ShareDeps, id: string): Promise<Shared> {
  const page: PageRecord | undefined = await deps.pages.ofBundle(id);
  if (!page) throw new Error(`expected an unfinished share ${id}, found none`);
  return withRelays(deps, page.relays, async (uses) => ({
    ...(await acknowledge(deps, uses, page)),
    isNew: true,
  }));
}

function isFinished(share: UnfinishedShare): share is FinishedShare {
  return share.page !== undefined;
}

/** The length of the largest of its pages, in bytes. */
async function largestPage({ pages }: ShareDeps, { id, page }: FinishedShare): Promise<number> {
  const parts = await pages.parts.listOf(id);
  return parts.reduce((most, { bytes }) => Math.max(most, bytes), page.length);
}

async function manifestOf({ page, key }: FinishedShare): Promise<Manifest> {
  const content = key ? await openSealed(page, key) : page;
  if (typeof content === 'string') throw new Error(`cannot open the manifest: ${content}`);
  return parseManifest(content);
}

/** Nobody is told of a bundle of which this browser lacks a part. */
async function checkParts(
  { pages }: ShareDeps,
  { id }: FinishedShare,
  { parts }: Manifest,
): Promise<void> {
  const stored = await pages.parts.listOf(id);
  const lacking = parts.findIndex((address, i) => stored[i]?.address !== address);
  if (lacking >= 0) throw new Error(`expected part ${lacking} of the share ${id}, found none`);
}

/**
 * The two ends of every share: it leases its relays and waits for their limits; once everything is stored, it announces
 * the page there and makes the link.
 */
import type { Address } from '@mayfly/relay/protocol';
import type { Rest, Shared } from '../../messages.ts';
import { linkOfPage, onceLinkOf } from '../../store/page-link.ts';
import type { Pages } from '../../store/pages.ts';
import type { NewPage } from '../../store/record-changes.ts';
import type { Seeding } from '../hold/seeding.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import type { Lease, Relays } from '../relays.ts';
import { answeringRelays, informedRelays } from './relay-answers.ts';

export interface AnnounceDeps {
  readonly pages: Pages;
  readonly seeding: Seeding;
  readonly uploadPolicy: UploadPolicy;
}

/** A relay that a page is published at. */
export interface AnsweredUse extends Lease {
  readonly relay: string;
  /** `true` once it has sent its limits. */
  readonly isAnswering: boolean;
}

/** A shared page, but for what only its share knows. */
type Acknowledged = Omit<Extract<Shared, { outcome: 'shared' }>, 'isNew'>;

/**
 * Shares with these relays in use. A relay passes on no page beyond its limit, and sends this limit only once it is
 * connected; so it is waited for, within the time that a person waits.
 */
export async function withRelays(
  { relays }: { readonly relays: Relays },
  origins: readonly string[],
  share: (uses: readonly AnsweredUse[]) => Promise<Shared>,
): Promise<Shared> {
  const uses = origins.map((relay) => ({ relay, ...relays.use(relay) }));
  try {
    const answering = await answeringRelays(uses);
    return await share(uses.map((use) => ({ ...use, isAnswering: answering.includes(use.relay) })));
  } finally {
    for (const { release } of uses) release();
  }
}

/** Announces a stored page, with the parts of a bundle, and makes its link. */
export async function acknowledge(
  deps: AnnounceDeps,
  uses: readonly AnsweredUse[],
  page: NewPage,
): Promise<Acknowledged> {
  const { address } = page;
  const { reached, unreached, rest } = await announce(deps, uses, address);
  // It may have had a longer lifetime before.
  const held = (await deps.pages.get(address).catch(logged)) ?? page;
  // A reader without the extension gets no further than the first relay of the link.
  const linked = [...new Set([...reached, ...held.relays])];
  const once = await onceLinks(deps, { ...held, relays: linked });
  const link = once?.[0]?.link ?? linkOfPage({ ...held, relays: linked });
  const isAnnounced = reached.length > 0;
  const goesHome = 'keptBy' in held && held.keptBy !== undefined;
  return {
    ...{ outcome: 'shared', address, link, isAnnounced, unreached },
    ...(once && { once }),
    ...(goesHome && { goesHome: true as const }),
    ...(rest && { rest }),
  };
}

/** Undefined for a page whose link has its key. */
async function onceLinks({ pages }: AnnounceDeps, page: NewPage): Promise<Acknowledged['once']> {
  if (!page.once) return undefined;
  const records = await pages.locks.ofPages([page.address]);
  return records.map((record) => onceLinkOf(page, record));
}

interface Announced {
  readonly reached: readonly string[];
  readonly unreached: readonly string[];
  /** The reason why it is not uploaded now. */
  readonly rest?: Rest;
}

/** Announces a stored page. After a failure it is shared all the same, and announced when the worker starts next. */
async function announce(
  { seeding, uploadPolicy }: AnnounceDeps,
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

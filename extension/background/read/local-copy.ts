/** A page and its copy in this browser, as the viewer hears of them. */
import { type Link, mediaTypeOf } from '@mayfly/relay/protocol';
import type { Hints, LocalCopy, UploadState } from '../../messages.ts';
import { atHome, copiesAtHome } from '../../store/at-home.ts';
import type { PageRecord } from '../../store/database.ts';
import { onceLinksOf } from '../../store/once-links.ts';
import type { Pages } from '../../store/pages.ts';
import { readSettings } from '../../store/settings.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';

interface CopyDeps {
  readonly uploadPolicy: UploadPolicy;
  readonly pages: Pages;
}

export type HeldCopy = Extract<LocalCopy, { state: 'held' }>;

/** The copy that `page` records, as it is now. */
export async function heldCopy(
  { uploadPolicy, pages }: CopyDeps,
  page: PageRecord,
  hints: Hints = hintsOf(page),
): Promise<HeldCopy> {
  const upload = await uploadOf(uploadPolicy, page);
  const once = (await onceLinksOf(pages, [page])).get(page.address);
  const home = atHome(page);
  const facts = {
    ...((await isBrief(page)) && { isBrief: true as const }),
    ...(once && { once }),
    ...(home && { home, atKeepers: copiesAtHome(page) }),
  };
  return { state: 'held', upload, ...facts, ...hints };
}

/** Says whether the viewer has to hear of the difference. */
export function isSameCopy(one: HeldCopy, other: HeldCopy): boolean {
  const isSame = one.upload === other.upload && one.isBrief === other.isBrief;
  const isSameHome = one.home === other.home && one.atKeepers === other.atKeepers;
  return isSame && isSameHome && JSON.stringify(one.once) === JSON.stringify(other.once);
}

/**
 * The link of a held page that `link` names. Any web page can lead here, and a relay where a page is not announced must
 * not learn that it is held. So its holders are counted only where it is announced.
 */
export function whereAnnounced(link: Link, { relays }: PageRecord): Link {
  const relay = relays.includes(link.relay) ? link.relay : (relays[0] ?? link.relay);
  return { ...link, relay, relays: relays.filter((other) => other !== relay) };
}

export function linkHints(link: Link): Hints {
  return { mediaType: mediaTypeOf(link), ...(link.name && { name: link.name }) };
}

export function hintsOf({ mediaType, name }: Hints): Hints {
  return { mediaType, ...(name && { name }) };
}

async function uploadOf(uploadPolicy: UploadPolicy, page: PageRecord): Promise<UploadState> {
  if (page.isLocked) return 'locked';
  return isUploaded(page, await uploadPolicy.uploads()) ? 'on' : 'off';
}

/** Files that need more room than all opened pages have together leave as a whole. */
async function isBrief({ origin, bundle }: PageRecord): Promise<boolean> {
  return origin === 'viewed' && !!bundle && bundle.bytes > (await readSettings()).viewedBytes;
}

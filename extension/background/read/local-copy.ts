/** A page and its copy in this browser, as the viewer hears of them. */
import { type Link, mediaTypeOf } from '@mayfly/relay/protocol';
import type { Hints, LocalCopy, UploadState } from '../../messages.ts';
import type { PageRecord } from '../../store/database.ts';
import { readSettings } from '../../store/settings.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';

export type HeldCopy = Extract<LocalCopy, { state: 'held' }>;

/** The copy that `page` records, as it is now. */
export async function heldCopy(
  uploadPolicy: UploadPolicy,
  page: PageRecord,
  hints: Hints = hintsOf(page),
): Promise<HeldCopy> {
  const upload = await uploadOf(uploadPolicy, page);
  return { state: 'held', upload, ...((await isBrief(page)) && { isBrief: true }), ...hints };
}

/** Says whether the viewer has to hear of the difference. */
export function isSameCopy(one: HeldCopy, other: HeldCopy): boolean {
  return one.upload === other.upload && one.isBrief === other.isBrief;
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

/** One once link in a simulation, and the facts about it that no program knows. */
import { type Lock, type LockRecord, makeLock, openLock } from '../../../relay/client/index.ts';
import { type Address, isAddress } from '../../../relay/protocol/index.ts';
import { must } from '../../broker/model.ts';

export const CONTENT_KEY = Uint8Array.from({ length: 32 }, (_, i) => (i * 29 + 3) & 0xff);
const PAGE = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

export interface MadeLink {
  readonly lock: Lock;
  readonly record: LockRecord;
}

/** The most links of one run. */
export const LINKS = 3;

/** Making links is slow, so that runs share these. */
export async function makeLinks(count: number): Promise<readonly MadeLink[]> {
  must(isAddress(PAGE), 'the page has an address');
  const facts = { page: PAGE, bytes: 284, mediaType: 'text/plain', createdAt: 0, total: 1 };
  const links: MadeLink[] = [];
  while (links.length < count) {
    const { lockPage, record } = await makeLock({ ...facts, contentKey: CONTENT_KEY.slice() });
    const lock = await openLock(lockPage, record.capability);
    if (typeof lock === 'string') throw new Error(lock);
    links.push({ lock, record });
  }
  return links;
}

/** Who did what with one link, by the readers' public keys in base64url. */
export class SimulatedLink {
  readonly made: MadeLink;
  readonly total: number;
  /** They proved to have the whole link. */
  readonly provers = new Set<string>();
  readonly keyed = new Set<string>();
  readonly shown = new Set<string>();
  /** Their browser's profile was wiped. */
  readonly wiped = new Set<string>();

  constructor(made: MadeLink, total: number) {
    this.made = made;
    this.total = total;
  }

  get address(): Address {
    return this.made.record.lock;
  }

  checkChange(before: LockRecord, after: LockRecord): void {
    const { releases } = after;
    must(releases.length <= this.total, 'no link releases its key more often than it says');
    for (const [i, release] of releases.entries()) {
      const known = before.releases[i];
      must(this.provers.has(release.reader), 'nobody gets the key without proof');
      must(
        !known || (known.reader === release.reader && known.at === release.at),
        'no release is forgotten',
      );
      must(
        !known?.receivedAt || known.receivedAt === release.receivedAt,
        'no receipt is forgotten',
      );
      must(
        !release.receivedAt || this.shown.has(release.reader),
        'a receipt says that the page was shown',
      );
    }
    must(releases.length >= before.releases.length, 'no release is forgotten');
    const isOver =
      releases.length === this.total && releases.every((one) => one.receivedAt !== undefined);
    must(isOver === (after.contentKey === undefined), 'the key is erased once nobody can need it');
  }

  onKey(reader: string, contentKey: Uint8Array, record: LockRecord | undefined): void {
    must(Buffer.compare(contentKey, CONTENT_KEY) === 0, 'a reader gets the right key');
    const release = record?.releases.find((one) => one.reader === reader);
    must(release !== undefined, 'the key leaves after its release is on the disk');
    this.keyed.add(reader);
    must(this.keyed.size <= this.total, 'no more readers than the link says have the key');
  }

  onSpent(reader: string, record: LockRecord | undefined): void {
    const isOwner = record?.releases.some((one) => one.reader === reader);
    must(
      !isOwner || this.shown.has(reader),
      'no reader with a release is told that the link is spent',
    );
    must(record?.releases.length === this.total, 'a link is spent after all its releases');
  }

  /** After the trouble has ended and everybody has asked again. */
  checkEnd(record: LockRecord | undefined): void {
    const { releases = [] } = record ?? {};
    const isReleased = (reader: string) => releases.some((one) => one.reader === reader);
    const asking = [...this.provers].filter((one) => !this.wiped.has(one) || isReleased(one));
    must(
      releases.length === Math.min(this.total, asking.length),
      'every release is used that somebody asks for',
    );
    for (const { reader, receivedAt } of releases) {
      if (this.wiped.has(reader)) continue;
      must(this.shown.has(reader), 'no read is lost that was tried again');
      must(receivedAt !== undefined, 'every receipt arrives in the end');
    }
  }
}

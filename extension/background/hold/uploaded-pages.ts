/**
 * The pages that relays hear of and get: the ones that are uploaded at this moment, and no others. A bundle's parts are
 * uploaded as its manifest is; where a relay takes no more addresses, the parts of old bundles are the first to miss.
 * The locks of a page's once links are uploaded as the page is, and this browser answers the notes about them.
 */
import type { PageSource } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { PageRecord } from '../../store/database.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import type { Pages } from '../../store/pages.ts';
import type { UploadPolicy } from './upload-policy.ts';
import { SoundCopies } from './sound-copies.ts';

export interface UploadSourceOptions {
  readonly pages: Pages;
  readonly uploadPolicy: UploadPolicy;
  readonly relay: string;
  /** Called when the disk has lost a part: it is gone from the store, and its bundle was announced at these relays. */
  readonly onLost?: (part: Address, relays: readonly string[]) => void;
}

/** The pages that a client of `relay` announces and serves. */
export function uploadSource(options: UploadSourceOptions): PageSource {
  const { pages, uploadPolicy, relay, onLost } = options;
  const copies = new SoundCopies(pages);
  /** Says whether the relay is told of a page now. */
  const tells = async () => {
    const uploads = await uploadPolicy.uploads();
    return (page: PageRecord) => page.relays.includes(relay) && isUploaded(page, uploads);
  };
  /** The page with this address, or the bundle with such a part, if the relay is told of it. */
  const told = async (address: Address) => {
    const isTold = await tells();
    const page = copies.isWarmPart(address) ? undefined : await pages.get(address);
    if (page && isTold(page)) return page;
    return pages.parts.ownerOf(address, isTold);
  };
  /** The bytes of a lock, if the relay is told of its page. */
  const lockPage = async (address: Address) => {
    const lock = await pages.locks.read(address);
    const page = lock && (await pages.get(lock.page));
    return page && (await tells())(page) ? lock.lockPage : undefined;
  };
  const toldRange = async (address: Address, from: number, length: number) => {
    // A relay may ask for any address, to find out whether the page is announced elsewhere.
    const page = await told(address);
    if (!page) return undefined;
    if (page.address === address) return copies.read(address, from, length);
    const range = await copies.readPart(address, from, length);
    if (!range) onLost?.(address, page.relays);
    return range;
  };
  return {
    answers: (address) => pages.locks.isLock(address),
    addresses: async () => {
      const uploads = await uploadPolicy.uploads();
      const held = uploads.pages === 'none' ? [] : await pages.ofRelay(relay);
      return addressesIn(
        pages,
        held.filter((page) => isUploaded(page, uploads)),
      );
    },
    read: async (address, from, length) => {
      const range = pages.locks.isLock(address)
        ? rangeOf(await lockPage(address), from, length)
        : await toldRange(address, from, length);
      // It counts before it is sent: a relay that hangs up in the middle has cost the upload all the same.
      if (range) uploadPolicy.noteServed(range.bytes.length);
      return range;
    },
  };
}

function rangeOf(page: Uint8Array | undefined, from: number, length: number) {
  return page && { total: page.length, bytes: page.slice(from, from + length) };
}

/** The addresses of pages in their order, then those of their locks, then those of the parts that are here, in the order of their bundles. */
export async function addressesIn(
  pages: Pages,
  records: readonly PageRecord[],
): Promise<readonly Address[]> {
  const bundles = records.flatMap(({ bundle }) => bundle?.id ?? []);
  const parts = bundles.length > 0 ? await pages.parts.addressesOf(bundles) : [];
  return [...records.map(({ address }) => address), ...(await locksIn(pages, records)), ...parts];
}

/** The addresses of the locks of these pages. */
export function locksIn(pages: Pages, records: readonly PageRecord[]): Promise<readonly Address[]> {
  const shared = records.filter(({ once }) => once);
  return pages.locks.addressesOf(shared.map(({ address }) => address));
}

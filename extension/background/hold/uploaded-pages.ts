/** The pages that relays hear of and get: the ones that are uploaded at this moment, and no others. */
import type { PageSource } from '@mayfly/relay/client';
import { isUploaded } from '../../store/upload-scope.ts';
import type { Pages } from '../../store/pages.ts';
import type { UploadPolicy } from './upload-policy.ts';
import { SoundCopies } from './sound-copies.ts';

/** The pages that a client of `relay` announces and serves. */
export function uploadSource(pages: Pages, uploadPolicy: UploadPolicy, relay: string): PageSource {
  const copies = new SoundCopies(pages);
  return {
    addresses: async () => {
      const uploads = await uploadPolicy.uploads();
      const held = uploads.pages === 'none' ? [] : await pages.ofRelay(relay);
      return held.filter((page) => isUploaded(page, uploads)).map(({ address }) => address);
    },
    read: async (address, from, length) => {
      const [uploads, page] = await Promise.all([uploadPolicy.uploads(), pages.get(address)]);
      // A relay may ask for any address, to find out whether the page is announced elsewhere.
      const isTold = page?.relays.includes(relay) && isUploaded(page, uploads);
      const range = isTold ? await copies.read(address, from, length) : undefined;
      // It counts before it is sent: a relay that hangs up in the middle has cost the upload all the same.
      if (range) uploadPolicy.noteServed(range.bytes.length);
      return range;
    },
  };
}

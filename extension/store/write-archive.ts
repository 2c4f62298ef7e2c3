import type { Address } from '@mayfly/relay/protocol';
import { ARCHIVE_HEAD, entryLine } from './archive.ts';
import type { Pages } from './pages.ts';
import { DamagedPageError } from './store-error.ts';

/** Pages as one file. */
export interface Archive {
  readonly file: Blob;
  /** The number of pages that are not in it, because their copies here are damaged. */
  readonly damaged: number;
}

/**
 * These pages as one file, with or without the keys of the encrypted ones. Leaves out pages deleted in the meantime.
 */
export async function writeArchive(
  pages: Pages,
  addresses: readonly Address[],
  hasKeys: boolean,
): Promise<Archive> {
  const parts: Blob[] = [new Blob([ARCHIVE_HEAD])];
  let damaged = 0;
  for (const address of addresses) {
    try {
      const page = await pages.get(address);
      const bytes = page && (await pages.readWhole(address));
      // A blob of its own: the browser need not keep all pages in memory at once.
      if (bytes) parts.push(new Blob([entryLine(page, hasKeys), bytes]));
    } catch (error) {
      if (!(error instanceof DamagedPageError)) throw error;
      damaged += 1;
    }
  }
  return { file: new Blob(parts, { type: 'application/octet-stream' }), damaged };
}

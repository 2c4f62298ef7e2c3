import type { Address } from '@mayfly/relay/protocol';
import { ARCHIVE_HEAD, entryLine } from './archive.ts';
import type { Pages } from './pages.ts';

/** These pages as one file, with or without the keys of the encrypted ones. Pages let go of meanwhile are left out. */
export async function writeArchive(
  pages: Pages,
  addresses: readonly Address[],
  hasKeys: boolean,
): Promise<Blob> {
  const parts: Blob[] = [new Blob([ARCHIVE_HEAD])];
  for (const address of addresses) {
    const page = await pages.get(address);
    const range = page && (await pages.read(address, 0, page.length));
    // A blob of its own: the browser need not keep all pages in memory at once.
    if (range) parts.push(new Blob([entryLine(page, hasKeys), new Uint8Array(range.bytes)]));
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}

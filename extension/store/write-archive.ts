import type { Address } from '@mayfly/relay/protocol';
import { ARCHIVE_HEAD, BUNDLE_ARCHIVE_HEAD, entryLine, partLine } from './archive.ts';
import type { HeldBundle } from './held-bundle.ts';
import type { Pages } from './pages.ts';
import { DamagedPageError } from './store-error.ts';

/** Pages as one file. */
export interface Archive {
  readonly file: Blob;
  /** The number of pages that are not in it, because their copies here are damaged. */
  readonly damaged: number;
  /** The number of bundles without some of their parts, whose copies here were damaged. */
  readonly inPart: number;
}

export interface ArchiveOptions {
  /** With the keys of the encrypted pages. */
  readonly hasKeys: boolean;
  /** Leaves out parts whose bytes here do not match their address, which reads all of them. */
  readonly isChecked: boolean;
}

/**
 * These pages as one file. Leaves out pages deleted in the meantime. A bundle is followed by the parts that are here; they
 * stay on the disk, where the file refers to them, even when they are deleted in the store.
 */
export async function writeArchive(
  pages: Pages,
  addresses: readonly Address[],
  options: ArchiveOptions,
): Promise<Archive> {
  const pieces: Blob[] = [];
  const counts = { damaged: 0, inPart: 0 };
  let hasBundles = false;
  for (const address of addresses) {
    try {
      const page = await pages.get(address);
      const bytes = page && (await pages.readWhole(address));
      if (!bytes) continue;
      // A blob of its own: the browser need not keep all pages in memory at once.
      pieces.push(new Blob([entryLine(page, options.hasKeys), bytes]));
      if (!page.bundle) continue;
      hasBundles = true;
      const parts = await partsOf(pages, page.bundle, options.isChecked);
      pieces.push(...parts.pieces);
      if (parts.isDamaged) counts.inPart += 1;
    } catch (error) {
      if (!(error instanceof DamagedPageError)) throw error;
      counts.damaged += 1;
    }
  }
  const head = hasBundles ? BUNDLE_ARCHIVE_HEAD : ARCHIVE_HEAD;
  const file = new Blob([head, ...pieces], { type: 'application/octet-stream' });
  return { file, ...counts };
}

async function partsOf({ parts }: Pages, { id }: HeldBundle, isChecked: boolean) {
  const pieces: Blob[] = [];
  let isDamaged = false;
  for (const part of await parts.listOf(id)) {
    const isSound = !isChecked || (await parts.isSound(id, part.index));
    const page = isSound ? await parts.page(id, part.index) : undefined;
    if (page) pieces.push(new Blob([partLine(part), page]));
    isDamaged ||= !isSound;
  }
  return { pieces, isDamaged };
}

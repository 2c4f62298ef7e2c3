/** The files of a held bundle, as its manifest lists them. */
import { BundleError, type BundleEntry, openSealed, parseManifest } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Pages } from './pages.ts';
import { DamagedPageError } from './store-error.ts';

/** Undefined if the manifest cannot be opened here: the key is not known, or the copy is damaged. */
export async function entriesOf(
  pages: Pages,
  address: Address,
): Promise<readonly BundleEntry[] | undefined> {
  try {
    const page = await pages.get(address);
    const bytes = page && (await pages.readWhole(address));
    if (!bytes) return undefined;
    const content = page.key ? await openSealed(bytes, page.key) : bytes;
    return typeof content === 'string' ? undefined : parseManifest(content).entries;
  } catch (error) {
    if (error instanceof BundleError || error instanceof DamagedPageError) return undefined;
    throw error;
  }
}

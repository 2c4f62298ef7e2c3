/** Shares a file that an extension page was given. */
import { t } from '@mayfly/relay/words';
import type { PublishedFile, Shared } from '../../messages.ts';
import { readSettings, relaysForNew } from '../../store/settings.ts';
import { share, type SharingDeps } from './publication.ts';

/** Publishes it at the relays for new pages. */
export async function shareFile(
  deps: SharingDeps,
  { url, ...how }: PublishedFile,
): Promise<Shared> {
  const bytes = await readBlob(url);
  if (bytes === undefined) return { outcome: 'refused', message: t('share_unreadableFile') };
  const relays = relaysForNew(await readSettings());
  return share(deps, relays, { bytes, ...how });
}

/** Undefined where the file has changed or gone since it was handed over, or is a folder. */
async function readBlob(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await (await fetch(url)).arrayBuffer());
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

/** Shares a text or a file from a screen of the extension, or a text from the address bar. */
import { t } from '@mayfly/relay/words';
import type { Shared, SharedFile, SharedText } from '../../messages.ts';
import { readSettings } from '../../store/settings.ts';
import { shareBySettings, type ShareDeps } from './publication.ts';

export async function shareText(
  deps: ShareDeps,
  { text, ...described }: SharedText,
): Promise<Shared> {
  const bytes = new TextEncoder().encode(text);
  return shareBySettings(deps, await readSettings(), { ...described, bytes });
}

export async function shareFile(
  deps: ShareDeps,
  { url, ...described }: SharedFile,
): Promise<Shared> {
  const bytes = await readBlob(url);
  if (bytes === undefined) return { outcome: 'refused', message: t('share_unreadableFile') };
  return shareBySettings(deps, await readSettings(), { ...described, bytes });
}

/** Undefined if the file has changed or gone since the user chose it, or is a folder. */
async function readBlob(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await (await fetch(url)).arrayBuffer());
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

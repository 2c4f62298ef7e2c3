/** Shares an image that a page shows: its bytes, as the page itself may read them. */
import { endingOfType, essenceOf, t } from '@mayfly/relay/words';
import type { CapturedImage } from '../../capture/captured.ts';
import type { Shared } from '../../messages.ts';
import { readSettings } from '../../store/settings.ts';
import { tooLarge } from '../../sentences.ts';
import { type Place, readPageImage } from './capture-script.ts';
import { contentLimit, shareBySettings, type ShareDeps } from './publication.ts';

/** A longer name tells a reader no more. */
const NAME_CHARS = 100;

export async function shareImage(deps: ShareDeps, place: Place, src: string): Promise<Shared> {
  const settings = await readSettings();
  const { isSealed } = settings;
  const imageBytes = contentLimit(deps, settings);
  const image = (await readPageImage(place, { src, imageBytes })) ?? UNREADABLE;
  switch (image.state) {
    case 'unreadable':
      return { outcome: 'refused', message: t('share_noImage') };
    case 'too-large':
      return { outcome: 'refused', message: tooLarge(image.length, imageBytes, isSealed) };
    case 'read': {
      const { mediaType, bytes } = parseDataUrl(image.url);
      const name = nameOfImage(src, mediaType);
      return shareBySettings(deps, settings, { bytes, mediaType, name });
    }
  }
}

const UNREADABLE: CapturedImage = { state: 'unreadable' };

/** As a `FileReader` writes it. */
function parseDataUrl(url: string): { mediaType: string; bytes: Uint8Array<ArrayBuffer> } {
  const comma = url.indexOf(',');
  const mediaType = essenceOf(url.slice('data:'.length, comma));
  const binary = atob(url.slice(comma + 1));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return { mediaType, bytes };
}

/** The file's name in its address, with the usual ending for its type. */
export function nameOfImage(src: string, mediaType: string): string {
  const ending = endingOfType(mediaType) ?? 'png';
  const url = URL.parse(src);
  const isFile = url?.protocol === 'https:' || url?.protocol === 'http:';
  const last = isFile ? decoded(url.pathname.split('/').at(-1) ?? '') : '';
  const stem = last.replace(/\.\w{1,5}$/, '').slice(0, NAME_CHARS);
  return `${stem || 'image'}.${ending}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // it was not encoded
  }
}

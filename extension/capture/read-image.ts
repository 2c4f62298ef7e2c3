/**
 * Reads an image that a page shows, as far as the page itself may. The image keeps its bytes, which decide its type.
 */
import { newElement } from './dom.ts';
import { isSvg, signatureOf } from '@mayfly/relay/words';
import { encodeSmaller } from './encoded-canvas.ts';

/** Its own bytes, or else its painted pixels; undefined if the browser lets scripts read neither. */
export async function readImage(
  image: HTMLImageElement,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  return (await fetchImage(image.currentSrc || image.src, signal)) ?? (await paint(image));
}

export async function fetchImage(url: string, signal: AbortSignal): Promise<Blob | undefined> {
  // A page loads another site's image in a way that makes the cached image unreadable, even if that site lets everybody
  // read it who asks like a script.
  return (await fetchAs('force-cache', url, signal)) ?? (await fetchAs('reload', url, signal));
}

async function fetchAs(
  cache: RequestCache,
  url: string,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  if (cache === 'reload' && !isForeign(url)) return undefined;
  try {
    return await asImage(await (await fetch(url, { cache, signal })).blob());
  } catch {
    // Mostly an image of another site, which this page may show but not read. A new request may be allowed to read it.
    return undefined;
  }
}

function isForeign(url: string): boolean {
  const { protocol, origin } = URL.parse(url) ?? {};
  return /^https?:$/.test(protocol ?? '') && origin !== location.origin;
}

/** The same bytes with their true type, whatever type the server named; undefined if they are no image. */
async function asImage(blob: Blob): Promise<Blob | undefined> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const signature = signatureOf(bytes);
  const type = signature?.kind === 'image' ? signature.mediaType : isSvg(bytes) && 'image/svg+xml';
  return type ? new Blob([bytes], { type }) : undefined;
}

async function paint(image: HTMLImageElement): Promise<Blob | undefined> {
  const canvas = newElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  try {
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return await encodeSmaller(canvas);
  } catch {
    return undefined; // the browser does not let scripts read it
  }
}

export async function dataUrlOf(blob: Blob): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const reader = new FileReader();
  reader.onloadend = () => resolve(typeof reader.result === 'string' ? reader.result : undefined);
  reader.readAsDataURL(blob);
  return promise;
}

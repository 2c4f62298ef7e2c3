/** Puts images of the page into its copy: read from what the browser has of them, within the bounds of a page. */
import { alternative, type CopiedImage } from './copy.ts';

/** How long all images together may take, in milliseconds. */
const PATIENCE_MS = 10_000;

const SHOWN = /^image\/(?:png|jpeg|gif|webp|avif|svg\+xml)$/;

/** Fills the copies; those that cannot be had, or do not fit, give way to their text. Returns how many these are. */
export async function inlineImages(images: readonly CopiedImage[], bytes: number): Promise<number> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const blobs = await Promise.all(images.map(({ original }) => readImage(original, signal)));
  let left = bytes;
  let missing = 0;
  for (const [i, { original, copy }] of images.entries()) {
    const url = await dataUrl(blobs[i], left);
    left -= url?.length ?? 0;
    if (url !== undefined) show(original, copy, url);
    else copy.replaceWith(...alternative(original, copy.ownerDocument));
    if (url === undefined && !isBeacon(original)) missing++;
  }
  return missing;
}

async function readImage(image: HTMLImageElement, signal: AbortSignal): Promise<Blob | undefined> {
  if (isBeacon(image)) return undefined;
  try {
    const response = await fetch(image.currentSrc || image.src, { cache: 'force-cache', signal });
    const blob = await response.blob();
    if (response.ok && SHOWN.test(blob.type)) return blob;
  } catch {
    // Another site's image that this page may show and not read, most often: perhaps it was loaded to be read.
  }
  return paint(image);
}

/** An image that nobody sees is there to tell that the page was opened. */
function isBeacon(image: HTMLImageElement): boolean {
  return image.naturalWidth <= 2 || image.naturalHeight <= 2;
}

async function paint(image: HTMLImageElement): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  try {
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined)));
  } catch {
    return undefined; // the browser keeps it from being read
  }
}

/** Undefined where it would be longer than `limit`. */
async function dataUrl(blob: Blob | undefined, limit: number): Promise<string | undefined> {
  if (!blob || (blob.size * 4) / 3 + 100 > limit) return undefined;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const reader = new FileReader();
  reader.onloadend = () => resolve(typeof reader.result === 'string' ? reader.result : undefined);
  reader.readAsDataURL(blob);
  return promise;
}

/** As large as in the page. */
function show(original: HTMLImageElement, copy: HTMLImageElement, url: string): void {
  if (original.width > 0) copy.width = original.width;
  if (original.height > 0) copy.height = original.height;
  copy.src = url;
}

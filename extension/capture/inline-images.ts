/** Puts images of the page into its copy: read from what the browser has of them, within the bounds of a page. */
import { alternative, type CopiedImage } from './copy.ts';
import { dataUrlOf, readImage } from './read-image.ts';

/** How long all images together may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Fills the copies; those that cannot be had, or do not fit, give way to their text. Returns how many these are. */
export async function inlineImages(images: readonly CopiedImage[], bytes: number): Promise<number> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const blobs = await Promise.all(images.map(({ original }) => readSeen(original, signal)));
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

async function readSeen(image: HTMLImageElement, signal: AbortSignal): Promise<Blob | undefined> {
  // What the page did not load is not loaded for its copy either: nobody is to learn that it was copied.
  return hasLoaded(image) && !isBeacon(image) ? readImage(image, signal) : undefined;
}

/** An image that nobody sees is there to tell that the page was opened. */
function isBeacon(image: HTMLImageElement): boolean {
  const { naturalWidth, naturalHeight } = image;
  const sides = hasLoaded(image) ? [naturalWidth, naturalHeight] : declaredSides(image);
  return sides.some((side) => side <= 2);
}

function hasLoaded({ naturalWidth, naturalHeight }: HTMLImageElement): boolean {
  return naturalWidth > 0 && naturalHeight > 0;
}

/** What its markup says of its size, in pixels; NaN where it says nothing. */
function declaredSides(image: HTMLImageElement): readonly number[] {
  return ['width', 'height'].map((side) => Number.parseFloat(image.getAttribute(side) ?? ''));
}

/** Undefined where it would be longer than `limit`. */
async function dataUrl(blob: Blob | undefined, limit: number): Promise<string | undefined> {
  if (!blob || (blob.size * 4) / 3 + 100 > limit) return undefined;
  return dataUrlOf(blob);
}

/** As large as in the page. */
function show(original: HTMLImageElement, copy: HTMLImageElement, url: string): void {
  if (original.width > 0) copy.width = original.width;
  if (original.height > 0) copy.height = original.height;
  copy.src = url;
}

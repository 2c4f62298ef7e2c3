/**
 * Puts images of the page into its copy, within the size limit of a page. It reads them from the browser's own copies.
 */
import { bareImage } from './bare-image.ts';
import { alternative, type CopiedImage } from './copy.ts';
import { isImage } from './dom.ts';
import { type ImageSight, imageSightOf } from './image-sight.ts';
import { dataUrlOf, readImage } from './read-image.ts';

/** The time limit for all images together, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Fills the copies. An image that cannot be read, or does not fit, becomes its text. Returns the number of these. */
export async function inlineImages(images: readonly CopiedImage[], bytes: number): Promise<number> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const sights = images.map(({ original }) => sightOf(original));
  const blobs = await Promise.all(
    images.map(({ original }, i) => readSeen(original, sights[i], signal)),
  );
  let left = bytes;
  let missing = 0;
  for (const [i, { original, copy }] of images.entries()) {
    const url = await dataUrl(blobs[i], left);
    left -= url?.length ?? 0;
    if (url !== undefined) show(original, copy, url);
    else copy.replaceWith(...alternative(original, copy.ownerDocument));
    if (url === undefined && sights[i] !== 'unseen') missing++;
  }
  return missing;
}

/** A drawing is no file, so it cannot be read. */
function sightOf(original: Element): ImageSight {
  return isImage(original) ? imageSightOf(original) : 'awaited';
}

async function readSeen(
  original: Element,
  sight: ImageSight | undefined,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  // The page did not load this image, so the copy does not load it either: nobody must learn that somebody copied it.
  if (!isImage(original) || sight !== 'seen') return undefined;
  const image = await readImage(original, signal);
  return image && bareImage(image);
}

/** Undefined if it would be longer than `limit`. */
async function dataUrl(blob: Blob | undefined, limit: number): Promise<string | undefined> {
  if (!blob || (blob.size * 4) / 3 + 100 > limit) return undefined;
  return dataUrlOf(blob);
}

/** Gives it the size that it has in the page. */
function show(original: Element, copy: HTMLImageElement, url: string): void {
  const { width, height } = isImage(original) ? original : copy;
  if (width > 0) copy.width = width;
  if (height > 0) copy.height = height;
  copy.src = url;
}

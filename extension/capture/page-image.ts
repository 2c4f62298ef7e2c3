/** One image of the page that this script runs in. */
import type { CapturedImage, ImageOptions } from './captured.ts';
import { dataUrlOf, fetchImage, readImage } from './read-image.ts';

/** The time limit, in milliseconds. */
const PATIENCE_MS = 20_000;

export async function captureImage({ src, imageBytes }: ImageOptions): Promise<CapturedImage> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const shown = [...document.images].find((image) => image.currentSrc === src || image.src === src);
  const blob = await (shown ? readImage(shown, signal) : fetchImage(src, signal));
  if (!blob) return { state: 'unreadable' };
  if (blob.size > imageBytes) return { state: 'too-large', length: blob.size };
  const url = await dataUrlOf(blob);
  return url === undefined ? { state: 'unreadable' } : { state: 'read', url };
}

/** Pixels as a file. */

const PNG = 'image/png';
/** A photo is a tenth as large in it. */
const WEBP = 'image/webp';
/** A WebP has no more rows or columns. Chromium would leave the rest out, and say nothing. */
const MOST_WEBP_SIDE = 16_383;
/** A photo looks the same, but the colours of small letters run. */
const NEAR = 0.92;
/** Keeps each pixel in a WebP. A page of words is a fifth as large as in a PNG, and smaller than with `NEAR`. */
const EXACT = 1;
/** A larger picture of a page has photos in it. */
const MOST_EXACT_BYTES = 2 * 1024 * 1024;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The smaller of a PNG and a WebP; undefined if the browser encodes neither. Throws if scripts may not read the canvas. */
export async function encodeSmaller(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const types = isLong(canvas) ? [PNG] : [PNG, WEBP];
  const encoded = await Promise.all(types.map((type) => encode(canvas, type)));
  return encoded.filter((blob) => blob !== null).toSorted((a, b) => a.size - b.size)[0];
}

/**
 * A picture of words, as `encode` makes it: with each pixel as it is or, if that would be large, a file of less than half
 * the size in which each nearly is.
 */
export async function encodeCrisp(
  size: Size,
  encode: (type: string, quality: number) => Promise<Blob>,
): Promise<Blob> {
  const exact = await encode(isLong(size) ? PNG : WEBP, EXACT);
  if (isLong(size) || exact.size <= MOST_EXACT_BYTES) return exact;
  const near = await encode(WEBP, NEAR);
  return near.size < exact.size / 2 ? near : exact;
}

function isLong({ width, height }: Size): boolean {
  return Math.max(width, height) > MOST_WEBP_SIDE;
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, NEAR));
}

/** Pixels as a file. */

const PNG = 'image/png';
/** A photo is a tenth as large in it. */
const WEBP = 'image/webp';
/** A WebP has no more rows or columns. Chromium would leave the rest out, and say nothing. */
const MOST_WEBP_SIDE = 16_383;
/** A photo looks the same, but the colours of small letters run. */
const NEAR = 0.92;
/** Keeps each pixel in a WebP, too: a page of words is a fifth as large as in a PNG, and flat colours are larger. */
const EXACT = 1;
/** A larger picture of a page has photos in it. */
const MOST_EXACT_BYTES = 2 * 1024 * 1024;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The smaller of a PNG and a WebP; undefined if the browser encodes neither. Throws if scripts may not read the canvas. */
export async function encodeSmaller(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const encoded = await Promise.all(typesFor(canvas).map((type) => encode(canvas, type)));
  return smallest(encoded.filter((blob) => blob !== null));
}

/**
 * A picture of words, as `encode` makes it: with each pixel as it is or, if that would be large and the picture may blur a
 * little, a file of less than half the size in which each nearly is. Undefined if there is no file.
 */
export async function encodeCrisp(
  { mayBlur, ...size }: Size & { readonly mayBlur: boolean },
  encode: (type: string, quality: number) => Promise<Blob>,
): Promise<Blob | undefined> {
  const types = typesFor(size);
  const exact = smallest(await Promise.all(types.map((type) => encode(type, EXACT))));
  const isSmall = !exact || exact.size <= MOST_EXACT_BYTES;
  if (isSmall || !mayBlur || !types.includes(WEBP)) return exact;
  const near = await encode(WEBP, NEAR);
  return near.size < exact.size / 2 ? near : exact;
}

function typesFor({ width, height }: Size): readonly string[] {
  return Math.max(width, height) > MOST_WEBP_SIDE ? [PNG] : [PNG, WEBP];
}

function smallest(blobs: readonly Blob[]): Blob | undefined {
  return blobs.toSorted((a, b) => a.size - b.size)[0];
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, NEAR));
}

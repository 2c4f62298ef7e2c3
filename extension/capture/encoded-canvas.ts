/** The pixels of a canvas as a file. */

const PNG = 'image/png';
/** A photo is a tenth as large in it. */
const WEBP = 'image/webp';
/** A WebP has no more rows or columns. Chromium would leave the rest out, and say nothing. */
const MOST_WEBP_SIDE = 16_383;

/** The smaller of a PNG and a WebP; undefined if the browser encodes neither. Throws if scripts may not read the canvas. */
export async function encodeSmaller(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const isLong = Math.max(canvas.width, canvas.height) > MOST_WEBP_SIDE;
  const types = isLong ? [PNG] : [PNG, WEBP];
  const encoded = await Promise.all(types.map((type) => encode(canvas, type)));
  return encoded.filter((blob) => blob !== null).toSorted((a, b) => a.size - b.size)[0];
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.92));
}

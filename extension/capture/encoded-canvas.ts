/** The pixels of a canvas as a file. */

/** In the second format, a photo is a tenth as large. */
const TYPES = ['image/png', 'image/webp'];

/** The smaller of a PNG and a WebP; undefined if the browser encodes neither. Throws if scripts may not read the canvas. */
export async function encodeSmaller(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const encoded = await Promise.all(TYPES.map((type) => encode(canvas, type)));
  return encoded.filter((blob) => blob !== null).toSorted((a, b) => a.size - b.size)[0];
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.92));
}

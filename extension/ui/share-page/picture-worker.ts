/** The worker that blacks a picture out and encodes it. */
import { encodeCrisp } from '../../capture/encoded-canvas.ts';
import { BLACK } from './picture-edits.ts';
import type { PicturePixels } from './picture-file.ts';

addEventListener('message', ({ data }) => {
  // Our own screen has sent it.
  encoded(data as PicturePixels).then(
    (blob) => postMessage(blob),
    (error: unknown) => {
      console.error(error);
      postMessage(undefined);
    },
  );
});

async function encoded({ pixels, blacked }: PicturePixels): Promise<Blob | undefined> {
  const { width, height } = pixels;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('expected a canvas with a context of two dimensions');
  context.drawImage(pixels, 0, 0);
  pixels.close();
  context.fillStyle = BLACK;
  for (const { left, top, right, bottom } of blacked) {
    context.fillRect(left, top, right - left, bottom - top);
  }
  // A blur would mix colours from around a black part into its edges, which would look as if it let something through.
  const wanted = { width, height, mayBlur: blacked.length === 0 };
  return encodeCrisp(wanted, (type, quality) => canvas.convertToBlob({ type, quality }));
}

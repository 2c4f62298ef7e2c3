/** The file of a picture: the kept pixels alone, blacked out where the user said so, and nothing else about them. */
import { encodeSmaller } from '../../capture/encoded-canvas.ts';
import { BLACK, keptOf, type PictureEdits } from './picture-edits.ts';
import { contextOf, release } from './stitching.ts';

/** `picture.png` or `picture.webp`, whichever is smaller. Rejects if the browser has no memory for it. */
export async function pictureFile(picture: HTMLCanvasElement, edits: PictureEdits): Promise<File> {
  const canvas = drawEdited(picture, edits);
  try {
    const blob = await encodeSmaller(canvas);
    if (!blob) throw new Error('expected a browser that encodes a picture of this size');
    const ending = blob.type.slice('image/'.length);
    return new File([blob], `picture.${ending}`, { type: blob.type });
  } finally {
    release(canvas);
  }
}

function drawEdited(picture: HTMLCanvasElement, edits: PictureEdits): HTMLCanvasElement {
  const { left, top, right, bottom } = keptOf(picture, edits);
  const canvas = document.createElement('canvas');
  canvas.width = right - left;
  canvas.height = bottom - top;
  const context = contextOf(canvas);
  context.drawImage(picture, -left, -top);
  context.fillStyle = BLACK;
  for (const box of edits.blacked) {
    context.fillRect(box.left - left, box.top - top, box.right - box.left, box.bottom - box.top);
  }
  return canvas;
}

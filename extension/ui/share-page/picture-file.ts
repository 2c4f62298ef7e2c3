/** The file of a picture: the kept pixels alone, blacked out where the user said so, and nothing else about them. */
import { newWorker } from '@mayfly/relay/view';
import type { Box } from '../../capture/box.ts';
import { keptOf, type PictureEdits } from './picture-edits.ts';
// oxlint-disable-next-line import/default -- by this query Vite gives the address of the file
import workerUrl from './picture-worker.ts?worker&url';

/** The pixels that a worker encodes, and the boxes in them that it blacks out before. */
export interface PicturePixels {
  readonly pixels: ImageBitmap;
  readonly blacked: readonly Box[];
}

/** `picture.png` or `picture.webp`. Rejects if the browser has no memory for it. */
export async function pictureFile(picture: HTMLCanvasElement, edits: PictureEdits): Promise<File> {
  const { left, top, right, bottom } = keptOf(picture, edits);
  const pixels = await createImageBitmap(picture, left, top, right - left, bottom - top);
  const blacked = edits.blacked.map((box) => ({
    left: box.left - left,
    top: box.top - top,
    right: box.right - left,
    bottom: box.bottom - top,
  }));
  const blob = await encoded({ pixels, blacked });
  if (!blob) throw new Error('expected a browser that encodes a picture of this size');
  const ending = blob.type.slice('image/'.length);
  return new File([blob], `picture.${ending}`, { type: blob.type });
}

/** In a worker of its own: the screen would stand still meanwhile. */
async function encoded(picture: PicturePixels): Promise<Blob | undefined> {
  const worker = newWorker(workerUrl);
  if (!worker) return undefined;
  const { promise, resolve } = Promise.withResolvers<Blob | undefined>();
  worker.onmessage = ({ data }) => resolve(data as Blob | undefined); // our own file sent it
  worker.onerror = () => resolve(undefined);
  try {
    worker.postMessage(picture, [picture.pixels]);
    return await promise;
  } finally {
    worker.terminate();
  }
}

/** Puts the shots of a page together on a canvas. It draws each as it comes and lets it go. */
import type { PictureStep } from '../../messages.ts';

type PageStep = Extract<PictureStep, { readonly step: 'page' }>;
type ShotStep = Extract<PictureStep, { readonly step: 'shot' }>;

/** A canvas for the picture. A page that turned out to be shorter is drawn on a shorter one. */
export function openCanvas(page: PageStep, before?: HTMLCanvasElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = page.width;
  canvas.height = page.height;
  const context = contextOf(canvas);
  context.fillStyle = '#fff'; // under a colour that the browser does not know, or sees through
  context.fillRect(0, 0, page.width, page.height);
  context.fillStyle = page.ground;
  context.fillRect(0, 0, page.width, page.height);
  if (before) context.drawImage(before, 0, 0);
  if (before) release(before);
  return canvas;
}

/** Draws a shot into its place. Rejects if the browser cannot read it. */
export async function drawShot(canvas: HTMLCanvasElement, shot: ShotStep): Promise<void> {
  const { from, to } = shot;
  const width = from.right - from.left;
  const height = from.bottom - from.top;
  const image = await loaded(shot.url);
  contextOf(canvas).drawImage(
    image,
    from.left,
    from.top,
    width,
    height,
    to.left,
    to.top,
    width,
    height,
  );
  image.src = '';
}

function loaded(url: string): Promise<HTMLImageElement> {
  const { promise, resolve, reject } = Promise.withResolvers<HTMLImageElement>();
  const image = new Image();
  image.onload = () => resolve(image);
  image.onerror = () => reject(new Error('expected a shot that the browser can read'));
  image.src = url;
  return promise;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('expected a canvas with a context of two dimensions');
  return context;
}

/** A canvas keeps its pixels until it is collected, or empty. */
function release(canvas: HTMLCanvasElement): void {
  canvas.width = canvas.height = 0;
}

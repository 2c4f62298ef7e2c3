/** Waits until a page that was scrolled is drawn. */
import { doMeet } from '../box.ts';
import { isImage } from '../dom.ts';
import { visitElements } from './page-tree.ts';
import { windowBox } from './scroller.ts';

/** An image that takes longer is not waited for. */
const MOST_IMAGE_MS = 1500;
/** Nor is an animation. */
const MOST_ANIMATION_MS = 1500;
const MOST_FONT_MS = 1000;
/** Some scripts wait for a tenth of a second before they begin. Each look takes two frames. */
const STILL_LOOKS = 8;
const MOST_LOOKS = 50;

/** Resolves when what is in the window is drawn, its images too, and has come to rest. */
export async function settled(): Promise<void> {
  await drawn();
  const images = visibleImages().filter(({ complete }) => !complete);
  const animations = document.getAnimations().filter(endsSoon);
  if (images.length + animations.length === 0) return;
  await Promise.all([
    within(MOST_IMAGE_MS, Promise.all(images.map(loaded))),
    within(MOST_ANIMATION_MS, Promise.all(animations.map(ended))),
  ]);
  await drawn();
}

/** Makes the page load its images now, down to `bottom`, so that it grows before it is measured. */
export async function loadImages(
  bottom: number,
  restore: (undo: () => void) => void,
): Promise<void> {
  const waiting: HTMLImageElement[] = [];
  visitElements(document.documentElement, ({ element }) => {
    if (!isImage(element) || element.complete || element.loading !== 'lazy') return;
    if (element.getBoundingClientRect().top > bottom) return;
    waiting.push(element);
  });
  for (const image of waiting) {
    const before = image.getAttribute('loading') ?? 'lazy';
    image.loading = 'eager';
    restore(() => image.setAttribute('loading', before));
  }
  await within(MOST_IMAGE_MS, Promise.all(waiting.map(loaded)));
}

/** Resolves when elements stay in their places, where a script of the page may have moved them. */
export async function atRest(elements: readonly Element[]): Promise<void> {
  if (elements.length === 0) return;
  let before = '';
  for (let looks = 0, still = 0; still < STILL_LOOKS && looks < MOST_LOOKS; looks++) {
    const now = JSON.stringify(elements.map((element) => element.getBoundingClientRect()));
    still = now === before ? still + 1 : 0;
    before = now;
    await drawn();
  }
}

export async function fontsLoaded(): Promise<void> {
  await within(MOST_FONT_MS, document.fonts.ready);
}

/** Resolves when the browser has drawn twice: what was changed before is on the screen. */
export async function drawn(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

function visibleImages(): readonly HTMLImageElement[] {
  const images: HTMLImageElement[] = [];
  const view = windowBox();
  visitElements(document.documentElement, ({ element }) => {
    if (isImage(element) && doMeet(element.getBoundingClientRect(), view)) images.push(element);
  });
  return images;
}

function loaded(image: HTMLImageElement): Promise<unknown> {
  return image.decode().catch(() => undefined); // a broken image is drawn, too
}

/** Pages slide their bars in, and fade in what comes into the window. */
function endsSoon({ playState, effect, currentTime, playbackRate }: Animation): boolean {
  const end = effect?.getComputedTiming().endTime;
  if (playState !== 'running' || typeof end !== 'number' || typeof currentTime !== 'number') {
    return false;
  }
  return (end - currentTime) / playbackRate <= MOST_ANIMATION_MS;
}

function ended({ finished }: Animation): Promise<unknown> {
  return finished.catch(() => undefined); // the page has taken it back
}

function within(ms: number, promise: Promise<unknown>): Promise<unknown> {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, ms))]);
}

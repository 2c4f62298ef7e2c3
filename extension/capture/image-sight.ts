/** The pictures of a page, and how a person saw each. */
import { attributeOf, boxOf, isImage, nameOf, newElement } from './dom.ts';

/** `awaited`: the page would have shown another image, which did not load. `unseen`: the image is invisible. */
export type ImageSight = 'seen' | 'awaited' | 'unseen';

/** Anything with fewer pixels shows nothing: it counts visits, keeps room, or waits for a picture. */
const LEAST_PIXELS = 2;

export function imageSightOf(image: HTMLImageElement): ImageSight {
  const { naturalWidth, naturalHeight, width, height } = image;
  const hasLoaded = naturalWidth > 0 && naturalHeight > 0;
  const sides = hasLoaded ? [width, height] : declaredSides(image);
  if (sides.some((side) => side <= LEAST_PIXELS)) return 'unseen';
  if (!hasLoaded) return 'awaited';
  const isTiny = naturalWidth <= LEAST_PIXELS || naturalHeight <= LEAST_PIXELS;
  if ((isTiny || image.currentSrc.startsWith('data:')) && awaitsAnother(image)) return 'awaited';
  if (!isTiny) return 'seen';
  if (image.alt.trim() !== '') return 'awaited';
  return isTransparent(image) ? 'unseen' : 'seen';
}

/** The size in its markup, in pixels; NaN if there is none. */
function declaredSides(image: HTMLImageElement): readonly number[] {
  return ['width', 'height'].map((side) => Number.parseFloat(image.getAttribute(side) ?? ''));
}

/** Attributes in which a page keeps the address of an image that its script loads later. */
const LATER = /^data-(?:[\w-]+-)?(?:src|srcset|original|lazy|image|img|url|hires)$/;

function awaitsAnother(image: HTMLImageElement): boolean {
  return image.getAttributeNames().some((name) => {
    const value = image.getAttribute(name)?.trim();
    return LATER.test(name) && value !== '' && value !== image.getAttribute('src');
  });
}

/** False if the browser does not let scripts read it. */
function isTransparent(image: HTMLImageElement): boolean {
  const canvas = newElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  try {
    context?.drawImage(image, 0, 0, 1, 1);
    return context?.getImageData(0, 0, 1, 1).data[3] === 0;
  } catch {
    return false;
  }
}

/** A drawing with fewer pixels a side is a sign beside a text. */
const SIGN_PIXELS = 48;

/** Says whether an element without text shows a picture that is no file: a drawing, or a ground marked as an image. */
export function isDrawn(element: Element, { display, visibility }: CSSStyleDeclaration): boolean {
  const isImageRole = attributeOf(element, 'role') === 'img';
  const isOfDrawing = isImageRole || /^(?:svg|canvas)$/.test(nameOf(element));
  if (!isOfDrawing || isImage(element) || display === 'none' || visibility !== 'visible')
    return false;
  if (element.textContent?.trim() && nameOf(element) !== 'canvas') return false;
  const { width, height } = boxOf(element);
  const isLabelled = isImageRole && labelOf(element) !== '';
  const least = isLabelled ? LEAST_PIXELS + 1 : SIGN_PIXELS;
  return width >= least && height >= least;
}

/** The text that describes an image. */
export function labelOf(element: Element): string {
  if (isImage(element)) return element.alt.trim();
  return (attributeOf(element, 'aria-label') ?? attributeOf(element, 'title') ?? '').trim();
}

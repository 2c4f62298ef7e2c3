/**
 * Finds letters in the colour of their ground. It can tell only if the ground is the plain colour of an element around
 * them and nothing else is painted there. Everywhere else, as over a picture, letters count as seen.
 */
import { type Box, doMeet, EVERYWHERE, isInside } from './box.ts';
import { isTransparent, parseColour, type Rgba, WHITE } from './colours.ts';
import { boxOf, childrenOf, isElement, nameOf, parentElementOf } from './dom.ts';

/** The plain colour behind an element, and the element that paints it: none for the page itself. */
export interface Ground {
  readonly colour: Rgba;
  readonly of?: Element;
}

/** A page without colours of its own is white, unless it may be dark, lies in another page, or was only copied. */
export function groundOfPage(page: Document): Ground | undefined {
  const isOnTop = page === document && window === window.top;
  const scheme = getComputedStyle(page.documentElement).colorScheme;
  return isOnTop && !scheme.includes('dark') ? { colour: WHITE } : undefined;
}

/** The ground inside an element; undefined if it is no plain colour. */
export function groundInside(
  element: Element,
  style: CSSStyleDeclaration,
  outer: Ground | undefined,
): Ground | undefined {
  const { backgroundColor, backgroundImage, backgroundClip, mixBlendMode, filter } = style;
  const isPlain = backgroundImage === 'none' && mixBlendMode === 'normal' && filter === 'none';
  if (!isPlain || backgroundClip.includes('text')) return undefined;
  const colour = parseColour(backgroundColor);
  if (isTransparent(colour)) return outer;
  if (colour[3] >= 1) return { colour, of: element };
  return outer && { colour: over(colour, outer.colour), of: element };
}

/** With a larger distance, of 255, people can tell two colours apart. */
const ALIKE = 6;

export function isAlike(ink: Rgba, { colour }: Ground): boolean {
  const seen = over(ink, colour);
  return [0, 1, 2].every((at) => Math.abs((seen[at] ?? 0) - (colour[at] ?? 0)) <= ALIKE);
}

function over([red, green, blue, alpha]: Rgba, ground: Rgba): Rgba {
  const mix = (one: number, other: number) => one * alpha + other * (1 - alpha);
  return [mix(red, ground[0]), mix(green, ground[1]), mix(blue, ground[2]), 1];
}

interface Laid {
  readonly element: Element;
  readonly box: Box;
}

/** Everything that a page paints. Asked for on first use. */
export class Painted {
  readonly #page: Document;
  readonly #paints = new Map<Element, boolean>();
  #laid: readonly Laid[] | undefined;

  constructor(page: Document) {
    this.#page = page;
  }

  /** Says whether a ground is the only thing behind these lines of text in an element. */
  isOnly({ of }: Ground, element: Element, lines: readonly Box[]): boolean {
    const around = new Set<Element>();
    for (let at: Element | null = element; at; at = parentElementOf(at)) around.add(at);
    const edges =
      !of || /^(?:html|body)$/.test(nameOf(of)) ? EVERYWHERE : of.getBoundingClientRect();
    this.#laid ??= laidIn(this.#page.documentElement);
    return (
      lines.every((line) => isInside(line, edges, 2)) &&
      !this.#laid.some(
        ({ element: other, box }) =>
          lines.some((line) => doMeet(line, box)) && this.#doesPaint(other, around.has(other)),
      )
    );
  }

  /** The elements around a text have known grounds; only their generated boxes are unknown. */
  #doesPaint(element: Element, isAround: boolean): boolean {
    if (!isAround && paints(element, getComputedStyle(element))) return true;
    const known = this.#paints.get(element) ?? paintsBeside(element);
    this.#paints.set(element, known);
    return known;
  }
}

function laidIn(element: Element): Laid[] {
  const box = boxOf(element);
  const inner = childrenOf(element).filter(isElement).flatMap(laidIn);
  return [{ element, box }, ...inner];
}

const PICTURES =
  /^(?:img|video|canvas|svg|iframe|object|embed|input|meter|progress|rect|path|circle)$/;

function paints(
  element: Element,
  { backgroundColor, backgroundImage }: CSSStyleDeclaration,
): boolean {
  return (
    PICTURES.test(nameOf(element)) ||
    backgroundImage !== 'none' ||
    !isTransparent(parseColour(backgroundColor))
  );
}

function paintsBeside(element: Element): boolean {
  return ['::before', '::after'].some((place) => {
    const style = getComputedStyle(element, place);
    return !/^(?:none|normal|)$/.test(style.content) && paints(element, style);
  });
}

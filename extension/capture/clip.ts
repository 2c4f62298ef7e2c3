/** The part of an element that `clip` and `clip-path` leave visible. */
import { type Box, EVERYWHERE, isNothing, NOWHERE } from './box.ts';

/** The box around the visible part. Shapes of unknown kinds count as the whole element. */
export function leftByClip(element: Element, style: CSSStyleDeclaration, box: Box): Box {
  const shape = shapeOf(style);
  if (shape === undefined) return EVERYWHERE;
  const [width, height] = sizeOf(element, box);
  const left = cutBy(shape, width, height);
  if (left === undefined) return EVERYWHERE;
  if (isNothing(left)) return NOWHERE;
  const isTurned =
    Math.abs(box.right - box.left - width) > 1 || Math.abs(box.bottom - box.top - height) > 1;
  if (isTurned) return EVERYWHERE;
  return {
    left: box.left + left.left,
    top: box.top + left.top,
    right: box.left + left.right,
    bottom: box.top + left.bottom,
  };
}

interface Shape {
  readonly name: string;
  readonly sizes: string;
}

function shapeOf({ clip, clipPath, position }: CSSStyleDeclaration): Shape | undefined {
  const css = clipPath === 'none' && /absolute|fixed/.test(position) ? clip : clipPath;
  const [, name, sizes] = /^(rect|inset|polygon|circle|ellipse)\((.*)\)/.exec(css) ?? [];
  return name === undefined || sizes === undefined ? undefined : { name, sizes };
}

/** The size before any rotation or scaling. */
function sizeOf(element: Element, box: Box): readonly [width: number, height: number] {
  if (element instanceof HTMLElement) return [element.offsetWidth, element.offsetHeight];
  return [box.right - box.left, box.bottom - box.top];
}

/** In pixels from its own corner; undefined if the whole element is visible, or the shape is unknown. */
function cutBy({ name, sizes }: Shape, width: number, height: number): Box | undefined {
  switch (name) {
    case 'rect':
      return cutByRect(sizes, width, height);
    case 'inset':
      return cutByInset(sizes, width, height);
    case 'polygon':
      return cutByPolygon(sizes, width, height);
    default: // circles and ellipses without a radius, and others
      return /^0(?:px|%)?(?: |$)/.test(sizes) ? NOWHERE : undefined;
  }
}

function cutByRect(sizes: string, width: number, height: number): Box | undefined {
  const whole = [0, width, height, 0];
  const sides = sizes
    .split(/,? /)
    .map((side, at) => (side === 'auto' ? whole[at] : lengthOf(side, 0)));
  const [top, right, bottom, left] = sides;
  return boxOf(left, top, right, bottom);
}

function cutByInset(sizes: string, width: number, height: number): Box | undefined {
  const [first = '', second = first, third = first, fourth = second] = (
    sizes.split(' round ')[0] ?? ''
  ).split(' ');
  const right = lengthOf(second, width);
  const bottom = lengthOf(third, height);
  return boxOf(
    lengthOf(fourth, width),
    lengthOf(first, height),
    right === undefined ? undefined : width - right,
    bottom === undefined ? undefined : height - bottom,
  );
}

function cutByPolygon(sizes: string, width: number, height: number): Box | undefined {
  const points = sizes.replace(/^(?:evenodd|nonzero), /, '').split(', ');
  const across = points.map((point) => lengthOf(point.split(' ')[0] ?? '', width));
  const down = points.map((point) => lengthOf(point.split(' ')[1] ?? '', height));
  if (![...across, ...down].every((one) => one !== undefined)) return undefined;
  return {
    left: Math.min(...across.map(Number)),
    top: Math.min(...down.map(Number)),
    right: Math.max(...across.map(Number)),
    bottom: Math.max(...down.map(Number)),
  };
}

function boxOf(left?: number, top?: number, right?: number, bottom?: number): Box | undefined {
  const isKnown = ![left, top, right, bottom].includes(undefined);
  return isKnown
    ? { left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom) }
    : undefined;
}

/** The pixels of a computed length; undefined if it depends on other lengths. */
function lengthOf(css: string, whole: number): number | undefined {
  const [, number, unit] = /^(-?[\d.]+)(px|%)?$/.exec(css) ?? [];
  if (number === undefined) return undefined;
  return unit === '%' ? (Number(number) / 100) * whole : Number(number);
}

/** Colours in the spelling of computed styles, and their meaning. */
import { newElement } from './dom.ts';

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

export const WHITE: Rgba = [255, 255, 255, 1];

/** With a larger distance between its parts, a colour is a hue. With a smaller one, it is a shade of grey. */
const HUE = 40;

const RGB = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/;

const known = new Map<string, Rgba>();

export function parseColour(css: string): Rgba {
  const colour = known.get(css) ?? parseRgb(css) ?? paint(css);
  known.set(css, colour);
  return colour;
}

export function isTransparent([, , , alpha]: Rgba): boolean {
  return alpha < 0.05;
}

/** Says whether a colour is a hue, and not only a shade of ink or paper. */
export function isHue(colour: Rgba): boolean {
  const [red, green, blue] = colour;
  return !isTransparent(colour) && Math.max(red, green, blue) - Math.min(red, green, blue) >= HUE;
}

/** Says whether dark ink is readable on it. */
export function isLight([red, green, blue]: Rgba): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

function parseRgb(css: string): Rgba | undefined {
  const [, red, green, blue, alpha = '1'] = RGB.exec(css) ?? [];
  return red === undefined ? undefined : [Number(red), Number(green), Number(blue), Number(alpha)];
}

/** The screen colour of newer notations, such as `oklch()`. */
function paint(css: string): Rgba {
  const canvas = newElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  if (!context) return [0, 0, 0, 1];
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

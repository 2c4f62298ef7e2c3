/** Reads the colours of a picture, and compares them as far as a picture that may be a WebP keeps them. */
import { expect } from 'vitest';
import type { Runs } from './striped-pages.ts';

interface Wanted {
  /** A canvas or an image. */
  readonly selector: string;
  /** The columns, as parts of the width. */
  readonly parts: readonly number[];
}

/** The colours of columns of a picture, from above. Runs in a page. */
export function columnsOf({ selector, parts }: Wanted): {
  readonly width: number;
  readonly columns: Runs[];
} {
  const shown = document.querySelector<HTMLCanvasElement | HTMLImageElement>(selector);
  if (!shown) throw new Error(`expected ${selector}`);
  const isImage = 'naturalWidth' in shown;
  const width = isImage ? shown.naturalWidth : shown.width;
  const height = isImage ? shown.naturalHeight : shown.height;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('expected a canvas that can be read');
  context.drawImage(shown, 0, 0);
  const columns = parts.map((part) => {
    const { data } = context.getImageData(Math.floor(part * width), 0, 1, height);
    const runs: [string, number][] = [];
    for (let i = 0; i < data.length; i += 4) {
      const hex = [...data.slice(i, i + 3)].map((it) => it.toString(16).padStart(2, '0'));
      const colour = `#${hex.join('')}`;
      const last = runs.at(-1);
      if (last?.[0] === colour) last[1] += 1;
      else runs.push([colour, 1]);
    }
    return runs;
  });
  return { width, columns };
}

/** The size of an image, and the number of its pixels that are nearly of each colour. Runs in a page. */
export function countsOf({ selector, colours }: { selector: string; colours: readonly string[] }) {
  const image = document.querySelector<HTMLImageElement>(selector);
  if (!image) throw new Error(`expected ${selector}`);
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  const data = context?.getImageData(0, 0, width, height).data ?? [];
  const counts = colours.map((colour) => {
    const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const isNear = wanted.every((it, at) => Math.abs((data[i + at] ?? 0) - it) < 40);
      if (isNear) count += 1;
    }
    return count;
  });
  return { width, height, counts };
}

/** The pixels on each side of an edge that a lossy picture may mix. */
const MIXED = 4;

/** Expects the colours in this order, each as high as wanted, in a picture as high as all of them. */
export function expectNear(found: Runs | undefined, wanted: Runs, scale = 1): void {
  const runs = merged((found ?? []).map(([colour, height]) => [nearest(colour, wanted), height]));
  const whole = runs.filter(([, height]) => height > MIXED);
  expect(whole.map(([colour]) => colour)).toEqual(wanted.map(([colour]) => colour));
  for (const [i, [colour, height]] of whole.entries()) {
    const off = Math.abs(height - scale * (wanted[i]?.[1] ?? 0));
    expect(off, `the height of ${colour}`).toBeLessThanOrEqual(2 * MIXED);
  }
  expect(Math.abs(heightOf(runs) - scale * heightOf(wanted))).toBeLessThanOrEqual(scale - 1);
}

function heightOf(runs: Runs): number {
  return runs.reduce((sum, [, height]) => sum + height, 0);
}

function nearest(colour: string, wanted: Runs): string {
  const [near = colour] = wanted
    .map(([other]) => other)
    .toSorted((a, b) => distance(a, colour) - distance(b, colour));
  return distance(near, colour) < 24 ? near : colour;
}

function distance(one: string, other: string): number {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((it) => Number.parseInt(it.slice(at, at + 2), 16));
    return Math.abs((a ?? 0) - (b ?? 0));
  });
  return channels.reduce((sum, it) => sum + it, 0);
}

function merged(runs: Runs): Runs {
  const joined: [string, number][] = [];
  for (const [colour, height] of runs) {
    const last = joined.at(-1);
    if (last?.[0] === colour) last[1] += height;
    else joined.push([colour, height]);
  }
  return joined;
}

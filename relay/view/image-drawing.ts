/** The bytes that a browser gets to draw for a picture, and the reason if it gets none. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { isCompressed, isSvg, SVG_BYTES, svgTextOf } from '../words/index.ts';
import type { Page } from '../words/reading.ts';
import { MOST_DRAWN, svgCost } from './svg-cost.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** `complex`: drawing it would take too long. `broken`: it is not the picture that it seemed to be. */
export type Drawing =
  | { readonly state: 'drawn'; readonly bytes: Bytes }
  | { readonly state: 'reading' | 'complex' | 'broken' };

export const SVG = 'image/svg+xml';

/** The bytes of a page unchanged. For an SVG picture, its decompressed text, unless it is too complex. */
export function useDrawing({ bytes }: Pick<Page, 'bytes'>, mediaType: string): Drawing {
  const atOnce = useMemo(() => drawnAtOnce(bytes, mediaType), [bytes, mediaType]);
  const [inflated, setInflated] = useState<Drawing>({ state: 'reading' });
  useEffect(() => {
    if (atOnce) return undefined;
    let isWanted = true;
    void inflate(bytes).then((drawing) => isWanted && setInflated(drawing));
    return () => (isWanted = false);
  }, [atOnce, bytes]);
  return atOnce ?? inflated;
}

function drawnAtOnce(bytes: Bytes, mediaType: string): Drawing | undefined {
  if (mediaType !== SVG) return { state: 'drawn', bytes };
  return isCompressed(bytes) ? undefined : drawSvg(bytes);
}

function drawSvg(bytes: Bytes): Drawing {
  if (bytes.length > SVG_BYTES) return { state: 'complex' };
  const text = svgTextOf(bytes);
  if (svgCost(text) > MOST_DRAWN) return { state: 'complex' };
  return { state: 'drawn', bytes: new TextEncoder().encode(text) };
}

async function inflate(compressed: Bytes): Promise<Drawing> {
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    const bytes = await readAtMost(stream, SVG_BYTES);
    if (bytes === undefined) return { state: 'complex' };
    return isSvg(bytes) ? drawSvg(bytes) : { state: 'broken' };
  } catch {
    return { state: 'broken' }; // not compressed as it claims, or cut off
  }
}

/** Undefined if it is longer: a small file can hold a text that fits into no memory. */
async function readAtMost(stream: ReadableStream<Bytes>, most: number): Promise<Bytes | undefined> {
  const reader = stream.getReader();
  const parts: Bytes[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    length += value.length;
    if (length > most) return void reader.cancel();
  }
}

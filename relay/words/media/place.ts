/**
 * Finds the place in a photo or a film, and removes it. Nothing else in the file changes, and no byte moves: the place
 * fills a few bytes of its own, which are emptied where they are.
 */
import { emptyGps, gpsTables } from './exif-gps.ts';
import { mendChecksums } from './png-checksums.ts';
import { signatureOf } from './signature.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Says whether a picture or a film names its place. */
export function hasPlace(bytes: Uint8Array): boolean {
  const kind = signatureOf(bytes)?.kind;
  if (kind !== 'image' && kind !== 'video') return false;
  const text = textOf(bytes);
  return gpsTables(bytes, text).next().done !== true || placesIn(text).next().done !== true;
}

/** A copy that names no place. */
export function withoutPlace(bytes: Bytes): Bytes {
  const copy = bytes.slice();
  const text = textOf(bytes);
  for (const table of gpsTables(bytes, text)) emptyGps(copy, table);
  for (const { from, to } of placesIn(text)) copy.fill(SPACE, from, to);
  mendChecksums(copy);
  return copy;
}

const SPACE = 0x20;

/** Each byte as one character, because the searched text is ASCII. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function* placesIn(text: string): Generator<Span> {
  yield* matchesWithin(text, '<x:xmpmeta', '</x:xmpmeta', XMP_PLACE);
  yield* matchesWithin(text, 'moov', undefined, FILM_PLACE);
}

/** Properties of XMP, as attributes or as elements. */
const XMP_PLACE =
  /\s[\w-]+:GPS\w+\s*=\s*(?:"[^"<]*"|'[^'<]*')|<([\w-]+:GPS\w+)(?:\s[^<>]*)?(?:\/>|>[^<>]*<\/\1>)/g;
/** A point as ISO 6709 writes it: `+48.8577+002.2950+035.0/`. */
const FILM_PLACE = /[+-]\d{2,6}\.\d{2,}[+-]\d{3,7}\.\d{2,}(?:[+-]\d+(?:\.\d+)?)?\/?/g;
/** The most notes in one file that are read: a stranger chose their number. */
const MOST_NOTES = 64;
const LONGEST_NOTE = 4 * 1024 * 1024;

function* matchesWithin(
  text: string,
  start: string,
  end: string | undefined,
  pattern: RegExp,
): Generator<Span> {
  let at = text.indexOf(start);
  for (let count = 0; at >= 0 && count < MOST_NOTES; count++) {
    const found = end === undefined ? -1 : text.indexOf(end, at);
    const to = Math.min(found < 0 ? text.length : found, at + LONGEST_NOTE);
    for (const match of text.slice(at, to).matchAll(pattern)) {
      const from = at + match.index;
      yield { from, to: from + match[0].length };
    }
    at = text.indexOf(start, to);
  }
}

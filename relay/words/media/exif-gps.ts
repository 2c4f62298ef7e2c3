/**
 * The table of places (GPS) in Exif notes. The notes are a small TIFF file, at any place: in a JPEG, PNG, WebP, HEIC or
 * AVIF picture, or as the head of a camera's own format. So this module searches for their first bytes, and accepts
 * them if everything that follows has the right form.
 */
import { uint16, uint16le, uint32, uint32le } from './read-bytes.ts';

/** A table of places, and the entry of the first table that leads to it. */
export interface GpsTable {
  /** The start of the notes, from which all their offsets count. */
  readonly base: number;
  readonly isLittle: boolean;
  readonly first: number;
  readonly entry: number;
  readonly from: number;
  readonly count: number;
}

const STARTS = ['II*\0', 'MM\0*'];
const ENTRY_BYTES = 12;
const GPS = 0x8825;
/** Degrees of a latitude or a longitude, or a place in words. */
const TELLING = [2, 4, 20, 22, 28];
const LAST_TAG = 31;
const MOST_STARTS = 4_096;
const MOST_ENTRIES = 512;

/** `text` is the bytes as characters with the same offsets. */
export function* gpsTables(bytes: Uint8Array, text: string): Generator<GpsTable> {
  for (const start of STARTS) {
    let base = text.indexOf(start);
    for (let count = 0; base >= 0 && count < MOST_STARTS; count++) {
      const table = tableAt(bytes, base, start === 'II*\0');
      if (table) yield table;
      base = text.indexOf(start, base + 4);
    }
  }
}

function tableAt(bytes: Uint8Array, base: number, isLittle: boolean): GpsTable | undefined {
  const [short, long] = isLittle ? [uint16le, uint32le] : [uint16, uint32];
  const first = base + long(bytes, base + 4);
  const entries = short(bytes, first);
  if (!(entries > 0 && entries <= MOST_ENTRIES)) return undefined;
  for (let at = 0; at < entries; at++) {
    const entry = first + 2 + at * ENTRY_BYTES;
    if (short(bytes, entry) !== GPS) continue;
    const from = base + long(bytes, entry + 8);
    const count = short(bytes, from);
    const table = { base, isLittle, first, entry, from, count };
    return tellsPlace(bytes, table) ? table : undefined;
  }
  return undefined;
}

function tellsPlace(bytes: Uint8Array, { isLittle, from, count }: GpsTable): boolean {
  if (!(count > 0 && count <= LAST_TAG + 1)) return false;
  const short = isLittle ? uint16le : uint16;
  const tags = Array.from({ length: count }, (_, at) => short(bytes, from + 2 + at * ENTRY_BYTES));
  return tags.every((tag) => tag <= LAST_TAG) && tags.some((tag) => TELLING.includes(tag));
}

/** The number of bytes of one value, by its type. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
/** No value of a place is longer. */
const LONGEST_VALUE = 4_096;

/** Empties the table with all its values, and removes the entry that leads to it. */
export function emptyGps(bytes: Uint8Array, table: GpsTable): void {
  const { base, isLittle, first, entry, from, count } = table;
  const [short, long] = isLittle ? [uint16le, uint32le] : [uint16, uint32];
  for (let at = from + 2; at < from + 2 + count * ENTRY_BYTES; at += ENTRY_BYTES) {
    const size = (SIZES[short(bytes, at + 2)] ?? 0) * long(bytes, at + 4);
    const value = base + long(bytes, at + 8);
    if (size > 4 && size <= LONGEST_VALUE) bytes.fill(0, value, value + size);
  }
  bytes.fill(0, from, from + 2 + count * ENTRY_BYTES + 4);
  const entries = short(bytes, first);
  const end = first + 2 + entries * ENTRY_BYTES + 4;
  bytes.copyWithin(entry, entry + ENTRY_BYTES, end);
  bytes.fill(0, end - ENTRY_BYTES, end);
  const lesser = [(entries - 1) >> 8, (entries - 1) & 0xff];
  bytes.set(isLittle ? lesser.toReversed() : lesser, first);
}

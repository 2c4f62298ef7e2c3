/** Walks the boxes of a file in the ISO base media format: MP4, HEIF, AVIF. */
import { ascii, uint32 } from './read-bytes.ts';

/** The content of a box: `bytes.subarray(from, to)`. */
export interface Box {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The most boxes side by side that are read: a stranger chose their number. */
const MOST_BOXES = 4_096;

/** The boxes side by side in a part of a file. Ends at the first bytes that are no box. */
export function* boxes(
  bytes: Uint8Array,
  { from, to }: Pick<Box, 'from' | 'to'> = { from: 0, to: bytes.length },
): Generator<Box> {
  for (let at = from, count = 0; at + 8 <= to && count < MOST_BOXES; count++) {
    const name = ascii(bytes, at + 4, at + 8);
    const size = uint32(bytes, at);
    const isLong = size === 1;
    const header = isLong ? 16 : 8;
    // A box of size 0 goes to the end.
    const length = isLong
      ? uint32(bytes, at + 8) * 2 ** 32 + uint32(bytes, at + 12)
      : size || to - at;
    if (!(length >= header) || !/^[ -~\xa9]{4}$/.test(name)) return;
    yield { name, from: at + header, to: Math.min(at + length, to) };
    at += length;
  }
}

/** The first box on a path of names, such as `moov`, `trak`. */
export function find(
  bytes: Uint8Array,
  [name, ...rest]: readonly string[],
  within?: Pick<Box, 'from' | 'to'>,
): Box | undefined {
  for (const box of boxes(bytes, within)) {
    if (box.name === name) return rest.length === 0 ? box : find(bytes, rest, box);
  }
  return undefined;
}

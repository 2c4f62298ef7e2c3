/** Separates film from sound in an Ogg file. */
import { ascii } from './read-bytes.ts';

const FILM = ['\x80theora', '\x01video', 'BBCD\0', '\x8bkdate', 'OVP80', '\x00VP8', 'OVP90'];
const MOST_STREAMS = 32;
const BEGINS_STREAM = 2;

/** The first page of each stream names its kind, and all first pages come before any other. */
export function hasOggFilm(bytes: Uint8Array): boolean {
  for (let at = 0, count = 0; count < MOST_STREAMS; count++) {
    const isFirstPage =
      ascii(bytes, at, at + 4) === 'OggS' && ((bytes[at + 5] ?? 0) & BEGINS_STREAM) !== 0;
    if (!isFirstPage) return false;
    const segments = bytes[at + 26] ?? 0;
    const content = at + 27 + segments;
    const start = ascii(bytes, content, content + 8);
    if (FILM.some((mark) => start.startsWith(mark))) return true;
    at = bytes.subarray(at + 27, content).reduce((end, length) => end + length, content);
  }
  return false;
}

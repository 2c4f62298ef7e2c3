/** Files of boxes (ISO base media): still pictures by their brands, sound and film by their tracks. */
import { type Box, boxes, find } from './boxes.ts';
import { isBinary } from '../text/text-bytes.ts';
import { ascii } from './read-bytes.ts';
import type { Signature } from './signature.ts';

const AVIF = ['avif', 'avis'];
const HEIC = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];
/** Other codecs in the same file format. */
const HEIF = ['mif1', 'mif2', 'msf1', 'miaf', 'avci', 'avcs', 'j2ki', 'j2is', 'jpeg', 'vvic'];
const RAW_PHOTO = ['crx '];
const SOUND = ['M4A ', 'M4B ', 'M4P '];
const MOST_BRANDS = 64;

/** Undefined if the bytes are no boxes. */
export function boxedKindOf(bytes: Uint8Array): Signature | undefined {
  const [first] = boxes(bytes);
  if (first === undefined || !isBinary(bytes)) return undefined;
  // Old films by Apple have no list of brands.
  if (first.name !== 'ftyp')
    return /^(?:moov|mdat|wide|pnot)$/.test(first.name) ? filmOrSound(bytes) : undefined;
  const [major = '', ...compatible] = brandsOf(bytes, first);
  // A browser accepts a file as AVIF if any brand says so.
  const all = [major, ...compatible];
  if (hasAny(all, AVIF)) return { kind: 'image', mediaType: 'image/avif' };
  if (RAW_PHOTO.includes(major)) return { kind: 'image', mediaType: 'image/x-canon-cr3' };
  const isStill = hasAny([major], [...HEIC, ...HEIF]) || (hasAny(all, HEIC) && !hasTracks(bytes));
  if (isStill) return { kind: 'image', mediaType: hasAny(all, HEIC) ? 'image/heic' : 'image/heif' };
  if (SOUND.includes(major)) return { kind: 'audio', mediaType: 'audio/mp4' };
  return filmOrSound(bytes);
}

function brandsOf(bytes: Uint8Array, { from, to }: Box): string[] {
  const brands = [ascii(bytes, from, from + 4)];
  for (let at = from + 8; at + 4 <= to && brands.length < MOST_BRANDS; at += 4) {
    brands.push(ascii(bytes, at, at + 4));
  }
  return brands;
}

function hasAny(brands: readonly string[], wanted: readonly string[]): boolean {
  return brands.some((brand) => wanted.includes(brand));
}

function hasTracks(bytes: Uint8Array): boolean {
  return find(bytes, ['moov']) !== undefined;
}

/** A browser plays the sound of a film too, so only a file without pictures is sound. */
function filmOrSound(bytes: Uint8Array): Signature {
  const tracks = kindsOfTracks(bytes);
  const isSound = tracks.includes('soun') && !tracks.includes('vide');
  return isSound
    ? { kind: 'audio', mediaType: 'audio/mp4' }
    : { kind: 'video', mediaType: 'video/mp4' };
}

function kindsOfTracks(bytes: Uint8Array): string[] {
  const film = find(bytes, ['moov']);
  if (!film) return [];
  return [...boxes(bytes, film)]
    .filter(({ name }) => name === 'trak')
    .map((track) => find(bytes, ['mdia', 'hdlr'], track))
    .map((handler) => (handler ? ascii(bytes, handler.from + 8, handler.from + 12) : ''));
}

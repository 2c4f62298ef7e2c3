/** Recognises sound in frames without a container: MP3 and AAC, with or without notes (ID3) before it. */
import { ascii } from './read-bytes.ts';

const MOST_NOTES = 8;
const MOST_ZEROS = 65_536;

/** The start of the sound itself, after notes and after the empty bytes that some programs leave. */
export function startOfSound(bytes: Uint8Array): number {
  let at = 0;
  for (let i = 0; i < MOST_NOTES; i++) {
    const length = lengthOfNotes(bytes, at);
    if (length === 0) break;
    at += length;
  }
  const isNoted = at > 0;
  for (let end = at + MOST_ZEROS; isNoted && at < end && bytes[at] === 0;) at++;
  return at;
}

const FOOTED = 0x10;

function lengthOfNotes(bytes: Uint8Array, at: number): number {
  const version = bytes[at + 3] ?? 0;
  if (ascii(bytes, at, at + 3) !== 'ID3' || version < 2 || version > 4) return 0;
  const size = bytes.subarray(at + 6, at + 10);
  if (size.length < 4 || size.some((byte) => byte > 0x7f)) return 0;
  const length = size.reduce((sum, byte) => sum * 0x80 + byte, 0);
  return 10 + length + ((bytes[at + 5] ?? 0) & FOOTED ? 10 : 0);
}

/** AAC as frames (ADTS), or all in one (ADIF). */
export function isAac(bytes: Uint8Array, at: number): boolean {
  if (ascii(bytes, at, at + 4) === 'ADIF') return true;
  return isFramed(bytes, at, lengthOfAac);
}

/** MP3 and its predecessors. After notes, all other sound counts as MP3 too. */
export function isMpegAudio(bytes: Uint8Array, at: number): boolean {
  return at > 0 || isFramed(bytes, at, lengthOfMpeg);
}

/** Says whether another frame follows a frame. Two bytes alone begin many kinds of files, also UTF-16. */
function isFramed(
  bytes: Uint8Array,
  at: number,
  lengthOf: (bytes: Uint8Array, at: number) => number | undefined,
): boolean {
  const length = lengthOf(bytes, at);
  if (length === undefined) return false;
  const next = at + length;
  return next === bytes.length || lengthOf(bytes, next) !== undefined;
}

function lengthOfAac(bytes: Uint8Array, at: number): number | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes.subarray(at, at + 6);
  const isFrame = a === 0xff && (b & 0xf6) === 0xf0 && ((c >> 2) & 15) < 13;
  const length = ((d & 3) << 11) | (e << 3) | (f >> 5);
  return isFrame && length >= 7 ? length : undefined;
}

/** Thousands of bits a second: MPEG-1 layer II and layer III, and the later versions of both. */
const BIT_RATES = {
  second: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  third: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  later: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
/** By the two bits of the layer. Nobody uses layer I, which looks like the mark of UTF-16. */
const LAYERS = [undefined, 'third', 'second', undefined] as const;
/** The divisor of the sample rate: MPEG-2.5, none, MPEG-2, MPEG-1. */
const DIVISORS = [4, undefined, 2, 1] as const;

function lengthOfMpeg(bytes: Uint8Array, at: number): number | undefined {
  const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
  const divisor = DIVISORS[(b >> 3) & 3];
  const layer = LAYERS[(b >> 1) & 3];
  const sampleRate = SAMPLE_RATES[(c >> 2) & 3];
  const isFrame = a === 0xff && b >= 0xe0;
  if (!isFrame || divisor === undefined || layer === undefined || !sampleRate) return undefined;
  const bitRate = BIT_RATES[divisor === 1 ? layer : 'later'][c >> 4];
  if (!bitRate) return undefined;
  const samples = layer === 'third' && divisor > 1 ? 72 : 144;
  return Math.floor((samples * 1_000 * bitRate * divisor) / sampleRate) + ((c >> 1) & 1);
}

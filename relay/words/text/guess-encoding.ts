/**
 * Guesses the encoding of a text that does not name it. A chunk of its own; relay/decisions/encodings.md gives the
 * reasons.
 */
import { analyse } from 'chardet';
import { LOST } from './decode-text.ts';
import { canonical, FALLBACK } from './encoding.ts';

const SAMPLE_BYTES = 32 * 1024;

/** The likeliest encoding in which every one of these bytes has a meaning. */
export function guessEncoding(bytes: Uint8Array): string {
  const sample = sampleOf(bytes);
  if (isDosCyrillic(sample)) return 'ibm866';
  const found = analyse(sample).flatMap(({ name }) => canonical(SUPERSETS[name] ?? name) ?? []);
  return found.find((encoding) => decodes(sample, encoding)) ?? FALLBACK;
}

/** Pairs of encodings: the second is the first with more letters. */
const SUPERSETS: Readonly<Record<string, string>> = {
  ASCII: 'windows-1252',
  'ISO-8859-8': 'windows-1255',
  'KOI8-R': 'koi8-u',
};

/** The lines with letters outside ASCII. Lines in plain ASCII, such as markup and code, show no language. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(SAMPLE_BYTES);
  let length = 0;
  for (let from = 0, end; from < bytes.length && length < SAMPLE_BYTES; from = end) {
    end = bytes.indexOf(LINE_FEED, from) + 1 || bytes.length;
    const line = withoutTags(bytes.subarray(from, Math.min(end, from + SAMPLE_BYTES)));
    if (!line.some((byte) => byte > 0x7f)) continue;
    const part = line.slice(0, SAMPLE_BYTES - length);
    sample.set(part, length);
    length += part.length;
  }
  return sample.subarray(0, length);
}

const LINE_FEED = 0x0a;
const TAG_START = 0x3c;
const TAG_END = 0x3e;

function withoutTags(line: Uint8Array): number[] {
  const kept: number[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const end = line[at] === TAG_START ? line.indexOf(TAG_END, at) : -1;
    if (end < 0) kept.push(line[at]!);
    else at = end;
  }
  return kept;
}

/** The library does not know this encoding: most letters of Russian are at places where other encodings have signs. */
function isDosCyrillic(sample: Uint8Array): boolean {
  const high = sample.filter((byte) => byte > 0x7f);
  const small = high.filter((byte) => byte > 0xa0 && byte <= 0xaf);
  const others = high.filter((byte) => (byte > 0xaf && byte < 0xe0) || byte > 0xf1);
  return small.length > high.length * 0.45 && others.length < high.length * 0.1;
}

function decodes(sample: Uint8Array, encoding: string): boolean {
  // The last character may be cut.
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  return !LOST.test(text);
}

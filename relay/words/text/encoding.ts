/** Finds the encoding of a text: by its mark, its bytes, what its type says, what it says of itself; else it is open. */
import type { Page } from '../reading.ts';

type Encoded = Pick<Page, 'bytes' | 'mediaType' | 'encoding'>;

/** What is shown where nothing tells, and nothing could be guessed: no byte of it is lost, and half of them are letters. */
export const FALLBACK = 'windows-1252';

const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** By how it was chosen or found before, else by what the page tells. */
export function encodingOf(page: Encoded): string {
  return page.encoding ?? toldEncoding(page) ?? FALLBACK;
}

/** Undefined where nothing tells it, and it has to be guessed. */
export function toldEncoding({ bytes, mediaType }: Encoded): string | undefined {
  return (
    certainEncoding(bytes) ??
    believed(bytes, charsetOf(mediaType)) ??
    believed(bytes, declaredIn(bytes)) ??
    (isMostlyUtf8(bytes) ? 'utf-8' : undefined)
  );
}

/** The encoding named in a media type, as browsers call it; undefined where none is, or none of that name is known. */
export function charsetOf(mediaType: string): string | undefined {
  const [, label] = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(mediaType) ?? [];
  return label === undefined ? undefined : canonical(label);
}

const certain = new WeakMap<Uint8Array, string | false>();

/** The encoding that bytes are in beyond doubt; undefined where they leave a choice. */
export function certainEncoding(bytes: Uint8Array): string | undefined {
  const known = certain.get(bytes) ?? provenEncoding(bytes) ?? false;
  certain.set(bytes, known);
  return known === false ? undefined : known;
}

function provenEncoding(bytes: Uint8Array): string | undefined {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[1];
  const wide = unmarkedWide(bytes);
  if (wide !== undefined || !isUtf8(bytes)) return wide;
  return isShifted(bytes) ? 'iso-2022-jp' : 'utf-8';
}

const PIECE_BYTES = 256 * 1024;

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      decoder.decode(bytes.subarray(from, from + PIECE_BYTES), { stream: true });
    }
    decoder.decode();
    return true;
  } catch {
    return false; // no UTF-8
  }
}

const START_BYTES = 4_096;

/** Whether it turns to Japanese by an escape, as e-mail did: all its bytes are ASCII then. */
function isShifted(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, START_BYTES));
  return ['$@', '$B', '(J'].some((turn) => start.includes(`\u001b${turn}`));
}

/** UTF-16 without a mark shows itself by the zeros in every other byte, where it has letters of ASCII. */
function unmarkedWide(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, START_BYTES - (bytes.length % 2));
  if (bytes.length % 2 === 1 || !start.includes(0)) return undefined;
  const zeros = [0, 0];
  start.forEach((byte, at) => (zeros[at % 2]! += byte === 0 ? 1 : 0));
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) < Math.max(4, start.length / 8) || Math.min(even, odd) > 0) {
    return undefined;
  }
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  // A table of small numbers has such zeros too.
  const text = new TextDecoder(encoding).decode(start);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]/.test(text) ? undefined : encoding;
}

/** What a text says of itself at its start: HTML, XML, CSS, e-mail, catalogues of translations, and marks of editors. */
const DECLARED =
  /(?:\bcharset\s*=?\s*|\bencoding\s*=\s*|\bcoding[:=]\s*)["']?([a-z][\w.:-]{1,40})/i;

function declaredIn(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, START_BYTES));
  const [, label] = DECLARED.exec(start) ?? [];
  return label === undefined ? undefined : canonical(label);
}

/** What is written in bytes of its own kind, and was not recognised as such, is not what it was said to be. */
function believed(bytes: Uint8Array, encoding: string | undefined): string | undefined {
  if (encoding === undefined || encoding === 'utf-8') return undefined;
  const isWide = encoding.startsWith('utf-16');
  return isWide && bytes.length % 2 === 1 ? undefined : encoding;
}

/** How browsers call an encoding; undefined where they know none of that name. */
export function canonical(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined; // whoever named it is a stranger
  }
}

const ENOUGH_CHARACTERS = 1_000;
/** By chance, two bytes of another encoding are rarely a character of UTF-8. */
const GOOD_FOR_BAD = 2;

/** Whether it is UTF-8 in which some bytes were damaged. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder();
  let good = 0;
  let bad = 0;
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    const piece = bytes.subarray(from, from + PIECE_BYTES);
    for (const [letter] of decoder.decode(piece, { stream: true }).matchAll(/[^\0-\x7f]/gu)) {
      if (letter === '\ufffd') bad += 1;
      else good += 1;
    }
    if (good + bad > ENOUGH_CHARACTERS) break;
  }
  return good > bad * GOOD_FOR_BAD;
}

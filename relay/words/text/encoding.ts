/** Finds the encoding of a text: by its mark, its bytes, its type, or a line in it. Otherwise it stays open. */
import type { Page } from '../reading.ts';

type Encoded = Pick<Page, 'bytes' | 'mediaType' | 'encoding'>;

/** The encoding if nothing names it and nobody could guess it. It loses no byte, and half of its bytes are letters. */
export const FALLBACK = 'windows-1252';

const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The encoding that somebody chose or that was found before; otherwise the one that the page names. */
export function encodingOf(page: Encoded): string {
  return page.encoding ?? toldEncoding(page) ?? FALLBACK;
}

/** Undefined if nothing names the encoding, so that it must be guessed. */
export function toldEncoding({ bytes, mediaType }: Encoded): string | undefined {
  return (
    certainEncoding(bytes) ??
    believed(bytes, charsetOf(mediaType)) ??
    believed(bytes, declaredIn(bytes)) ??
    (isMostlyUtf8(bytes) ? 'utf-8' : undefined)
  );
}

/** The encoding in a media type, by its browser name; undefined if there is none or its name is unknown. */
export function charsetOf(mediaType: string): string | undefined {
  const [, label] = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(mediaType) ?? [];
  return label === undefined ? undefined : canonical(label);
}

const certain = new WeakMap<Uint8Array, string | false>();

/** The encoding that the bytes prove; undefined if they leave a choice. */
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
    return false; // not UTF-8
  }
}

const START_BYTES = 4_096;

/** Says whether an escape switches the text to Japanese, as in e-mail. All its bytes are then ASCII. */
function isShifted(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, START_BYTES));
  return ['$@', '$B', '(J'].some((turn) => start.includes(`\u001b${turn}`));
}

/** UTF-16 without a mark shows by the zeros in every other byte, if it has letters of ASCII. */
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

/**
 * The encoding that a text names at its start: HTML, XML, CSS, e-mail, catalogues of translations, and marks of
 * editors.
 */
const DECLARED =
  /(?:\bcharset\s*=?\s*|\bencoding\s*=\s*|\bcoding[:=]\s*)["']?([a-z][\w.:-]{1,40})/i;

function declaredIn(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, START_BYTES));
  const [, label] = DECLARED.exec(start) ?? [];
  return label === undefined ? undefined : canonical(label);
}

/** These encodings have bytes of their own kind. A text that lacks them is not in the encoding that it names. */
function believed(bytes: Uint8Array, encoding: string | undefined): string | undefined {
  if (encoding === undefined || encoding === 'utf-8') return undefined;
  const isWide = encoding.startsWith('utf-16');
  return isWide && bytes.length % 2 === 1 ? undefined : encoding;
}

/** The browser name of an encoding; undefined if browsers do not know it. */
export function canonical(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined; // a stranger wrote this name
  }
}

const ENOUGH_CHARACTERS = 1_000;
/** By chance, two bytes of another encoding rarely form a character of UTF-8. */
const GOOD_FOR_BAD = 2;

/** Says whether the text is UTF-8 with some damaged bytes. */
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

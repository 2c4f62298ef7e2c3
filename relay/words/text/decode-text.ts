/** Turns a page's bytes into text. */
import { encodingOf } from './encoding.ts';
import type { Page } from '../reading.ts';

type Encoded = Pick<Page, 'bytes' | 'mediaType' | 'encoding'>;

/** The whole text at once, for small pages. Replacement characters stand for bytes without meaning. */
export function decodeText(page: Encoded): string {
  return [...decodedPieces(page)].join('');
}

/** The text for screens: each line ends in a line feed, whatever its ending was. */
export function shownText(page: Encoded): string {
  return [...shownPieces(page)].join('');
}

/** The text for screens, piece by piece. */
export function* shownPieces(page: Encoded): Generator<string> {
  let held = '';
  for (const piece of decodedPieces(page)) {
    const text = held + piece;
    // The line feed of this ending may come with the next piece.
    held = text.endsWith('\r') ? '\r' : '';
    yield withLineFeeds(held === '' ? text : text.slice(0, -1));
  }
  yield withLineFeeds(held);
}

/** Stands for a byte without meaning. Encodings of one byte have control characters there. */
export const LOST = /[\ufffd\x80-\x84\x86-\x9f]/;

/** Says whether some of its bytes have no meaning in its encoding. */
export function losesCharacters(page: Encoded): boolean {
  for (const piece of decodedPieces(page)) if (LOST.test(piece)) return true;
  return false;
}

function withLineFeeds(text: string): string {
  return text.replace(/\r\n?|[\x85\u2028\u2029]/g, '\n');
}

/** A multiple of four. */
const PIECE_BYTES = 256 * 1024;

function* decodedPieces(page: Encoded): Generator<string> {
  const { bytes } = page;
  const decoder = decoderOf(encodingOf(page));
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    yield decoder.decode(bytes.subarray(from, from + PIECE_BYTES), { stream: true });
  }
  yield decoder.decode();
}

type Decoder = Pick<InstanceType<typeof TextDecoder>, 'decode'>;

function decoderOf(encoding: string): Decoder {
  if (encoding === 'utf-32le') return wideDecoder(true);
  return encoding === 'utf-32be' ? wideDecoder(false) : new TextDecoder(encoding);
}

/** No browser reads UTF-32 any more. */
function wideDecoder(isLittle: boolean): Decoder {
  let isStart = true;
  return {
    decode(bytes?: Uint8Array): string {
      const text = bytes ? wideText(bytes, isLittle) : '';
      const hasMark = isStart && text.startsWith('\ufeff');
      isStart = false;
      return hasMark ? text.slice(1) : text;
    },
  };
}

function wideText({ buffer, byteOffset, length }: Uint8Array, isLittle: boolean): string {
  const view = new DataView(buffer, byteOffset, length);
  let text = '';
  for (let at = 0; at < length; at += 4) {
    text += at + 4 <= length ? character(view.getUint32(at, isLittle)) : '\ufffd';
  }
  return text;
}

function character(code: number): string {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return isSurrogate || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}

/** Turns a page's bytes into text: UTF-8 unless a mark at its start or its type says otherwise. */
import type { Page } from './reading.ts';

type Encoded = Pick<Page, 'bytes' | 'mediaType'>;

/** All of it at once, for pages known to be small. Bytes that mean nothing show as replacement characters. */
export function decodeText(page: Encoded): string {
  return new TextDecoder(encodingOf(page)).decode(page.bytes);
}

const PIECE_BYTES = 256 * 1024;

/** The same piece by piece. */
export function* decodedPieces(page: Encoded): Generator<string> {
  const { bytes } = page;
  const decoder = new TextDecoder(encodingOf(page));
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    yield decoder.decode(bytes.subarray(from, from + PIECE_BYTES), { stream: true });
  }
  yield decoder.decode();
}

export function encodingOf({ bytes, mediaType }: Encoded): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const [, charset] = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(mediaType) ?? [];
  return charset !== undefined && isEncoding(charset) ? charset : 'utf-8';
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false; // the type is a stranger's, and no decoder goes by that name
  }
}

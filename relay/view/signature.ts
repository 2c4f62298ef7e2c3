/** Tells what a file is by its first bytes. What a link says of its type was written by a stranger. */

/** A kind of file that browsers show, and the type it is given to them as. */
export interface Signature {
  readonly kind: 'image' | 'audio' | 'video' | 'pdf';
  readonly mediaType: string;
}

const signature = (kind: Signature['kind'], mediaType: string): Signature => ({ kind, mediaType });

/** Files that start with these bytes, each written as the character of its number. */
const STARTS: readonly (readonly [start: string, signature: Signature])[] = [
  ['\x89PNG\r\n\x1a\n', signature('image', 'image/png')],
  ['\xff\xd8\xff', signature('image', 'image/jpeg')],
  ['GIF87a', signature('image', 'image/gif')],
  ['GIF89a', signature('image', 'image/gif')],
  ['\x1aE\xdf\xa3', signature('video', 'video/webm')],
  ['OggS\0', signature('audio', 'audio/ogg')],
  ['fLaC\0', signature('audio', 'audio/flac')],
  ['ID3\x03\0', signature('audio', 'audio/mpeg')],
  ['ID3\x04\0', signature('audio', 'audio/mpeg')],
  ['\xff\xfb', signature('audio', 'audio/mpeg')],
  ['\xff\xfa', signature('audio', 'audio/mpeg')],
  ['\xff\xf3', signature('audio', 'audio/mpeg')],
  ['\xff\xf2', signature('audio', 'audio/mpeg')],
  ['%PDF-', signature('pdf', 'application/pdf')],
];

/** Files of chunks, told by the name of the format that follows the first size. */
const CHUNKED: Readonly<Record<string, Signature>> = {
  WEBP: signature('image', 'image/webp'),
  WAVE: signature('audio', 'audio/wav'),
};

/** Files of boxes, told by their brand; all others play as films. */
const BRANDED: Readonly<Record<string, Signature>> = {
  avif: signature('image', 'image/avif'),
  avis: signature('image', 'image/avif'),
  'M4A ': signature('audio', 'audio/mp4'),
  'M4B ': signature('audio', 'audio/mp4'),
};
const FILM = signature('video', 'video/mp4');

/** Undefined where the bytes are none of the kinds that browsers show. */
export function signatureOf(bytes: Uint8Array): Signature | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  if (start.startsWith('RIFF')) return CHUNKED[start.slice(8, 12)];
  if (start.slice(4, 8) === 'ftyp' && isBinary(bytes)) return BRANDED[start.slice(8, 12)] ?? FILM;
  const found = STARTS.find(([mark]) => start.startsWith(mark))?.[1];
  // A text may start with the letters of a picture.
  return found?.mediaType === 'image/gif' && !isBinary(bytes) ? undefined : found;
}

const SVG_START =
  /^\s*(?:<\?xml[^>]*>\s*|<!--[^]*?-->\s*|<!doctype svg[^>[]*(?:\[[^\]]*\])?[^>]*>\s*)*<svg[\s>]/i;
const START_BYTES = 4_096;

/** Whether a text starts the way SVG pictures do. */
export function isSvg(bytes: Uint8Array): boolean {
  return SVG_START.test(new TextDecoder().decode(bytes.subarray(0, START_BYTES)));
}

/** Whether there is a zero byte among the first, as in no text but UTF-16, which is marked. */
export function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && bytes.subarray(0, START_BYTES).includes(0);
}

/** Whether the bytes are UTF-8 text, as far as their start tells. */
export function looksLikeText(bytes: Uint8Array): boolean {
  try {
    // The last character may go on past the start.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, START_BYTES), {
      stream: true,
    });
    return !isBinary(bytes);
  } catch {
    return false; // not UTF-8
  }
}

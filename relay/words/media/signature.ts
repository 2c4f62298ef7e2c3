/**
 * Recognises a picture, a sound or a film by its bytes. A stranger wrote a link's type, and a server's type is often
 * wrong.
 */
import { boxedKindOf } from './boxed.ts';
import { isMpegAudio, isAac, startOfSound } from './mpeg-audio.ts';
import { hasOggFilm } from './ogg.ts';
import { ascii, uint16le, uint32le } from './read-bytes.ts';
import { hasControls, isBinary } from '../text/text-bytes.ts';
import { hasWebmFilm } from './webm.ts';

/** The kind of a file, and the type with which browsers get it. */
export interface Signature {
  readonly kind: 'image' | 'audio' | 'video' | 'pdf';
  readonly mediaType: string;
}

type Test = (bytes: Uint8Array) => boolean;
interface Mark extends Signature {
  /** The first bytes, each written as the character of its number. */
  readonly start: string;
  /** A second condition, for kinds whose first bytes may also begin a text. */
  readonly test?: Test;
}

const mark = (start: string, mediaType: string, test?: Test): Mark => {
  const kind = mediaType === 'application/pdf' ? 'pdf' : (mediaType.split('/')[0] as Mark['kind']);
  return { start, kind, mediaType, ...(test && { test }) };
};

const MARKS: readonly Mark[] = [
  mark('\x89PNG\r\n\x1a\n', 'image/png'),
  mark('\xff\xd8\xff', 'image/jpeg'),
  mark('GIF87a', 'image/gif', isBinary),
  mark('GIF89a', 'image/gif', isBinary),
  mark('BM', 'image/bmp', isBitmap),
  mark('\0\0\x01\0', 'image/x-icon', isIcon),
  mark('\0\0\x02\0', 'image/x-icon', isIcon),
  mark('\xff\x0a', 'image/jxl', hasControls),
  mark('\0\0\0\x0cJXL \r\n\x87\n', 'image/jxl'),
  mark('\0\0\0\x0cjP  \r\n\x87\n', 'image/jp2'),
  mark('\xff\x4f\xff\x51', 'image/jp2'),
  mark('II*\0', 'image/tiff'),
  mark('MM\0*', 'image/tiff'),
  mark('II\xbc\x01', 'image/jxr'),
  mark('\x1aE\xdf\xa3', 'video/webm', hasWebmFilm),
  mark('\x1aE\xdf\xa3', 'audio/webm'),
  mark('OggS\0', 'video/ogg', hasOggFilm),
  mark('OggS\0', 'audio/ogg'),
  mark('#!AMR', 'audio/amr', isBinary),
  mark('%PDF-', 'application/pdf'),
];

/** Files of chunks, recognised by the format name after the first size. */
const CHUNKED: Readonly<Record<string, Signature>> = {
  'RIFF WEBP': mark('', 'image/webp'),
  'RIFF WAVE': mark('', 'audio/wav'),
  'RF64 WAVE': mark('', 'audio/wav'),
  'FORM AIFF': mark('', 'audio/aiff'),
  'FORM AIFC': mark('', 'audio/aiff'),
};

const FLAC = mark('', 'audio/flac');
const MPEG = mark('', 'audio/mpeg');
const AAC = mark('', 'audio/aac');

/** Undefined if the bytes are none of these kinds. Browsers show most of them. */
export function signatureOf(bytes: Uint8Array): Signature | undefined {
  const start = ascii(bytes, 0, 16);
  const found =
    MARKS.find((one) => start.startsWith(one.start) && (one.test?.(bytes) ?? true)) ??
    chunkedOf(bytes) ??
    boxedKindOf(bytes) ??
    soundOf(bytes);
  return found && { kind: found.kind, mediaType: found.mediaType };
}

function chunkedOf(bytes: Uint8Array): Signature | undefined {
  const name = `${ascii(bytes, 0, 4)} ${ascii(bytes, 8, 12)}`;
  return Object.hasOwn(CHUNKED, name) && isBinary(bytes) ? CHUNKED[name] : undefined;
}

/** Sound without a container, with or without notes before it. */
function soundOf(bytes: Uint8Array): Signature | undefined {
  const at = startOfSound(bytes);
  if (/^fLaC[\0\x80]/.test(ascii(bytes, at, at + 5))) return FLAC;
  if (isAac(bytes, at)) return AAC;
  return isMpegAudio(bytes, at) ? MPEG : undefined;
}

/** A header with a valid size and one plane. */
function isBitmap(bytes: Uint8Array): boolean {
  const size = uint32le(bytes, 14);
  const planes = uint16le(bytes, size === 12 ? 22 : 26);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(size) && planes === 1;
}

/** The first picture of the file comes after its list of pictures. */
function isIcon(bytes: Uint8Array): boolean {
  const count = uint16le(bytes, 4);
  const from = uint32le(bytes, 18);
  return count > 0 && bytes[9] === 0 && from >= 6 + 16 * count && from < bytes.length;
}

/** Pictures with notes (Exif, XMP) of where they were taken, made byte by byte. */
import { png } from '../view/pictures.ts';
import { box, brands, latin1 } from './media-files.ts';

interface Notes {
  /** Degrees; left out, the table of places tells none. */
  readonly latitude?: number;
  readonly isLittle?: boolean;
}

/** A small TIFF file: which way up the picture is, where it was taken, and what made it. */
export function exif({ latitude, isLittle = false }: Notes): Buffer {
  const notes = Buffer.alloc(150);
  const short = (value: number, at: number) =>
    isLittle ? notes.writeUInt16LE(value, at) : notes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    isLittle ? notes.writeUInt32LE(value, at) : notes.writeUInt32BE(value, at);
  const entry = (at: number, tag: number, type: number, count: number) => {
    short(tag, at);
    short(type, at + 2);
    long(count, at + 4);
  };
  notes.write(isLittle ? 'II*\0' : 'MM\0*', 'latin1');
  long(8, 4);
  short(3, 8);
  entry(10, 0x112, 3, 1); // turned by a quarter
  short(6, 18);
  entry(22, 0x8825, 4, 1); // leads to the table of places
  long(50, 30);
  entry(34, 0x8769, 4, 1);
  long(7, 42);
  short(2, 50);
  entry(52, 0, 1, 4); // its version
  entry(64, latitude === undefined ? 1 : 2, latitude === undefined ? 2 : 5, 3);
  long(80, 72);
  if (latitude !== undefined) [latitude, 1, 30, 1, 15, 1].forEach((n, at) => long(n, 80 + at * 4));
  notes.write('the end', 140);
  return notes;
}

export const xmp = (place: string) =>
  latin1(`<x:xmpmeta><rdf:Description dc:title="GPS" ${place}<dc:rights/></x:xmpmeta>`);

const segment = (content: Buffer) => {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};

/** A JPEG file as far as its notes go, and some bytes of picture. */
export const jpeg = (notes: Buffer) =>
  Buffer.concat([
    latin1('\xff\xd8'),
    segment(Buffer.concat([latin1('Exif\0\0'), notes])),
    latin1('\xff\xda picture'),
  ]);

/** A PNG of one pixel with a chunk of notes, and a checksum that fits. */
export function pngWith(
  name: string,
  content: Buffer,
  checksum: (bytes: Buffer) => number,
): Buffer {
  const whole = png(1);
  const named = Buffer.concat([latin1(name), content]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(checksum(named), named.length + 4);
  return Buffer.concat([whole.subarray(0, 33), chunk, whole.subarray(33)]);
}

export const webp = (notes: Buffer) =>
  Buffer.concat([latin1(`RIFF\xff\0\0\0WEBPVP8X${'\0'.repeat(14)}EXIF\x96\0\0\0`), notes]);

export const heic = (notes: Buffer) =>
  Buffer.concat([brands('heic', 'mif1'), box('mdat', latin1('\0\0\0\0'), notes)]);

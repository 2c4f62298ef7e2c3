/** Small files of the kinds that browsers show, made byte by byte. */
import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one colour. */
export function png(width: number, height = width): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0], 8); // one bit each, grey
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG that grows lighter from left to right. */
export function coloured(
  width: number,
  height: number,
  colour: readonly [number, number, number],
): Buffer<ArrayBuffer> {
  const pixels = Array.from({ length: width }, (_, x) =>
    colour.map((part) => Math.round(part + ((255 - part) * x) / width)),
  );
  const row = Buffer.from([0, ...pixels.flat()]);
  return colourPng(width, height, Buffer.concat(Array.from({ length: height }, () => row)));
}

/** The size of a photograph on a page of news, in bytes. */
const PHOTO_BYTES = 250_000;

/** A PNG that cannot be packed further than a photograph can. */
export function photo(width: number, height: number): Buffer<ArrayBuffer> {
  const row = 1 + 3 * width;
  const rows = Buffer.alloc(row * height);
  let noise = 1;
  for (let at = 0; at < Math.min(rows.length, PHOTO_BYTES); at++) {
    noise = (noise * 48_271) % 2_147_483_647;
    if (at % row > 0) rows[at] = noise & 255;
  }
  return colourPng(width, height, rows);
}

/** Of rows with three bytes a pixel, each after a zero. */
function colourPng(width: number, height: number, rows: Buffer): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // eight bits of each colour
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** A GIF of one pixel. */
export const GIF = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==',
  'base64',
);

/** Half a second of silence. */
export function wav(): Buffer {
  const samples = Buffer.alloc(4_000, 128);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // one channel
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

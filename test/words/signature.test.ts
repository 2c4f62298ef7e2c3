import { expect, test } from 'vitest';
import { signatureOf } from '../../relay/words/index.ts';
import { png, GIF, wav } from '../view/pictures.ts';
import { adts, box, brands, id3, latin1, mp3, oggPage, tracks, webm } from './media-files.ts';

const bytesOf = (content: Buffer) => new Uint8Array(content);
const typeOf = (content: Buffer) => signatureOf(bytesOf(content))?.mediaType;
const cat = (...parts: readonly Buffer[]) => Buffer.concat(parts);

const bmp = latin1(`BM${'\0'.repeat(12)}\x28${'\0'.repeat(11)}\x01\0\x18\0`);
const ico = latin1(`\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x04\0\0\0\x16\0\0\0....`);

test.each([
  ['image/png', png(1)],
  ['image/gif', GIF],
  ['image/jpeg', latin1('\xff\xd8\xff\xe0\0\x10JFIF')],
  ['image/webp', latin1('RIFF\x24\0\0\0WEBPVP8 ')],
  ['image/bmp', bmp],
  ['image/x-icon', ico],
  ['image/jxl', latin1('\xff\x0a\xfa\x0f\0')],
  ['image/jxl', latin1('\0\0\0\x0cJXL \r\n\x87\n')],
  ['image/jp2', latin1('\0\0\0\x0cjP  \r\n\x87\n')],
  ['image/tiff', latin1('II*\0\x08\0\0\0')],
  ['image/avif', brands('avif')],
  ['image/avif', brands('mif1', 'avif', 'miaf')],
  ['image/avif', brands('miaf', 'mif1', 'avis')],
  ['image/heic', brands('heic', 'mif1')],
  ['image/heic', brands('mif1', 'heic', 'miaf')],
  ['image/heic', brands('msf1', 'hevc')],
  ['image/heif', brands('mif1', 'miaf')],
  ['image/x-canon-cr3', brands('crx ', 'isom')],
])('%s is a picture', (type, content) => {
  expect(signatureOf(bytesOf(content))).toEqual({ kind: 'image', mediaType: type });
});

test.each([
  ['audio/wav', wav()],
  ['audio/flac', latin1('fLaC\0\0\0\x22')],
  ['audio/flac', latin1('fLaC\x80\0\0\x22')],
  ['audio/flac', cat(id3(), latin1('fLaC\0\0\0\x22'))],
  ['audio/aac', adts()],
  ['audio/aac', cat(id3(), adts())],
  ['audio/aac', latin1('ADIF....')],
  ['audio/mpeg', mp3()],
  ['audio/mpeg', mp3('\xff\xf3\x80\x64', 208)], // MPEG-2
  ['audio/mpeg', mp3('\xff\xe3\x18\x64', 72)], // MPEG-2.5
  ['audio/mpeg', cat(id3(2), mp3())],
  ['audio/mpeg', cat(id3(3), Buffer.alloc(700), mp3())],
  ['audio/mpeg', id3(4)],
  ['audio/ogg', oggPage('\x01vorbis')],
  ['audio/ogg', oggPage('OpusHead')],
  ['audio/webm', webm(2)],
  ['audio/mp4', brands('M4A ')],
  ['audio/mp4', cat(brands('isom', 'mp42'), tracks('soun'))],
  ['audio/mp4', cat(brands('M4B '), tracks('soun', 'vide'))], // pictures of chapters
])('%s is sound', (type, content) => {
  expect(signatureOf(bytesOf(content))).toEqual({ kind: 'audio', mediaType: type });
});

test.each([
  ['video/webm', webm(1)],
  ['video/webm', webm(2, 1)],
  ['video/webm', webm()],
  ['video/ogg', oggPage('\x80theora')],
  ['video/ogg', cat(oggPage('\x01vorbis'), oggPage('\x80theora'), oggPage('more', '\0'))],
  ['video/ogg', cat(oggPage('fishead\0'), oggPage('\x80theora'))],
  ['video/mp4', brands('isom')],
  ['video/mp4', cat(brands('qt  '), box('mdat', 'x'.repeat(99)), tracks('soun', 'vide'))],
  ['video/mp4', cat(brands('isom', 'heic'), tracks('vide'))],
  ['video/mp4', cat(box('wide', ''), box('mdat', ''), tracks('vide'))],
])('%s is film', (type, content) => {
  expect(signatureOf(bytesOf(content))).toEqual({ kind: 'video', mediaType: type });
});

test.each([
  '',
  'GIF89a is how a picture starts',
  'BM is the name of a firm, and this is about it',
  'RIFF and WEBP are words',
  'ID3 is a tag',
  'not ftypical',
  'FORMs of AIFF files',
  'II*',
  '%PDF is a mark',
  'OggS',
  '\xff\xfe\xe4\x04',
  '\xff\x0aa line of Latin text',
  '\0\0\x01\0',
  '\xff\xfb\x90\x64 and no frame follows',
])('%j is none of them', (text) => {
  expect(typeOf(latin1(text))).toBeUndefined();
});

test('UTF-16 of any length is no sound', () => {
  for (let length = 0; length < 300; length++) {
    expect(
      typeOf(Buffer.from(`\uFEFF${'Grüße '.repeat(50).slice(0, length)}`, 'utf16le')),
    ).toBeUndefined();
  }
});

test('sizes that a stranger made up lead nowhere', () => {
  const huge = latin1('\0\0\0\x01ftypisom\xff\xff\xff\xff\xff\xff\xff\xff');
  const deep = Buffer.concat(Array.from({ length: 9_000 }, () => box('trak', '')));
  const contents = [
    huge,
    box('moov', deep),
    latin1('OggS\0\x02'),
    latin1('\x1aE\xdf\xa3\xff'.repeat(9)),
  ];
  for (const content of contents) expect(() => typeOf(content)).not.toThrow();
});

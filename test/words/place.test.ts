import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasPlace, withoutPlace } from '../../relay/words/index.ts';
import { png } from '../view/pictures.ts';
import { box, brands, latin1, tracks } from './media-files.ts';
import { exif, heic, jpeg, pngWith, webp, xmp } from './photos.ts';

const bytesOf = (content: Buffer) => new Uint8Array(content);
const film = (place: string) =>
  Buffer.concat([brands('qt  '), tracks('vide'), box('moov', box('udta', box('\xa9xyz', place)))]);

const PLACED: readonly (readonly [string, Buffer])[] = [
  ['JPEG', jpeg(exif({ latitude: 48 }))],
  ['JPEG with its bytes the other way round', jpeg(exif({ latitude: 48, isLittle: true }))],
  ['PNG', pngWith('eXIf', exif({ latitude: 48 }), crc32)],
  ['WebP', webp(exif({ latitude: 48, isLittle: true }))],
  ['HEIC', heic(exif({ latitude: 48 }))],
  ['JPEG with XMP', jpeg(xmp('exif:GPSLatitude="48,30N" exif:GPSLongitude=\'2,17E\'>'))],
  ['JPEG with XMP in elements', jpeg(xmp('><exif:GPSLatitude>48,30N</exif:GPSLatitude>'))],
  ['PNG with XMP', pngWith('iTXt', xmp('exif:GPSLatitude="48,30N">'), crc32)],
  ['film', film('+48.8577+002.2950+035.0/')],
];

test.each(PLACED)('a %s that tells its place tells none once it is removed', (_, content) => {
  const bytes = bytesOf(content);
  expect(hasPlace(bytes)).toBe(true);
  const cleaned = withoutPlace(bytes);
  expect(hasPlace(cleaned)).toBe(false);
  expect(cleaned).toHaveLength(bytes.length);
  expect(bytesOf(content)).toEqual(bytes); // the original stays unchanged
  const text = Buffer.from(cleaned).toString('latin1');
  expect(text).not.toMatch(/48,30N|2,17E|48\.8577/);
});

test('the way up of a picture, its other notes and what it shows stay', () => {
  const bytes = bytesOf(jpeg(exif({ latitude: 48 })));
  const cleaned = Buffer.from(withoutPlace(bytes));
  const notes = cleaned.subarray(12);
  expect(notes.readUInt16BE(8)).toBe(2); // tables left
  expect([notes.readUInt16BE(10), notes.readUInt16BE(18)]).toEqual([0x112, 6]);
  expect([notes.readUInt16BE(22), notes.readUInt32BE(30)]).toEqual([0x8769, 7]);
  expect(notes.subarray(50, 104).every((byte) => byte === 0)).toBe(true);
  expect(cleaned.toString('latin1')).toMatch(/the end.*picture$/s);
});

test('the checksum of changed notes in a PNG fits', () => {
  const cleaned = Buffer.from(
    withoutPlace(bytesOf(pngWith('eXIf', exif({ latitude: 48 }), crc32))),
  );
  const chunk = cleaned.subarray(37, 37 + 4 + 150);
  expect(cleaned.readUInt32BE(37 + 4 + 150)).toBe(crc32(chunk));
});

test.each([
  ['a photo without a place', jpeg(exif({}))],
  ['a picture without notes', png(1)],
  ['XMP of other things', jpeg(xmp('exif:Flash="1">'))],
  ['a film that says nothing', film('none')],
  ['a text about places', latin1('MM\0* +48.8577+002.2950/ exif:GPSLatitude="48"')],
])('%s tells none, and stays as it is', (_, content) => {
  const bytes = bytesOf(content);
  expect(hasPlace(bytes)).toBe(false);
  expect(withoutPlace(bytes)).toEqual(bytes);
});

test('no change of notes makes the parser fail, or the file longer', () => {
  const changes = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 40 });
  const photo = fc.constantFrom(...PLACED.map(([, content]) => content));
  fc.assert(
    fc.property(photo, changes, (content, changed) => {
      const bytes = bytesOf(content);
      for (const [at, byte] of changed) if (at < bytes.length) bytes[at] = byte;
      hasPlace(bytes);
      expect(withoutPlace(bytes)).toHaveLength(bytes.length);
    }),
  );
});

test('notes without end are looked through to a limit', () => {
  const many = Buffer.concat([
    jpeg(exif({})),
    Buffer.from('MM\0*\0\0\0\x08\x02\0'.repeat(300_000), 'latin1'),
  ]);
  expect(hasPlace(bytesOf(many))).toBe(false);
});

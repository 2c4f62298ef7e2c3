import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../relay/protocol/index.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('base64url', () => {
  test.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('of the RFC 4648 example %j is %j, without padding', (plain, encoded) => {
    expect(encodeBase64url(utf8(plain))).toBe(encoded);
    expect(decodeBase64url(encoded)).toEqual(utf8(plain));
  });

  test('uses - and _ where base64 has + and /', () => {
    expect(encodeBase64url(new Uint8Array([0xfb, 0xff, 0xbf]))).toBe('-_-_');
    expect(decodeBase64url('-_-_')).toEqual(new Uint8Array([0xfb, 0xff, 0xbf]));
  });

  test.each([
    ['a single digit', 'A'],
    ['a fifth digit alone', 'Zm9vY'],
    ['padding', 'Zg=='],
    ['the base64 alphabet', '+/+/'],
    ['white space', 'Zm9v Zg'],
    ['a final line break', 'Zm9v\n'],
    ['bits left over after one byte', 'Zh'],
    ['bits left over after two bytes', 'Zm9'],
    ['letters of another script', 'Ｚｇ'],
    ['a surrogate pair', '😀😀'],
    ['half a surrogate pair', '\ud83dAAA'],
    ['NUL', 'AA\0A'],
  ])('is refused where it is not canonical: %s', (_, text) => {
    expect(decodeBase64url(text)).toBeUndefined();
  });

  test('agrees with the platform for any bytes, and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64url(text)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  test('has exactly one text for any bytes, and throws for none', () => {
    const digits = fc.string({
      unit: fc.constantFrom('A', 'a', 'Z', 'z', '0', '9', '-', '_', '+', '/', '='),
    });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string({ unit: 'binary' })), (text) => {
        const bytes = decodeBase64url(text);
        if (bytes !== undefined) expect(encodeBase64url(bytes)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

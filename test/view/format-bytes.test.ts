import { afterEach, expect, test } from 'vitest';
import { formatBytes, formatRoom } from '../../relay/words/format-bytes.ts';
import { speak } from '../../relay/words/language.ts';
import { speakEnglish } from '../support/speak-english.ts';

afterEach(speakEnglish);

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1536, '1.5 kB'],
  [9_949, '9.9 kB'],
  [10_000, '10 kB'],
  [999_999, '1 MB'],
  [32 * 1024 * 1024, '34 MB'],
  [5e9, '5 GB'],
  [3e12, '3,000 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0 bytes'],
  [900, '900 bytes'],
  [65_536, '60 kB'],
  [32 * 1024 * 1024, '30 MB'],
  [4 * 1024 ** 3, '4 GB'],
])('a limit of %i bytes is told as %s, which is surely within it', (bytes, text) => {
  expect(formatRoom(bytes)).toBe(text);
});

test('among words from right to left, the number stays before its unit', () => {
  speak({ language: 'ar', locale: 'ar', textOf: () => '{size} MB' });
  expect(formatBytes(256e6)).toMatch(/^\u2068.* MB\u2069$/);
});

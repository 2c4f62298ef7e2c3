import { afterEach, expect, test } from 'vitest';
import { formatBytes } from '../../relay/words/format-bytes.ts';
import { speak } from '../../relay/words/language.ts';
import { speakEnglish } from '../support/speak-english.ts';

afterEach(speakEnglish);

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1,023 bytes'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [10_188, '9.9 KiB'],
  [10_240, '10 KiB'],
  [1024 * 1024 - 1, '1 MiB'],
  [32 * 1024 * 1024, '32 MiB'],
  [5 * 1024 ** 3, '5 GiB'],
  [3000 * 1024 ** 3, '3,000 GiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('among words from right to left, the number stays before its unit', () => {
  speak({ language: 'ar', locale: 'ar', textOf: () => '{size} MiB' });
  expect(formatBytes(256 * 1024 * 1024)).toMatch(/^\u2068.* MiB\u2069$/);
});

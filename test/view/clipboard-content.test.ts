// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { plainText } from '../../extension/ui/clipboard-content.ts';

test('a copied text whose formatted copy lacks a word is shared as its visible words', () => {
  const visible = 'They live a day.';
  const own = 'They live a day. Hidden words.';
  expect(plainText({ copy: { state: 'not-whole' }, visible }, own)).toEqual({
    text: visible,
    notes: ['plain'],
  });
  expect(plainText({ copy: { state: 'plain' }, visible }, own)).toEqual({ text: own, notes: [] });
  expect(plainText(undefined, own)).toEqual({ text: own, notes: [] });
});

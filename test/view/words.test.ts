import { afterEach, expect, test } from 'vitest';
import { formatBytes } from '../../relay/words/format-bytes.ts';
import {
  direction,
  list,
  number,
  phrase,
  sentences,
  speak,
  t,
  type Voice,
} from '../../relay/words/language.ts';
import { choiceOf } from '../../relay/web/chosen-language.ts';
import { speakEnglish } from '../support/speak-english.ts';

afterEach(speakEnglish);

function say(language: string, texts: Readonly<Record<string, string>> = {}): void {
  speak({ language, locale: language, textOf: (key) => texts[key] } satisfies Voice);
}

test('a text is said with what is put into it', () => {
  expect(t('files_removeNamed', { name: 'a.txt' })).toBe('Remove a.txt');
});

test('numbers are written as the language writes them', () => {
  expect(number(1_234_567)).toBe('1,234,567');
  say('de', { view_kilobytes: '{size} kB' });
  expect(number(1_234_567)).toBe('1.234.567');
  expect(formatBytes(1_536)).toBe('1,5 kB');
});

test('English has a form for one and a form for the others', () => {
  expect(t('view_bytes', { count: 1 })).toBe('1 byte');
  expect(t('view_bytes', { count: 0 })).toBe('0 bytes');
});

test.each([
  [0, 'zero'],
  [1, 'one'],
  [2, 'two'],
  [3, 'few'],
  [11, 'many'],
  [100, 'other'],
])('Arabic has a form of its own for %i', (count, form) => {
  const forms = ['zero', 'one', 'two', 'few', 'many', 'other'];
  say('ar', Object.fromEntries(forms.map((one) => [`view_bytes_${one}`, one])));
  expect(t('view_bytes', { count })).toBe(form);
});

test('a text that is not there is told by its key', () => {
  say('de');
  expect(t('view_save')).toBe('view_save');
});

test('an element stands where the language puts it', () => {
  say('de', { welcome_change: 'In den {options} geht es.' });
  const link = { type: 'a' };
  expect(phrase('welcome_change', { options: link as never })).toEqual([
    'In den ',
    link,
    ' geht es.',
  ]);
});

test('a name keeps to itself in a text of the other direction', () => {
  expect(t('omnibox_open', { text: 'hello' })).toBe('Open hello');
  expect(t('omnibox_open', { text: 'مرحبا' })).toBe('Open \u2068مرحبا\u2069');
  say('ar', { omnibox_open: 'فتح {text}' });
  expect(t('omnibox_open', { text: 'a.txt' })).toBe('فتح \u2068a.txt\u2069');
});

test('Arabic is written from the right', () => {
  expect(direction()).toEqual({ lang: 'en', dir: 'ltr' });
  say('ar');
  expect(direction()).toEqual({ lang: 'ar', dir: 'rtl' });
});

test('sentences and names are joined as the language does it', () => {
  expect(sentences('One.', undefined, 'Two.')).toBe('One. Two.');
  expect(list(['a', 'b', 'c'])).toBe('a, b, c');
  say('ja');
  expect(sentences('一。', '二。')).toBe('一。二。');
});

const SPOKEN = ['en', 'de', 'pt-BR', 'zh-CN'];

test.each([
  [['de-AT', 'en'], 'de', 'de-AT'],
  [['nl', 'de'], 'de', 'de'],
  [['pt-PT'], 'pt-BR', 'pt-PT'],
  [['zh'], 'zh-CN', 'zh'],
  [['zh-TW', 'en-GB'], 'en', 'en-GB'],
  [['nl'], 'en', 'en'],
  [['not a tag'], 'en', 'en'],
  [[], 'en', 'en'],
])('who wants %j reads %s', (wanted, language, locale) => {
  expect(choiceOf(wanted, SPOKEN)).toEqual({ language, locale });
});

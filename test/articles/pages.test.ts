/** The made pages are what the journeys take them for. */
import { expect, test } from 'vitest';
import { FIXTURES } from './pages.ts';
import { base64, hex, secretsIn } from './secrets.ts';
import { missingWords, wordsIn } from './words.ts';

const SECRETS_OF_A_PAGE = 5;

test.each(FIXTURES)('$name has five secrets, each hidden in another way', (page) => {
  const { html, path, cookie = '', secrets } = page;
  expect(new Set(secrets.map(({ hiding }) => hiding)).size).toBe(SECRETS_OF_A_PAGE);
  expect(secretsIn([html, path, cookie].join('\n'), secrets)).toEqual(secrets);
});

test('each secret is of one page alone', () => {
  const words = FIXTURES.flatMap(({ secrets }) => secrets.map(({ word }) => word));
  expect(new Set(words).size).toBe(FIXTURES.length * SECRETS_OF_A_PAGE);
});

test.each(FIXTURES)('$name has no secret among the words of its article', (page) => {
  expect(secretsIn(page.allowed.join(' '), page.secrets)).toEqual([]);
  expect(page.words.length).toBeGreaterThan(100);
});

const [secret] = FIXTURES.flatMap(({ secrets }) => secrets);
const word = secret?.word ?? '';

test.each([
  ['as it is', `a ${word} b`],
  ['in capitals', word.toUpperCase()],
  ['in base64', base64(`a=${word}&b`)],
  ['in hexadecimal', hex(word)],
  [
    'in percent signs',
    word
      .split('')
      .map((sign) => `%${hex(sign)}`)
      .join(''),
  ],
  [
    'in percent signs of percent signs',
    word
      .split('')
      .map((sign) => `%25${hex(sign)}`)
      .join(''),
  ],
  [
    'in entities',
    word
      .split('')
      .map((sign) => `&#${sign.charCodeAt(0)};`)
      .join(''),
  ],
  [
    'in escapes',
    word
      .split('')
      .map((sign) => `\\u00${hex(sign)}`)
      .join(''),
  ],
  ['split by elements', word.split('').join('<b></b>')],
  ['split by invisible signs', word.split('').join('\u200b')],
  ['backwards', word.split('').reverse().join('')],
])('a secret is found %s', (_, text) => {
  expect(secretsIn(text, FIXTURES[0]!.secrets)).toEqual([secret]);
});

test('words are lost in their order', () => {
  const found = wordsIn('<p>They live <b>a</b> day.</p><p>Then&nbsp;they go</p>');
  expect(found).toEqual(['they', 'live', 'a', 'day', 'then', 'they', 'go']);
  expect(missingWords(['day', 'live', 'go'], found)).toEqual(['day']);
});

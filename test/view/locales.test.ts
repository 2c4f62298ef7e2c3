/** The catalogue of texts against the code that says them, and each language against English. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { expect, describe, test } from 'vitest';

const LOCALES = 'relay/words/locales';
/** The files that say texts. */
const SOURCES = [
  'extension/**/*.{ts,tsx}',
  'relay/{view,web,words}/**/*.{ts,tsx}',
  'wxt.config.ts',
];
/** Of a language, the endings of the keys that differ by a count. */
const FORM = /_(?:zero|one|two|few|many|other)$/;

type Texts = ReadonlyMap<string, string>;

const languages = readdirSync(LOCALES).map((file) => file.replace(/\.json$/, ''));
const english = textsIn('en');
const counted = new Set(
  [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(FORM, '')),
);
const code = globSync(SOURCES, { exclude: ['**/dist/**'] })
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

test('each text that the code says is in the catalogue', () => {
  const said = [...code.matchAll(/\b(?:t|phrase)\(\s*'([^']+)'|__MSG_(\w+)__/g)].map(
    ([, key, inManifest]) => key ?? inManifest ?? '',
  );
  expect(said.length).toBeGreaterThan(300);
  expect(said.filter((key) => !isKey(key))).toEqual([]);
});

test('each text of the catalogue is said', () => {
  const literals = new Set(
    [...code.matchAll(/'__MSG_(\w+)__'|'(\w+)'/g)].map(([, a, b]) => a ?? b),
  );
  expect(baseKeysOf(english).filter((key) => !literals.has(key))).toEqual([]);
});

test('the relay’s page says nothing that it does not load', () => {
  const shared = globSync('relay/{view,web,words}/**/*.{ts,tsx}', { exclude: ['**/dist/**'] });
  const said = shared.flatMap((file) => {
    const literals = readFileSync(file, 'utf8').matchAll(/'(\w+)'/g);
    return [...literals].map(([, literal = '']) => literal).filter(isKey);
  });
  expect(said.filter((key) => !/^(?:language$|view_|web_|files_|once_)/.test(key))).toEqual([]);
});

test('each text is given what is to be put into it', () => {
  const calls = [...code.matchAll(/\b(?:t|phrase)\(\s*'(\w+)'/g)];
  const wrong = calls.filter(({ 0: { length }, 1: key = '', index }) => {
    const given = restOfCall(index + length);
    return [...placesIn(key)].some((name) => !new RegExp(`\\b${name}\\b|\\.\\.\\.`).test(given));
  });
  expect(wrong.map(([call]) => call)).toEqual([]);
});

test('each text that differs by a count is given it', () => {
  const calls = [...code.matchAll(/\bt\(\s*'(\w+)'/g)];
  const wrong = calls.filter(
    ({ 0: { length }, 1: key = '', index }) =>
      counted.has(key) !== /[{,]\s*count\b/.test(restOfCall(index + length)),
  );
  expect(wrong.map(([call]) => call)).toEqual([]);
});

describe.each(languages)('%s', (language) => {
  const texts = textsIn(language);

  test('names itself', () => {
    expect(texts.get('language')).toBe(language);
  });

  test('has every text, and no other', () => {
    const [theirs, ours] = [baseKeysOf(texts), baseKeysOf(english)];
    expect(
      ours.filter((key) => !theirs.includes(key)),
      'missing',
    ).toEqual([]);
    expect(
      theirs.filter((key) => !ours.includes(key)),
      'unknown',
    ).toEqual([]);
  });

  test('has every form that its way of counting needs', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const needed = [...counted].flatMap((key) => pluralCategories.map((form) => `${key}_${form}`));
    const there = [...texts.keys()].filter((key) => FORM.test(key));
    expect(new Set(there)).toEqual(new Set(needed));
  });

  test('puts the same into each text', () => {
    const wrong = [...texts].filter(([key, text]) => {
      const places = new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
      const expected = placesIn(key.replace(FORM, ''));
      // Words may say how many there are: one, or two.
      if (FORM.test(key)) for (const set of [places, expected]) set.delete('count');
      return [...places].toSorted().join() !== [...expected].toSorted().join();
    });
    expect(wrong).toEqual([]);
  });

  test('has nothing that a browser would read as something else', () => {
    const odd = [...texts].filter(
      ([key, text]) => /\$|[{}]/.test(text.replaceAll(/\{\w+\}/g, '')) || !/^\w+$/.test(key),
    );
    expect(odd).toEqual([]);
    // To a browser, capitals do not tell keys apart.
    expect(new Set([...texts.keys()].map((key) => key.toLowerCase())).size).toBe(texts.size);
  });

  test('has no text that is empty, or has space around it', () => {
    expect([...texts].filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });
});

function textsIn(language: string): Texts {
  const all = JSON.parse(readFileSync(`${LOCALES}/${language}.json`, 'utf8')) as object;
  return new Map(Object.entries(all).map(([key, text]) => [key, text.message ?? text]));
}

function baseKeysOf(texts: Texts): readonly string[] {
  const bases = [...texts.keys()].map((key) => {
    const base = key.replace(FORM, '');
    return counted.has(base) ? base : key;
  });
  return [...new Set(bases)];
}

function isKey(text: string): boolean {
  return counted.has(text) || (english.has(text) && !counted.has(text.replace(FORM, '')));
}

/** The names of the values in an English text. */
function placesIn(key: string): Set<string> {
  const text = english.get(key) ?? english.get(`${key}_other`) ?? '';
  return new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
}

/** The source of a call from here to its end. */
function restOfCall(start: number): string {
  let depth = 1;
  let end = start;
  while (depth > 0 && end < code.length) {
    if (code[end] === '(') depth += 1;
    if (code[end] === ')') depth -= 1;
    end += 1;
  }
  return code.slice(start, end);
}

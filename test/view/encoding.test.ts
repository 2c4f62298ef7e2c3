import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeText,
  losesCharacters,
  shownPieces,
  shownText,
} from '../../relay/words/text/decode-text.ts';
import { encodingOf, toldEncoding } from '../../relay/words/text/encoding.ts';
import { encodingOptions } from '../../relay/words/text/encodings.ts';
import { findEncoding } from '../../relay/words/text/find-encoding.ts';
import { contentTypeOf } from '../../relay/words/offered-file.ts';
import { encodedAs, wideText } from './legacy-text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const swapped = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const latin1 = (text: string) => encodedAs('windows-1252', text);
const plain = (bytes: Uint8Array<ArrayBuffer>, mediaType = 'text/plain') => ({ bytes, mediaType });

const CAFE = '“Déjà vu” au café';

describe('a text tells its encoding', () => {
  test.each([
    ['by being UTF-8', utf8(CAFE), 'text/plain'],
    ['by being UTF-8, whatever its type says', utf8(CAFE), 'text/plain;charset=iso-8859-1'],
    ['by being UTF-8, whatever itself says', utf8(`<meta charset=latin1>${CAFE}`), 'text/html'],
    ['by the mark of UTF-8', utf8(`\ufeff${CAFE}`), 'text/plain'],
    ['by the mark of UTF-16', utf16(`\ufeff${CAFE}`), 'text/plain'],
    ['by the other mark of UTF-16', swapped(`\ufeff${CAFE}`), 'text/plain;charset=utf-8'],
    ['by the mark of UTF-32', wideText(CAFE, true), 'text/plain'],
    ['by the other mark of UTF-32', wideText(CAFE, false), 'text/plain'],
    ['by the zeros of UTF-16 without a mark', utf16(CAFE), 'text/plain'],
    ['by the other zeros of UTF-16', swapped(CAFE), 'text/plain'],
    ['by its type', latin1(CAFE), 'text/plain; charset="ISO-8859-1"'],
    ['by HTML', latin1(`<meta charset=iso-8859-1>${CAFE}`), 'text/html'],
    ['by old HTML', latin1(`<meta content="text/html; charset=Latin1">${CAFE}`), 'text/html'],
    ['by XML', latin1(`<?xml version='1.0' encoding='ISO-8859-1'?><a>${CAFE}`), 'text/xml'],
    ['by CSS', latin1(`@charset "windows-1252"; /* ${CAFE} */`), 'text/css'],
    ['by a catalogue', latin1(`"Content-Type: text/plain; charset=CP1252\\n" ${CAFE}`), ''],
    ['by the mark of an editor', latin1(`# -*- coding: cp1252 -*-\n# ${CAFE}`), ''],
  ])('%s', (_, bytes, mediaType) => {
    expect(toldEncoding({ bytes, mediaType })).toBeDefined();
    expect(decodeText({ bytes, mediaType })).toContain(CAFE);
    expect(losesCharacters({ bytes, mediaType })).toBe(false);
  });

  test('and a reader knows better', () => {
    const bytes = encodedAs('koi8-u', 'Привет');
    const page = { ...plain(bytes, 'text/plain;charset=windows-1251'), encoding: 'koi8-u' };
    expect(decodeText(page)).toBe('Привет');
  });

  test('by the escapes of ISO-2022-JP, all of which is ASCII', () => {
    const bytes = utf8('\x1b$B$3$s$K$A$O\x1b(B');
    expect(decodeText(plain(bytes))).toBe('こんにちは');
  });

  test.each(['utf-8', 'none-such', 'utf-16', ''])(
    'but not by a charset of %j that it has not',
    (charset) => {
      const bytes = latin1(`${CAFE}!`.slice(0, 17));
      expect(toldEncoding(plain(bytes, `text/plain;charset=${charset}`))).toBeUndefined();
    },
  );

  test('which is UTF-8 still where a few of its bytes are damaged', () => {
    const bytes = utf8('Grüße aus Köln, schöne Stadt; für später: äöü');
    bytes[3] = 0xff;
    expect(encodingOf(plain(bytes))).toBe('utf-8');
    expect(losesCharacters(plain(bytes))).toBe(true);
  });
});

/** Sentences from the articles of declarations and constitutions, in languages that these screens do not speak. */
const SAMPLES: Readonly<Record<string, string>> = {
  ru: 'Все люди рождаются свободными и равными в своём достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.',
  uk: 'Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.',
  el: 'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης.',
  he: 'כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחוה.',
  ko: '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.',
  pl: 'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.',
  cs: 'Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství.',
  hu: 'Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.',
  tr: 'Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.',
  'zh-TW':
    '人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神互相對待。',
};

function sample(language: string): string {
  const own = SAMPLES[language];
  if (own !== undefined) return own;
  const texts = JSON.parse(readFileSync(`relay/words/locales/${language}.json`, 'utf8')) as object;
  return Object.values(texts).map(String).slice(60, 160).join('\n');
}

test.each([
  ['de', 'windows-1252'],
  ['fr', 'windows-1252'],
  ['es', 'windows-1252'],
  ['pt-BR', 'windows-1252'],
  ['ja', 'shift_jis'],
  ['ja', 'euc-jp'],
  ['zh-CN', 'gb18030'],
  ['zh-TW', 'big5'],
  ['ko', 'euc-kr'],
  ['ar', 'windows-1256'],
  ['ru', 'windows-1251'],
  ['ru', 'koi8-u'],
  ['ru', 'iso-8859-5'],
  ['ru', 'ibm866'],
  ['uk', 'windows-1251'],
  ['uk', 'koi8-u'],
  ['el', 'iso-8859-7'],
  ['el', 'windows-1253'],
  ['he', 'windows-1255'],
  ['pl', 'iso-8859-2'],
  ['pl', 'windows-1250'],
  ['cs', 'windows-1250'],
  ['hu', 'iso-8859-2'],
  ['tr', 'windows-1254'],
])(
  'a text in %s that is %s and says nothing of it is read by a guess',
  async (language, encoding) => {
    const bytes = encodedAs(encoding, sample(language));
    const found = await findEncoding(plain(bytes));
    expect(decodeText({ ...plain(bytes), encoding: found })).toBe(
      new TextDecoder(encoding).decode(bytes),
    );
  },
);

test('no bytes are too odd to be read by some encoding', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const encoding = await findEncoding(plain(bytes));
      expect(typeof decodeText({ ...plain(bytes), encoding })).toBe('string');
      expect(encodingOptions(encoding).map((option) => option.encoding)).toContain(encoding);
    }),
  );
});

describe('the link of a file', () => {
  test.each([
    ['README', '', utf8('read me'), 'text/plain'],
    ['.gitignore', '', utf8('node_modules\n'), 'text/plain'],
    ['a.csv', 'text/csv', utf8('ä,ö'), 'text/csv'],
    ['a.csv', 'text/csv', latin1('ä,ö;Größe,Maße'), 'text/csv;charset=windows-1252'],
    ['a.txt', 'text/plain', utf16('\ufeffHello'), 'text/plain'],
    ['a.txt', 'text/plain', utf16('Hello'), 'text/plain'],
    ['a.sh', 'application/x-sh', utf8('#!/bin/sh'), 'application/x-sh'],
    ['a.bin', '', new Uint8Array([1, 0, 2, 3]), 'application/octet-stream'],
    ['a.png', 'image/png', latin1('\x89PNG\r\n\x1a\n'), 'image/png'],
    ['empty', '', new Uint8Array(), 'application/octet-stream'],
  ])('called %s of type %j says so', async (name, type, bytes, told) => {
    expect(await contentTypeOf(new File([bytes], name, { type }), bytes)).toBe(told);
  });

  test('reads as its sharer saw it', async () => {
    const bytes = encodedAs('koi8-u', SAMPLES['ru'] ?? '');
    const mediaType = await contentTypeOf(new File([bytes], 'pravda.txt'), bytes);
    expect(mediaType).toBe('text/plain;charset=koi8-u');
    expect(decodeText({ bytes, mediaType })).toBe(SAMPLES['ru']);
  });
});

describe('lines', () => {
  test.each([
    ['of Unix', 'a\nb\n\nc'],
    ['of DOS', 'a\r\nb\r\n\r\nc'],
    ['of old Macs', 'a\rb\r\rc'],
    ['of mainframes', 'a\x85b\x85\x85c'],
    ['of Unicode', 'a\u2028b\u2028\u2029c'],
    ['of all of them', 'a\r\nb\r\u2028c'],
  ])('%s end in line feeds where they are shown', (_, text) => {
    expect(shownText(plain(utf8(text)))).toBe('a\nb\n\nc');
    expect(decodeText(plain(utf8(text)))).toBe(text);
  });

  test('are the same, wherever the pieces of a long text end', () => {
    const text = `${'x'.repeat(256 * 1024 - 1)}\r\n${'y'.repeat(256 * 1024 - 2)}\r`;
    expect([...shownPieces(plain(utf8(text)))].join('')).toBe(text.replaceAll(/\r\n?/g, '\n'));
  });
});

test('real files of this repository and its packages are shown as the text they are', async () => {
  const files = globSync(
    [
      '*',
      '{relay,extension,test}/**/*.{ts,tsx,md,json,css}',
      'node_modules/*/{LICENSE,README.md,package.json}',
    ],
    { withFileTypes: true },
  ).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(400);
  for (const { parentPath, name } of files) {
    const bytes = new Uint8Array(readFileSync(`${parentPath}/${name}`));
    const type = await contentTypeOf(new File([bytes], name), bytes);
    expect.soft(type, name).toBe('text/plain');
  }
});

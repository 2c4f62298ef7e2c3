import { BUNDLE_TYPE } from '@mayfly/relay/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutTitle, titleOf } from '../../extension/store/title.ts';
import { bytesOf } from './scene.ts';

const titled = (mediaType: string, text: string, name?: string) =>
  titleOf({ bytes: bytesOf(text), mediaType, name });

test.each([
  ['text/plain', '\n  first   line\nsecond', 'first line'],
  ['text/plain', '\r\rold Mac\rsecond', 'old Mac'],
  ['text/plain', 'one\u2028two', 'one'],
  ['text/plain', '\u200b\u00ad\n\u202e\nseen', 'seen'],
  ['text/plain', 'x'.repeat(100), `${'x'.repeat(79)}…`],
  ['text/plain', 'x'.repeat(80), 'x'.repeat(80)],
  ['text/plain', 'AT&amp;T <b> *is* text', 'AT&amp;T <b> *is* text'],
  ['text/plain', '  \n ', 'text/plain'],
  ['text/plain;charset=utf-8', ' ', 'text/plain'],
  ['application/json', '{\n "a": 1}', '{'],
  ['image/png', '\u0089PNG\0', 'image/png'],
  [BUNDLE_TYPE, '{"version":1}', 'Files'],
  ['text/markdown', '\n## Minutes\n\nWe met.', 'Minutes'],
  ['text/markdown', '# Minutes #', 'Minutes'],
  ['text/markdown', '#hashtag', '#hashtag'],
  ['text/markdown', 'Minutes\n=======', 'Minutes'],
  ['text/markdown', '---\n\nAfter a rule', 'After a rule'],
  ['text/markdown', '---\ntitle: "A *plan*"\ndate: 1\n---\n# Other', 'A *plan*'],
  ['text/markdown', '---\ndate: 1\n---\n# Other', 'Other'],
  ['text/markdown', '> - [ ] **buy** _milk_', 'buy milk'],
  ['text/markdown', '> [!NOTE]\n> Take care', 'Take care'],
  ['text/markdown', '1. [A *link*](https://a.test "t") here', 'A link here'],
  ['text/markdown', '[![build](a.svg)](https://ci.test)\n# Name', 'build'],
  ['text/markdown', '![](a.svg)\n# Name', 'Name'],
  ['text/markdown', '[Name]: Anna', '[Name]: Anna'],
  ['text/markdown', '[1]: https://a.test\nText[^1]', 'Text'],
  ['text/markdown', '```sh\n# comment\n```', '# comment'],
  ['text/markdown', 'Use `**kwargs` and snake_case_names', 'Use **kwargs and snake_case_names'],
  ['text/markdown', '\\*not\\* emphasis &amp; 2 \\< 3', '*not* emphasis & 2 < 3'],
  ['text/markdown', '| Name | Age |\n|---|---|', 'Name Age'],
  ['text/markdown', '<!-- hidden\n--># <span title="a > b">Seen</span>', 'Seen'],
  ['text/markdown', '<https://a.test> and 1 < 2', 'https://a.test and 1 < 2'],
  ['text/markdown', '~~old~~ ***new***', 'old new'],
  ['text/html', '<style>p{}</style><h1>Report <b>1</b></h1><p>text', 'Report 1'],
  [
    'text/html',
    '<h1>AT&amp;T &ndash; caf&eacute; &#x1f980; &copy 2026</h1>',
    'AT&T – café 🦀 © 2026',
  ],
  ['text/html', '<title>The\n title</title><nav>Skip</nav>', 'The title'],
  ['text/html', '<title> </title><p>Text', 'Text'],
  ['text/html', '<style>p { color: red }', 'text/html'],
  ['text/html', '<p title="1 > 0">One</p>', 'One'],
  ['text/html', '<p>1 < 2 &lt;b&gt;</p>', '1 < 2 <b>'],
  ['text/html', '<img src=a alt="A cat"><p>below', 'A cat'],
  ['text/html', '<ul><li>One<li>Two</ul>', 'One'],
  ['text/html', '<!-- <p>no</p> --><header>Head</header>', 'Head'],
])('a %s page %j is titled %j', (mediaType, text, title) => {
  expect(titled(mediaType, text)).toBe(title);
});

test.each([
  ['notes.txt', 'notes.txt'],
  ['evil\u202Efdp.exe', 'evil‹U+202E›fdp.exe'],
  [' ', 'the text'],
  ['', 'the text'],
])('a page called %j is titled %j', (name, title) => {
  expect(titled('text/plain', 'the text', name)).toBe(title);
});

test('a text in an encoding of old is titled in its letters', () => {
  const bytes = new Uint8Array(Buffer.from('Caf\xe9\n', 'latin1'));
  expect(titleOf({ bytes, mediaType: 'text/plain;charset=iso-8859-1' })).toBe('Café');
  expect(titleOf({ bytes, mediaType: 'text/plain' })).toBe('Café');
});

describe('a title that is cut', () => {
  test.each(['👩‍👩‍👧‍👦', 'é', '🇫🇷', 'क्षि', '한', '👍🏽'])('ends after a whole %s', (character) => {
    expect(cutTitle(character.repeat(100))).toBe(`${character.repeat(79)}…`);
  });

  test('is short, whatever it is of, and loses nothing that it has room for', () => {
    const grapheme = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(grapheme, (text) => {
        const title = cutTitle(text);
        expect(title.isWellFormed()).toBe(true);
        expect(title.length).toBeLessThanOrEqual(1_001);
        expect(text.startsWith(title.replace(/…$/, ''))).toBe(true);
      }),
    );
  });

  test('takes no time, whatever it is of', () => {
    const tricks = ['<p "', '[![', '**a', '`', '<!--', '&', '\\', '<title ', '<img alt="', '| '];
    for (const trick of tricks) {
      const text = trick.repeat(8_192 / trick.length);
      for (const type of ['text/html', 'text/markdown']) expect(titled(type, text)).toBeDefined();
    }
  });
});

// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { RunReader, RUN_KINDS } from '../../relay/view/colouring.ts';
import { colouringOf } from '../../relay/view/highlight-runs.ts';
import { languageOf } from '../../relay/words/code-languages.ts';

/** The runs of what highlight.js answered about a code, which the browser tests ask it for. */
function runsOf(highlighted: string, code: string): [string, string][] {
  const { lengths, kinds } = colouringOf(highlighted);
  let from = 0;
  return [...lengths].map((length, at) => {
    from += length;
    return [RUN_KINDS[kinds[at] ?? 0]!, code.slice(from - length, from)]; // a kind for each length
  });
}

test('code becomes runs that are the code again', () => {
  const highlighted =
    '<span class="hljs-keyword">let</span> a = <span class="hljs-string">&quot;&lt;b&gt;&amp;amp;&#x27;&quot;</span>; <span class="hljs-comment">// why</span>\n';
  expect(runsOf(highlighted, `let a = "<b>&amp;'"; // why\n`)).toEqual([
    ['keyword', 'let'],
    ['plain', ' a = '],
    ['string', `"<b>&amp;'"`],
    ['plain', '; '],
    ['comment', '// why'],
    ['plain', '\n'],
  ]);
});

test('what is inside of a scope has its colour, and what comes after has not', () => {
  const highlighted =
    '<span class="hljs-string">`a <span class="hljs-subst">${b}</span> c`</span> + <span class="hljs-title function_">d</span>';
  expect(runsOf(highlighted, '`a ${b} c` + d')).toEqual([
    ['string', '`a ${b} c`'],
    ['plain', ' + '],
    ['name', 'd'],
  ]);
});

test('a colouring is read in parts that need not end where its runs do', () => {
  const colouring = { lengths: Uint32Array.of(4, 6), kinds: Uint8Array.of(0, 2) };
  const reader = new RunReader(colouring);
  const parts = ['abcdef', 'ghij', 'beyond'].map((part) =>
    [...reader.nodes(part)].map((node) => `${node.nodeName}:${node.textContent}`),
  );
  expect(parts).toEqual([['#text:abcd', 'SPAN:ef'], ['SPAN:ghij'], ['#text:beyond']]);
});

test.each([
  ['text/javascript', undefined, 'javascript'],
  ['application/json', 'x.py', 'json'],
  ['text/plain', 'main.rs', 'rust'],
  ['text/plain', 'Makefile', 'makefile'],
  ['text/plain', 'notes.txt', undefined],
  ['text/plain', undefined, undefined],
])('%s called %s is written in %s', (type, name, language) => {
  expect(languageOf(type, name)).toBe(language);
});

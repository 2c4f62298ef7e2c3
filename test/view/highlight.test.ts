// @vitest-environment happy-dom
import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';
import { expect, test } from 'vitest';
import { RunReader, RUN_KINDS } from '../../relay/view/colouring.ts';
import { colouringOf } from '../../relay/view/highlight-runs.ts';
import { languageOf } from '../../relay/view/languages.ts';

hljs.registerLanguage('typescript', typescript);

function runsOf(code: string): [string, string][] {
  const { lengths, kinds } = colouringOf(hljs.highlight(code, { language: 'typescript' }).value);
  let from = 0;
  return [...lengths].map((length, at) => {
    from += length;
    return [RUN_KINDS[kinds[at] ?? 0]!, code.slice(from - length, from)]; // a kind for each length
  });
}

test('code becomes runs that are the code again', () => {
  const code = 'const a = "<b>&amp;\'"; // why\nlet n: number = 1;\n';
  const runs = runsOf(code);
  expect(runs.map(([, text]) => text).join('')).toBe(code);
  expect(runs).toContainEqual(['keyword', 'const']);
  expect(runs).toContainEqual(['string', '"<b>&amp;\'"']);
  expect(runs).toContainEqual(['comment', '// why']);
});

test('what is inside of a scope has its colour, and what comes after has not', () => {
  expect(runsOf('`a ${b} c` + d')).toEqual([
    ['string', '`a ${b} c`'],
    ['plain', ' + d'],
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

/** Small pages with a high cost: deep, wide, long, or made for a parser that backtracks. */
import { crc32, deflateSync } from 'node:zlib';
import { type HostilePage, pageOf } from './vectors.ts';

const ONE_TO_SIXTEEN = Array.from({ length: 16 }, (_, i) => i + 1);

const HTML: Readonly<Record<string, string>> = {
  'deep divisions': '<div>'.repeat(50_000),
  'formatting across paragraphs': `${'<b><i><u><s>'.repeat(50)}${'<p>x'.repeat(500)}`,
  'deep tables': '<table><tr><td>'.repeat(5_000),
  'deep lists': '<ul><li>'.repeat(10_000),
  'deep namespaces': '<svg><foreignObject><math><mtext>'.repeat(5_000),
  'forms and buttons': '<button><form>'.repeat(5_000),
  'many attributes': `<p ${Array.from({ length: 20_000 }, (_, i) => `a${i}="${i}"`).join(' ')}>x`,
  'many style sheets': '<style>p{color:red}</style>'.repeat(5_000),
  'many imports': `<style>${'@import '.repeat(100_000)}</style>`,
  'a wide grid': '<div style="display:grid;grid-template-columns:repeat(100000,1fr)"><p>x</div>',
  'variables that double': `<style>:root{--a0:xxxxxxxxxx;${doubling()}}p::before{content:var(--a16)}</style><p>x`,
  'a span of all columns': `<table>${'<tr><td colspan=1000 rowspan=65534>x'.repeat(100)}</table>`,
  'deep fractions': `<math>${'<mfrac><mn>1</mn>'.repeat(200)}<mn>1</mn>`,
  'deep scripts': `<math>${'<munderover><mo>∑</mo><mn>1</mn>'.repeat(200)}<mn>1</mn>`,
  'a wide table in a formula': `<math><mtable>${`<mtr>${'<mtd><mn>1</mn></mtd>'.repeat(100)}</mtr>`.repeat(100)}</mtable></math>`,
  'copies of copies': `<svg><g id="a0"><rect width=9 height=9 /></g>${ONE_TO_SIXTEEN.map((i) => `<g id="a${i}">${`<use href="#a${i - 1}"/>`.repeat(10)}</g>`).join('')}</svg>`,
  'copies across drawings': `<svg><g id="a0"><rect width=9 height=9 /></g></svg>${ONE_TO_SIXTEEN.map((i) => `<svg><g id="a${i}">${`<use href="#a${i - 1}"/>`.repeat(10)}</g></svg>`).join('')}`,
  'a filter over much':
    '<svg width=9000 height=9000><filter id=f x=-9 y=-9 width=99 height=99><feTurbulence numOctaves=99 baseFrequency=".9"/><feGaussianBlur stdDeviation=999 /><feMorphology radius=999 /></filter><rect width=9000 height=9000 filter="url(#f)"/></svg>',
  'huge type': `<p style="font-size:999999px;transform:scale(99999);filter:blur(9999px)">x</p>`,
};

const MARKDOWN: Readonly<Record<string, string>> = {
  'deep quotes': `${'>'.repeat(20_000)} x`,
  'deep markdown lists': Array.from({ length: 500 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n'),
  brackets: '['.repeat(20_000),
  stars: '*x '.repeat(20_000),
  'unlike backticks': Array.from({ length: 500 }, (_, i) => '`'.repeat(i + 1)).join(' x '),
  angles: '<x '.repeat(20_000),
  'a wide table': `|${' a |'.repeat(2_000)}\n|${' - |'.repeat(2_000)}\n${`|${' b |'.repeat(2_000)}\n`.repeat(5)}`,
  'many definitions': Array.from({ length: 5_000 }, (_, i) => `[x${i}]\n\n[x${i}]: #${i}\n\n`).join(
    '',
  ),
  'white space': `x${' '.repeat(50_000)}x\n\nx${'\t'.repeat(20_000)}x`,
  mail: `${'a.'.repeat(20_000)}@`,
};

const TEXT: Readonly<Record<string, string>> = {
  'one long line': 'x '.repeat(1_500_000),
  'one long word': 'x'.repeat(2_000_000),
  'marks on marks': `x${'\u0301'.repeat(50_000)}`,
  'turns of direction': '\u202Ex\u202C\u2067y\u2069'.repeat(50_000),
  'joined faces': '\u{1F468}\u200D'.repeat(50_000),
};

/** Code that is hard for a highlighter with regular expressions. */
const CODE: Readonly<Record<string, string>> = {
  'code in one line': 'a=(b)=>{c(`${d}`)};/e/.test("f");'.repeat(10_000),
  'code that never closes': `${'"\\'.repeat(20_000)}${'/*'.repeat(10_000)}${'`${'.repeat(5_000)}`,
};

export function bombPages(): readonly HostilePage[] {
  return [
    ...pagesOf(HTML, { mediaType: 'text/html' }),
    ...pagesOf(MARKDOWN, { mediaType: 'text/markdown' }),
    ...pagesOf(TEXT, { mediaType: 'text/plain' }),
    ...pagesOf(CODE, { mediaType: 'text/javascript', fileName: 'bomb.js' }),
    ...pagesOf(
      { 'a file name of white space': 'x' },
      {
        mediaType: 'application/octet-stream',
        fileName: `x${' '.repeat(50_000)}x`,
      },
    ),
    pageOf('svg of laughs', laughs(), { mediaType: 'image/svg+xml' }),
    { name: 'a small image of much', bytes: widePng(16_000, 16_000), mediaType: 'image/png' },
  ];
}

function pagesOf(
  sources: Readonly<Record<string, string>>,
  hints: { readonly mediaType: string; readonly fileName?: string },
): readonly HostilePage[] {
  return Object.entries(sources).map(([name, source]) => pageOf(name, source, hints));
}

/** Ten references to the previous entity in each. */
function doubling(): string {
  return ONE_TO_SIXTEEN.map((i) => `--a${i}:${`var(--a${i - 1})`.repeat(10)}`).join(';');
}

/** Entities of entities: an unlimited parser writes out 10^16 words. */
function laughs(): string {
  const entities = ONE_TO_SIXTEEN.map((i) => `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`);
  return `<!DOCTYPE svg [<!ENTITY a0 "ha">${entities.join('')}]>
<svg xmlns="http://www.w3.org/2000/svg"><text y="9">&a16;</text></svg>`;
}

/** A grey PNG of this size in few bytes. */
function widePng(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8); // one bit a pixel, grey
  const rows = deflateSync(Buffer.alloc(height * (1 + width / 8)), { level: 9 });
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', header),
      chunk('IDAT', rows),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

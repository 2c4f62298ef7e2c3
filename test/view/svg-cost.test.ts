import { expect, test } from 'vitest';
import { MOST_DRAWN, svgCost } from '../../relay/view/svg-cost.ts';

const svg = (content: string) => `<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`;
const nested = (levels: number) =>
  Array.from(
    { length: levels },
    (_, at) => `<g id="a${at + 1}">${`<use href="#a${at}"/>`.repeat(10)}</g>`,
  ).join('');

test('a drawing costs what is drawn of it', () => {
  expect(svgCost(svg('<rect/><g id="a"><path d="M0 0"/></g>'))).toBe(4);
  expect(svgCost(svg('<defs><g id="a"><path/></g></defs><use xlink:href="#a"/>'))).toBe(7);
});

test.each([
  [
    'glyphs that are used all over a plot',
    `<defs><path id="g"/></defs>${'<use href="#g"/>'.repeat(10_000)}`,
  ],
  [
    'gradients that build on each other',
    `<linearGradient id="a"><stop/></linearGradient><linearGradient id="b" href="#a"/>${'<rect fill="url(#b)"/>'.repeat(5_000)}`,
  ],
  ['a part that stands for itself', '<g id="a"><use href="#a"/></g>'],
  ['names for namespaces', '<text>x</text>'],
])('%s are fine', (_what, content) => {
  expect(svgCost(svg(content))).toBeLessThan(MOST_DRAWN);
});

test.each([
  ['copies of copies of copies', `<defs><rect id="a0"/>${nested(9)}</defs><use href="#a9"/>`],
  [
    'masks of masks of masks',
    `<defs><rect id="a0"/>${nested(6).replaceAll('use href="#', 'g mask="url(#').replaceAll('"/>', ')"/>')}</defs><rect mask="url(#a6)"/>`,
  ],
  ['elements without end inside of each other', '<g id="a">'.repeat(30_000)],
  [
    'references without end after each other',
    Array.from({ length: 20_000 }, (_, at) => `<g id="a${at}"><use href="#a${at + 1}"/></g>`).join(
      '',
    ),
  ],
  ['more elements than a drawing has', '<rect/>'.repeat(50_000)],
])('%s are a bomb', (_what, content) => {
  expect(svgCost(svg(content))).toBeGreaterThan(MOST_DRAWN);
});

test('entities that hold markup or each other are a bomb; names are not', () => {
  expect(svgCost(`<!DOCTYPE svg [<!ENTITY a "<use href='#x'/>">]>${svg('&a;')}`)).toBe(Infinity);
  expect(svgCost(`<!DOCTYPE svg [<!ENTITY b '&a;&a;'>]>${svg('&b;')}`)).toBe(Infinity);
  expect(svgCost(`<!DOCTYPE svg [<!ENTITY ns "http://x/">]>${svg('')}`)).toBe(1);
});

test('what is no markup at all is read once', () => {
  expect(svgCost('<a '.repeat(500_000))).toBe(0);
  expect(svgCost(`<a b="${'<'.repeat(500_000)}`)).toBe(0);
});

import { expect, test } from 'vitest';
import { isCompressed, isSvg, svgTextOf } from '../../relay/words/index.ts';

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const bytesOf = (content: string | Buffer) => new Uint8Array(Buffer.from(content as string));
const utf16 = (text: string, isBig = false) => {
  const little = Buffer.from(text, 'utf16le');
  return isBig ? little.swap16() : little;
};

test.each([
  ['alone', DRAWING],
  ['behind a mark', `\uFEFF${DRAWING}`],
  ['behind a declaration and a comment', `<?xml version="1.0"?>\n<!-- by hand -->\n${DRAWING}`],
  ['behind a licence of 40 KB', `<!--${' licence > <b '.repeat(3_000)}-->${DRAWING}`],
  ['behind entities', `<!DOCTYPE svg [ <!ENTITY a "http://a/]>"> <!-- ' > --> ]>${DRAWING}`],
  ['with a type of document', `<!doctype svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">${DRAWING}`],
  ['with a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
  ['with a line break in its tag', '<svg\nwidth="9"/>'],
  ['in UTF-16', utf16(`\uFEFF${DRAWING}`)],
  ['in UTF-16 the other way round', utf16(`\uFEFF${DRAWING}`, true)],
  ['in UTF-16 without a mark', utf16(`<?xml version="1.0" encoding="UTF-16"?>${DRAWING}`)],
])('a drawing is one %s', (_, content) => {
  expect(isSvg(bytesOf(content))).toBe(true);
});

test.each([
  ['<html><svg/>'],
  ['<!-- <svg> -->'],
  ['<!DOCTYPE svg [ <svg/> ]><p>'],
  ['<svgs/>'],
  ['svg'],
  [''],
  ['<!--'],
  ['<!DOCTYPE svg ['],
])('%j is none', (text) => {
  expect(isSvg(bytesOf(text))).toBe(false);
});

test('its text is read as it was written, and names no other encoding', () => {
  const declared = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>\n<svg>ä</svg>`;
  const read = '\n<svg>ä</svg>';
  expect(svgTextOf(bytesOf(declared('utf-8')))).toBe(read);
  expect(svgTextOf(bytesOf(Buffer.from(declared('ISO-8859-1'), 'latin1')))).toBe(read);
  expect(svgTextOf(bytesOf(utf16(declared('UTF-16'), true)))).toBe(read);
  expect(svgTextOf(bytesOf(declared('UTF-16')))).toBe(read); // untrue
  expect(svgTextOf(bytesOf(declared('martian')))).toBe(read);
});

test('a compressed file is told by its first bytes', () => {
  expect(isCompressed(new Uint8Array([0x1f, 0x8b, 8, 0]))).toBe(true);
  expect(isCompressed(bytesOf(DRAWING))).toBe(false);
});

test('a prolog that never ends is none, and takes no time that grows with its square', () => {
  expect(isSvg(bytesOf(`<!DOCTYPE svg [ ${`"a' <!-- `.repeat(200_000)}`))).toBe(false);
  expect(isSvg(bytesOf(' '.repeat(3_000_000)))).toBe(false);
});

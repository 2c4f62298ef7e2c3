/** The look of Mayfly comes from one sheet: no other has a colour, a side or a size of its own. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../relay/build.ts';

const TOKENS = 'relay/view/tokens.css';
const SHEETS = globSync('{relay/{view,web},extension}/**/*.css', {
  cwd: ROOT,
  exclude: ['relay/web/dist', TOKENS],
});

const COLOUR =
  /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\([^)]*\)|(?<=[:\s])(?:black|white|gray|grey|red|green|blue|yellow|orange)(?=[;\s])/gi;
const SIDE =
  /(?:^|[\s{;])(?:left|right|(?:margin|padding|border|inset)-(?:left|right)[a-z-]*|(?:text-align|float|clear): *(?:left|right))\b.*/g;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A sheet as it is read: what it says to people is no rule. */
function rulesOf(path: string): string {
  return read(path).replace(/\/\*[^]*?\*\//g, '');
}

test.each(SHEETS)('%s takes its colours from the tokens', (path) => {
  expect(rulesOf(path).match(COLOUR) ?? []).toEqual([]);
});

test.each(SHEETS)('%s takes its sizes of type from the tokens', (path) => {
  expect(rulesOf(path).match(/font(?:-size)?:[^;]*\d(?:rem|px)[^;]*/g) ?? []).toEqual([]);
});

// Unwrapped lines of text begin at the left in every script; otherwise their beginning would be out of sight.
const ALLOWED_SIDES = ['text-align: left'];

test.each(SHEETS)('%s knows where a line begins and ends, not left and right', (path) => {
  const sides = (rulesOf(path).match(SIDE) ?? []).map((found) => found.trim().replace(/;$/, ''));
  expect(sides.filter((side) => !ALLOWED_SIDES.includes(side))).toEqual([]);
});

test('every token that is used is there, and every one that is there is used', () => {
  const defined = new Set(rulesOf(TOKENS).match(/(?<=\s)--[\w-]+(?=:)/g));
  const own = SHEETS.flatMap((path) => rulesOf(path).match(/(?<=\s)--[\w-]+(?=:)/g) ?? []);
  const used = new Set(
    [TOKENS, ...SHEETS].flatMap((path) => rulesOf(path).match(/(?<=var\()--[\w-]+/g) ?? []),
  );
  const known = new Set([...defined, ...own, ...SET_ELSEWHERE]);
  expect([...used].filter((token) => !known.has(token))).toEqual([]);
  expect([...defined].filter((token) => !used.has(token))).toEqual([]);
});

/** Told by the text, the row or the picture that is laid out. */
const SET_ELSEWHERE = ['--digits', '--rows', '--lines', '--files', '--picture-width'];

/** Places that no style sheet reaches, which therefore repeat the values. */
const COPIES = [
  'extension/toast/toast-style.ts',
  'relay/view/frame-style.ts',
  'relay/web/index.html',
  'relay/web/favicon.svg',
];
/** Code in the frame stands on a wash that nothing else has. */
const ITS_OWN = ['#f1f5f4', '#1e2827'];

test.each(COPIES)('%s has the colours of the tokens', (path) => {
  const tokens = new Set([...(read(TOKENS).match(COLOUR) ?? []), ...ITS_OWN]);
  const own = read(path).match(/#[\da-f]{6}\b/gi) ?? [];
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((colour) => !tokens.has(colour))).toEqual([]);
});

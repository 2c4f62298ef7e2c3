import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { saveName, shownName } from '../../relay/words/page-name.ts';

const address = 'ab'.repeat(32) as Address;
const mediaType = 'application/octet-stream';

test.each([
  ['notes.txt', 'notes.txt', 'notes.txt'],
  ['évaluation été.pdf', 'évaluation été.pdf', 'évaluation été.pdf'],
  ['../../etc/passwd', '../../etc/passwd', 'etcpasswd'],
  ['C:\\Windows\\win.ini', 'C:\\Windows\\win.ini', 'CWindowswin.ini'],
  ['evil\u202Efdp.exe', 'evil‹U+202E›fdp.exe', 'evilfdp.exe'],
  ['\u2066evil\u2069\u200F.exe', '‹U+2066›evil‹U+2069›‹U+200F›.exe', 'evil.exe'],
  ['pay\u200Bpal\uFEFF.html', 'pay‹U+200B›pal‹U+FEFF›.html', 'paypal.html'],
  ['a\u0000b\nc.txt', 'a‹U+0000›b‹U+000A›c.txt', 'abc.txt'],
  ['tag\u{E0041}s', 'tag‹U+E0041›s', 'tags'],
  ['filler\u3164.png', 'filler‹U+3164›.png', 'filler.png'],
  ['latin\u200Djoined', 'latin‹U+200D›joined', 'latinjoined'],
  ['می\u200Cخواهم.txt', 'می\u200Cخواهم.txt', 'می\u200Cخواهم.txt'],
  ['👩\u200D🚀❤\uFE0F.png', '👩\u200D🚀❤\uFE0F.png', '👩\u200D🚀❤\uFE0F.png'],
  [`z${'\u0301'.repeat(50)}algo`, `z${'\u0301'.repeat(4)}algo`, `z${'\u0301'.repeat(4)}algo`],
  ['bill.pdf            .exe', 'bill.pdf .exe', 'bill.pdf .exe'],
  ['bill.pdf\u2800\u2800\u3000\u3000.exe', 'bill.pdf .exe', 'bill.pdf .exe'],
  ['  .hidden. ', '.hidden.', '.hidden'],
  ['.gitignore', '.gitignore', '.gitignore'],
  ['.env.local', '.env.local', '.env.local'],
  ['..hidden', '..hidden', 'hidden'],
  ['. hidden', '. hidden', 'hidden'],
  ['./.hidden', './.hidden', 'hidden'],
  ['aux.c', 'aux.c', '_aux.c'],
  ['AUX', 'AUX', '_AUX'],
  ['nul .tar.gz', 'nul .tar.gz', '_nul .tar.gz'],
  ['COM¹.txt', 'COM¹.txt', '_COM¹.txt'],
  ['lpt0', 'lpt0', '_lpt0'],
  ['conin$', 'conin$', '_conin$'],
  ['"con".txt', '"con".txt', '_con.txt'],
  ['console.log', 'console.log', 'console.log'],
  ['Desktop.ini', 'Desktop.ini', '_Desktop.ini'],
  ['~', '~', '_~'],
  ['~$plan.docx', '~$plan.docx', '_~$plan.docx'],
  ['plan.docx~', 'plan.docx~', 'plan.docx~'],
  ['a.txt:evil.exe', 'a.txt:evil.exe', 'a.txtevil.exe'],
  ['a.exe. . ', 'a.exe. .', 'a.exe'],
  ['half \uD83D', 'half \uFFFD', 'half \uFFFD'],
  ['', '', 'mayfly-abababababab'],
  ['...', '...', 'mayfly-abababababab'],
])('%j is shown as %j and saved as %j', (name, shown, saved) => {
  expect(shownName(name)).toBe(shown);
  expect(saveName({ address, mediaType, name })).toBe(saved);
});

test.each([
  ['text/plain', 'mayfly-abababababab.txt'],
  ['text/markdown; charset=utf-8', 'mayfly-abababababab.md'],
  ['IMAGE/PNG', 'mayfly-abababababab.png'],
  ['application/x-unheard-of', 'mayfly-abababababab'],
])('a page of %s without a name is saved as %s', (type, saved) => {
  expect(saveName({ address, mediaType: type })).toBe(saved);
});

test.each([
  ['n', '.tar', '.tar'],
  ['n', '.tar.gz', '.tar.gz'],
  ['n', '.min.js.map', '.min.js.map'],
  ['文', '.d.ts', '.d.ts'],
  ['é', '.документ', '.документ'],
  ['n. ', '.pdf', '.pdf'],
  ['n', ' and all that', ''],
  ['n', '.a-very-long-ending-that-is-none', ''],
])('a long name of %j is cut and keeps its ending %j', (letter, ending, kept) => {
  const saved = saveName({ address, mediaType, name: letter.repeat(500) + ending });
  const length = Buffer.byteLength(saved);
  expect(length).toBeLessThanOrEqual(200);
  expect(length).toBeGreaterThan(190);
  expect(saved.endsWith(kept)).toBe(true);
});

test('a long name is shown by its start and its end', () => {
  const name = `${'n'.repeat(500)}.tar`;
  expect(shownName(name)).toBe(`${'n'.repeat(30)}…${'n'.repeat(25)}.tar`);
});

test.each(['🚀', '👩‍👩‍👧‍👦', 'é', '🇫🇷'])('no %s is cut in half', (character) => {
  const name = `n${character.repeat(500)}`;
  const saved = saveName({ address, mediaType, name });
  expect(saved.slice(1).replaceAll(character, '')).toBe('');
  const [before = '', after = ''] = shownName(name).slice(1).split('…');
  expect((before + after).replaceAll(character, '')).toBe('');
});

test('whatever a page is called, every system takes the name that it is saved under', () => {
  const odd = fc.constantFrom(
    '.',
    ' ',
    '~',
    ':',
    '/',
    'con',
    'NUL',
    '.txt',
    '\u202e',
    '\u200d',
    '¹',
  );
  const names = fc.array(fc.oneof(odd, fc.string({ unit: 'grapheme' })), { maxLength: 90 });
  fc.assert(
    fc.property(names, (parts) => {
      const saved = saveName({ address, mediaType, name: parts.join('') });
      expect(saved.isWellFormed()).toBe(true);
      expect(saved).not.toMatch(/[\\/:*?"<>|\p{Cc}]|^\.\.|^\s|[\s.]$/u);
      expect(saved).not.toMatch(/^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)|^~/i);
      expect(Buffer.byteLength(saved)).toBeLessThanOrEqual(201);
      expect(saveName({ address, mediaType, name: saved })).toBe(saved);
    }),
    { numRuns: 1_000 },
  );
});

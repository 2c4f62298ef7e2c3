import { expect, test } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { saveName, shownName } from '../../relay/view/page-name.ts';

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
  ['  .hidden. ', '.hidden.', 'hidden'],
  ['aux.c', 'aux.c', '_aux.c'],
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

test('a long name is cut and keeps its extension', () => {
  const name = `${'n'.repeat(500)}.tar`;
  const saved = saveName({ address, mediaType, name });
  expect(saved).toHaveLength(120);
  expect(saved).toMatch(/n\.tar$/);
  expect(shownName(name)).toBe(`${'n'.repeat(30)}…${'n'.repeat(25)}.tar`);
});

test('no letter is cut in half', () => {
  const name = `n${'🚀'.repeat(500)}`;
  expect(saveName({ address, mediaType, name }).isWellFormed()).toBe(true);
  expect(shownName(name).isWellFormed()).toBe(true);
});

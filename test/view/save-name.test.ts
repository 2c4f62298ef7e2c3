import { expect, test } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { saveName } from '../../relay/view/save-page.ts';

const address = 'ab'.repeat(32) as Address;

test.each([
  ['notes.txt', 'notes.txt'],
  ['../../etc/passwd', 'etcpasswd'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['a\u0000b\nc.txt', 'abc.txt'],
  ['  .hidden. ', 'hidden'],
  ['', 'mayfly-abababababab'],
  ['...', 'mayfly-abababababab'],
])('a page named %j is saved as %s', (name, saved) => {
  expect(saveName({ address, name })).toBe(saved);
});

test('a page without a name is saved under its address', () => {
  expect(saveName({ address })).toBe('mayfly-abababababab');
});

test('a long name is cut and keeps its extension', () => {
  const saved = saveName({ address, name: `${'n'.repeat(500)}.tar` });
  expect(saved).toHaveLength(120);
  expect(saved).toMatch(/n\.tar$/);
});

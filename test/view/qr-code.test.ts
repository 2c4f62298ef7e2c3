import { expect, test } from 'vitest';
import { darkPath, qrModules } from '../../relay/view/qr-code.tsx';

test('a run of dark modules is one rectangle, four modules from the edge', () => {
  expect(
    darkPath([
      [true, true, false, true],
      [false, false, false, false],
      [false, false, true, false],
    ]),
  ).toBe('M4 4h2v1h-2zM7 4h1v1h-1zM6 6h1v1h-1z');
});

test('a link with a key and a name fits', () => {
  const link = `https://relay.example.org/${'ab'.repeat(32)}#k=${'A'.repeat(43)}&t=text/markdown&n=notes.md`;
  expect(qrModules(link)?.length).toBeLessThan(60);
});

test('what is too long has none', () => {
  expect(qrModules('x'.repeat(900))).toBeDefined();
  expect(qrModules('x'.repeat(1_000))).toBeUndefined();
});

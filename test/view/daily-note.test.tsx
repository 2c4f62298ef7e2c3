// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test } from 'vitest';
import { DailyNote } from '../../extension/ui/compose/daily-note.tsx';

function noteFor(bytes: number, dailyBytes: number | 'any'): string {
  const file = { size: bytes } as File;
  const root = document.createElement('div');
  const props = { dailyBytes, optionsHref: '/options.html' };
  render(<DailyNote {...props} files={[{ path: 'film.mp4', file }]} />, root);
  return root.textContent;
}

test.each([
  ['as much as a day allows', 1_000_000_000, 1_000_000_000],
  ['much without a limit', 64_000_000_000, 'any'],
] as const)('nothing is said of %s', (_, bytes, most) => {
  expect(noteFor(bytes, most)).toBe('');
});

test('more than a day allows is said before it is shared', () => {
  expect(noteFor(1_000_000_001, 1_000_000_000)).toContain('at most 1 GB in a day');
});

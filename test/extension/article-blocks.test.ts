// @vitest-environment happy-dom
/** The copy of an article becomes one block after another. */
import { expect, test } from 'vitest';
import { flatten } from '../../extension/capture/article/blocks.ts';

function flat(html: string): string {
  const content = document.createElement('div');
  content.innerHTML = html;
  flatten(content);
  return content.innerHTML;
}

test('boxes around blocks go, and lines between them are blocks of their own', () => {
  expect(flat('<div><div><p>One</p>loose <b>line</b></div><p>Two</p></div>')).toBe(
    '<p>One</p><div>loose <b>line</b></div><p>Two</p>',
  );
});

test('a box that says something, or has a line alone, stays', () => {
  const html = '<div dir="rtl"><p>One</p></div><div>Two</div>';
  expect(flat(html)).toBe(html);
});

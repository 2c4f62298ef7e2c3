import { expect, test } from 'vitest';
import { MOST_ELEMENTS, markupCost, markupLength } from '../../relay/view/markup-cost.ts';

test('markup costs about an element for each tag that opens one', () => {
  expect(markupCost('<p>one</p><P class="x">two<br>three < four</P>')).toBe(3);
});

test('formats that are never closed cost what a parser makes of them in each block', () => {
  const bold = Array.from({ length: 300 }, (_, at) => `<b id="${at}">`).join('');
  expect(markupCost(bold + '<p>x'.repeat(300))).toBeGreaterThan(MOST_ELEMENTS);
  expect(markupCost(`${bold}${'</b>'.repeat(300)}${'<p>x'.repeat(300)}`)).toBe(600);
});

test('images in the markup do not count as text', () => {
  const image = `<img src="data:image/png;base64,${'A+/='.repeat(1_000)}">`;
  expect(markupLength(`${image}text${image}`)).toBe(28);
});

// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { boundSpans } from '../../relay/view/table-spans.ts';

function bounded(rows: string): HTMLElement {
  const root = document.createElement('div');
  root.innerHTML = `<table>${rows}</table>`;
  boundSpans(root);
  return root;
}

test('cells of honest tables stretch as they did', () => {
  const rows = '<tr><td colspan="100">x</td></tr><tr><td colspan="3" rowspan="2">x</td></tr>';
  expect(bounded(rows).innerHTML).toContain(rows);
});

test.each([
  ['columns and rows', '<tr><td colspan="1000" rowspan="65534">x</td></tr>'],
  ['all rows', '<tr><td colspan="1000" rowspan="0">x</td></tr>'.repeat(10)],
  ['columns before the cells', '<colgroup span="1000"><col span="1000">'.repeat(30)],
  ['many cells a little', '<tr><td colspan="30" rowspan="30">x</td></tr>'.repeat(30)],
])('of cells that stretch over %s no more than the bound do', (_, rows) => {
  const [first, last] = [...bounded(rows).querySelectorAll('td, col, colgroup')].slice(-2);
  for (const cell of [first, last]) expect(cell?.attributes.length ?? 0).toBe(0);
});

/** A row of a table may have more cells than its head. GFM drops them; here the head grows. */
import { type MarkedExtension, Tokenizer } from 'marked';

const DELIMITER_ROW = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$/;
/** A head with more cells stays as it is, because each row would get as many cells. */
const MOST_COLUMNS = 256;

export function wideTables(): MarkedExtension {
  return {
    tokenizer: {
      table(source) {
        const table = Tokenizer.prototype.table.call(this, source);
        if (!table) return false;
        const [head = '', delimiter = '', ...rows] = table.raw.split('\n');
        const missing = Math.min(MOST_COLUMNS, Math.max(0, ...rows.map(cellsIn))) - cellsIn(head);
        if (missing <= 0 || !DELIMITER_ROW.test(delimiter)) return table;
        const wider = [grown(head, '   ', missing), grown(delimiter, '---', missing), ...rows];
        const wide = Tokenizer.prototype.table.call(this, wider.join('\n'));
        return wide ? { ...wide, raw: table.raw } : table;
      },
    },
  };
}

function cellsIn(row: string): number {
  const bars = row
    .trim()
    .replace(/\\[^]/g, 'xx')
    .replace(/^\||\|$/g, '');
  return bars === '' ? 0 : bars.split('|').length;
}

function grown(row: string, cell: string, by: number): string {
  return `${row.trimEnd().replace(/\|$/, '')}${`|${cell}`.repeat(by)}|`;
}

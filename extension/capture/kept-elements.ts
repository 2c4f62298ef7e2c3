/** Which elements of a page stay what they are in a copy of it, and what becomes of the others. */

const KEPT = words(`
  a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img
  ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr u ul
  var wbr
`);

/**
 * Left out with all that is in them: what runs, what shows something from elsewhere, and what is shown only where that
 * cannot be.
 */
const LEFT_OUT = words(`
  area audio base canvas col colgroup datalist desc embed frame frameset head iframe link meta metadata noembed
  noframes noscript param script source style template title track video
`);

const RENAMED: Readonly<Record<string, string>> = {
  strike: 's',
  tt: 'code',
  menu: 'ul',
  dir: 'ul',
};

/** Those that stand in the text are blocks only where a page's sheet says so, and the other way round. */
const FLEXIBLE = words('div p span b i u s em strong small mark');

/** What the parts of a table are called in the copy, where only the page's sheet makes them parts of one. */
const OF_TABLE: Readonly<Record<string, string>> = {
  table: 'table',
  'inline-table': 'table',
  'table-row': 'tr',
  'table-cell': 'td',
  'table-row-group': 'tbody',
  'table-header-group': 'thead',
  'table-footer-group': 'tfoot',
  'table-caption': 'caption',
};

/** The name in the copy, or undefined for what is left out with all that is in it. */
export function nameInCopy(name: string, display: string): string | undefined {
  if (LEFT_OUT.has(name) || display === 'none') return undefined;
  const renamed = RENAMED[name] ?? name;
  if (KEPT.has(renamed) && !FLEXIBLE.has(renamed)) return renamed;
  const ofTable = OF_TABLE[display];
  if (ofTable !== undefined) return ofTable;
  if (name === 'text') return 'div'; // of a drawing: each of its texts stands by itself
  const isInline = /^(?:inline|contents|ruby)/.test(display);
  if (isInline) return KEPT.has(renamed) && !/^(?:div|p)$/.test(renamed) ? renamed : 'span';
  return renamed === 'p' ? 'p' : 'div';
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

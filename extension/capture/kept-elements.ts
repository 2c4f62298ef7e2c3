/** The elements of a page that stay themselves in a copy, and the replacements of the others. */

const KEPT = words(`
  a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img
  ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr u ul
  var wbr
`);

/**
 * Left out with all their content: elements that run, that show something from another site, and that appear only if
 * such an element fails.
 */
const LEFT_OUT = words(`
  area audio base canvas clippath col colgroup datalist defs desc embed frame frameset head iframe link marker mask meta
  metadata noembed noframes noscript param pattern script source style symbol template title track video
`);

const RENAMED: Readonly<Record<string, string>> = {
  strike: 's',
  tt: 'code',
  menu: 'ul',
  dir: 'ul',
};

/** Elements that stand in a line of text are blocks only if the page's style sheet says so, and the other way round. */
const FLEXIBLE = words('div p span b i u s em strong small mark');

/** The names in the copy for parts of a table that only the page's style sheet makes. */
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

/** The name in the copy; undefined for an element that is left out with all its content. */
export function nameInCopy(name: string, display: string): string | undefined {
  if (LEFT_OUT.has(name) || display === 'none') return undefined;
  const renamed = RENAMED[name] ?? name;
  if (KEPT.has(renamed) && !FLEXIBLE.has(renamed)) return renamed;
  const ofTable = OF_TABLE[display];
  if (ofTable !== undefined) return ofTable;
  if (name === 'text') return 'div'; // in a drawing, each text stands by itself
  const isInline = /^(?:inline|contents|ruby)/.test(display);
  if (isInline) return KEPT.has(renamed) && !/^(?:div|p)$/.test(renamed) ? renamed : 'span';
  return renamed === 'p' ? 'p' : 'div';
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

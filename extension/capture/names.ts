/** Which elements of a page stay what they are in a copy of it, and what becomes of the others. */

const KEPT = words(`
  a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img
  ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr u ul
  var wbr
`);

/** Left out with all that is in them: what runs, what is filled in, and what shows something from elsewhere. */
const LEFT_OUT = words(`
  applet area audio base button canvas col colgroup datalist dialog embed frame frameset head iframe input link map math
  meta meter noembed noframes noscript object optgroup option output param progress script select slot source style svg
  template textarea title track video
`);

const RENAMED: Readonly<Record<string, string>> = {
  strike: 's',
  tt: 'code',
  menu: 'ul',
  dir: 'ul',
};

/** Those that stand in the text are blocks only where a page's sheet says so, and the other way round. */
const FLEXIBLE = words('div p span b i u s em strong small mark');

/** The name in the copy, or undefined for what is left out with all that is in it. */
export function nameInCopy(name: string, display: string): string | undefined {
  if (LEFT_OUT.has(name) || display === 'none') return undefined;
  const renamed = RENAMED[name] ?? name;
  if (KEPT.has(renamed) && !FLEXIBLE.has(renamed)) return renamed;
  const isInline = /^(?:inline|contents|ruby)/.test(display);
  if (isInline) return KEPT.has(renamed) && !/^(?:div|p)$/.test(renamed) ? renamed : 'span';
  return renamed === 'p' ? 'p' : 'div';
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

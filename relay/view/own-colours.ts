/**
 * Decides whether a page has its own colours for text or ground. Such a page was probably made for white paper, and
 * keeps it in dark mode. A border or a caret in any colour is visible on any ground.
 */

const COMMENT = /\/\*[^]*?\*\//g;
const PAINT = /(?<![\w-])(?:color|background(?:-color|-image)?)\s*:\s*([^;{}]+)/gi;
/** These suit any ground; the browser's own colours are right on any. */
const UNPAINTED =
  /^(?:inherit|initial|unset|revert|revert-layer|transparent|none|currentcolor|canvas|canvastext|linktext|visitedtext|0(?:px|%)?(?:\s+0(?:px|%)?)*)$/i;

export function setsColours(root: Element): boolean {
  if (paints(root)) return true;
  if (root.querySelector('[bgcolor], font[color]')) return true;
  for (const element of root.querySelectorAll('style, [style]')) {
    if (!element.closest('svg') && paints(element)) return true;
  }
  return false;
}

/** Marks each drawing with its own colours: it lies on paper too. */
export function markDrawings(root: Element): void {
  for (const drawing of root.querySelectorAll('svg')) {
    const isInner = drawing.parentElement?.closest('svg');
    if (!isInner && drawing.querySelector(COLOURED)) drawing.setAttribute('data-own-colours', '');
  }
}

const COLOURED = ['fill', 'stroke']
  .map((name) => `[${name}]:not([${name}=none],[${name}=currentColor i],[${name}=inherit])`)
  .concat('style', '[style*=fill]', '[style*=stroke]')
  .join();

function paints(element: Element): boolean {
  const css = element.localName === 'style' ? element.textContent : element.getAttribute('style');
  const values = (css ?? '').replace(COMMENT, '').matchAll(PAINT);
  return [...values].some(([, value = '']) => {
    const painted = value.replace(/!\s*important/i, '').trim();
    return painted !== '' && !UNPAINTED.test(painted);
  });
}

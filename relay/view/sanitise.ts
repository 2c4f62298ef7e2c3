/**
 * Cleans untrusted HTML for the sandboxed frame. The frame's sandbox and policy are the wall; this is the second one:
 * it takes out what would run, submit, fetch or navigate, so the browser need not even refuse.
 */
import createPurifier, { type DOMPurify } from 'dompurify';

const FORBIDDEN_TAGS = words(`
  form input button select option optgroup textarea datalist output
  link meta base title iframe object embed template dialog
  audio video source track picture
`);

const FORBIDDEN_ATTRIBUTES = words(`
  action formaction ping download target rel referrerpolicy autofocus
  srcset imagesrcset poster background lowsrc longdesc cite data usemap
`);

const IMAGE_SOURCE = /^data:image\//i;
const LINK_TARGET = /^(?:https?:\/\/|mailto:|#)/i;

let purifier: DOMPurify | undefined;

/** The `<html>` element of a document that holds what of `html` is harmless. Needs a DOM. */
export function sanitiseHtml(html: string): HTMLElement {
  purifier ??= hooked(createPurifier(window));
  const root = purifier.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: FORBIDDEN_TAGS,
    FORBID_ATTR: FORBIDDEN_ATTRIBUTES,
    WHOLE_DOCUMENT: true,
    RETURN_DOM: true,
  });
  if (!(root instanceof HTMLElement)) throw new Error('cannot sanitise: expected a DOM');
  return root;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function hooked(purify: DOMPurify): DOMPurify {
  purify.addHook('uponSanitizeElement', (node, { tagName }) => {
    if (tagName === 'style') node.textContent = withoutFetches(node.textContent ?? '');
  });
  purify.addHook('uponSanitizeAttribute', (_element, attribute) => {
    const value = attribute.attrValue.trim();
    if (attribute.attrName === 'src') attribute.keepAttr = IMAGE_SOURCE.test(value);
    if (attribute.attrName === 'style') attribute.attrValue = withoutFetches(value);
    if (attribute.attrName === 'href') attribute.keepAttr = LINK_TARGET.test(value);
  });
  purify.addHook('afterSanitizeAttributes', leadOutside);
  return purify;
}

/** Links open in a new tab that knows nothing of this one; anchors stay inside the frame. */
function leadOutside(element: Element): void {
  const href = element.getAttribute('href')?.trim();
  if (href === undefined) return;
  if (href.startsWith('#')) {
    // The frame's own address is about:srcdoc: spelt out, an anchor needs no <base>, which the page's policy forbids.
    element.setAttribute('href', `about:srcdoc${href}`);
    return;
  }
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noopener noreferrer');
  element.setAttribute('referrerpolicy', 'no-referrer');
}

const CSS_IMPORT = /@import\b[^;}]*;?/gi;
const CSS_FETCH =
  /(?:\b(?:url|src)\(\s*(?!["']?data:)|\b(?:image|image-set|cross-fade)\()[^)]*\)?/gi;

/** `css` without `@import`, `url()` and the like; data: URLs stay. */
export function withoutFetches(css: string): string {
  const cleaned = css.replace(CSS_IMPORT, '').replace(CSS_FETCH, 'none');
  // What shows only once escapes are undone was hidden on purpose: nothing of such a sheet is kept.
  const plain = withoutEscapes(cleaned);
  return plain.search(CSS_IMPORT) < 0 && plain.search(CSS_FETCH) < 0 ? cleaned : '';
}

function withoutEscapes(css: string): string {
  return css.replace(
    /\\(?:([0-9a-f]{1,6})\s?|(.))/gi,
    (_, hex: string | undefined, char: string) =>
      hex === undefined ? char : codePoint(Number.parseInt(hex, 16)),
  );
}

function codePoint(value: number): string {
  return value > 0 && value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}

/**
 * Cleans untrusted HTML for the sandboxed frame. The frame's sandbox and policy are the wall; this is the second one:
 * it takes out what would run, submit, fetch or navigate, so the browser need not even refuse.
 */
import createPurifier, { type DOMPurify } from 'dompurify';
import { boundSpans } from './table-spans.ts';
import { trustedInertMarkup } from './trusted.ts';
import { overTurns } from './turns.ts';

const FORBIDDEN_TAGS = words(`
  form input button select option optgroup textarea datalist output
  link meta base title iframe object embed template dialog
  audio video source track picture marquee
`);

const FORBIDDEN_ATTRIBUTES = words(`
  action formaction ping download target rel referrerpolicy autofocus
  srcset imagesrcset poster background lowsrc longdesc cite data usemap
`);

const IMAGE_SOURCE = /^data:image\//i;
const LINK_TARGET = /^(?:https?:\/\/|mailto:|#)/i;

const RULES = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: FORBIDDEN_TAGS,
  FORBID_ATTR: FORBIDDEN_ATTRIBUTES,
};

let purifier: DOMPurify | undefined;

/** The `<html>` element of a document that holds what of `html` is harmless; made over turns. Needs a DOM. */
export async function sanitiseHtml(html: string, stopped: AbortSignal): Promise<HTMLElement> {
  purifier ??= hooked(createPurifier(window));
  // Nothing loads or runs in a document of this kind, and no node leaves such a document before it is clean.
  const dirty = new DOMParser().parseFromString(trustedInertMarkup(html), 'text/html');
  const content = dirty.createDocumentFragment();
  content.append(...dirty.body.childNodes);
  const root = purifier.sanitize(dirty.documentElement, { ...RULES, RETURN_DOM: true });
  const body = root instanceof HTMLElement && root.querySelector('body');
  if (!body) throw new Error('cannot sanitise: expected a DOM');
  await overTurns(cleanInto(body, content, purifier), stopped);
  boundSpans(root);
  return root;
}

/** How many elements are cleaned at a time, about. */
const PORTION = 300;
/** What may hold most of a page is cleaned from the outside in, all else as a whole. */
const ENTERED = new Set(words('DIV MAIN SECTION ARTICLE UL OL DL TABLE TBODY CENTER BLOCKQUOTE'));

/** Moves what is harmless of `dirty` into `clean`, a portion a step. */
function* cleanInto(clean: Element, dirty: Node, purify: DOMPurify): Generator {
  const portionOf = (...nodes: Node[]) => {
    const portion = (dirty.ownerDocument ?? document).createElement('body');
    portion.append(...nodes);
    return portion;
  };
  const cleaned = (portion: Element) =>
    purify.sanitize(portion, { ...RULES, RETURN_DOM_FRAGMENT: true });
  let portion = portionOf();
  for (const node of [...dirty.childNodes]) {
    if (ENTERED.has(node.nodeName) && sizeOf(node) > PORTION) {
      const shell = cleaned(portionOf(node.cloneNode(false)));
      const inside = shell.firstElementChild ?? clean;
      clean.append(cleaned(portion), shell);
      portion = portionOf();
      yield* cleanInto(inside, node, purify);
    } else {
      portion.append(node);
      if (sizeOf(portion) < PORTION) continue;
      clean.append(cleaned(portion));
      portion = portionOf();
      yield;
    }
  }
  clean.append(cleaned(portion));
}

/** How many elements are in it. */
function sizeOf(node: Node): number {
  return node instanceof Element ? node.getElementsByTagName('*').length : 0;
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

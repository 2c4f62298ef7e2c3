/**
 * Sanitises untrusted HTML for the sandboxed frame. The frame's sandbox and policy are the first wall, and this is the
 * second. It removes everything that would run, submit, fetch or navigate, so that the browser need not refuse it.
 */
import createPurifier, { type DOMPurify } from 'dompurify';
import {
  boundCopies,
  boundForeign,
  FORBIDDEN_FOREIGN_TAGS,
  FOREIGN_TAGS,
  HTML_INSIDE,
  isSvgElement,
  mayRefer,
  UNSEEN_FOREIGN_TAGS,
  mendFormulas,
} from './foreign-markup.ts';
import { contentOf, keepWords } from './replaced-elements.ts';
import { withoutFetches } from './style-fetches.ts';
import { boundSpans } from './table-spans.ts';
import { trustedInertMarkup } from './trusted.ts';
import { overTurns } from './long-work.ts';

const FORBIDDEN_TAGS = words(`
  form input button select option optgroup textarea datalist output
  link meta base title iframe object embed template dialog
  source track picture marquee
`);

const FORBIDDEN_ATTRIBUTES = words(`
  action formaction ping download target rel referrerpolicy autofocus
  srcset imagesrcset poster background lowsrc longdesc cite data usemap
  autoplay loop popover popovertarget filter
`);

const SOURCES = new Map([
  ['img', /^data:image\//i],
  ['audio', /^data:(?:audio|video)\//i],
  ['video', /^data:(?:audio|video)\//i],
]);
const LINK_TARGET = /^(?:https?:\/\/|mailto:|#)/i;

const RULES = {
  USE_PROFILES: { html: true, svg: true, mathMl: true },
  ADD_TAGS: FOREIGN_TAGS,
  FORBID_TAGS: [...FORBIDDEN_TAGS, ...FORBIDDEN_FOREIGN_TAGS],
  ADD_FORBID_CONTENTS: UNSEEN_FOREIGN_TAGS,
  HTML_INTEGRATION_POINTS: HTML_INSIDE,
  FORBID_ATTR: FORBIDDEN_ATTRIBUTES,
  // No script runs in the frame, so no name can mislead one: any id may be the target of a link.
  SANITIZE_DOM: false,
};

let purifier: DOMPurify | undefined;

/** The `<html>` element of a document with the harmless parts of `html`, made over several turns. Needs a DOM. */
export async function sanitiseHtml(html: string, stopped: AbortSignal): Promise<HTMLElement> {
  purifier ??= hooked(createPurifier(window));
  // Nothing loads or runs in a document of this kind, and no node leaves such a document before it is clean.
  const dirty = new DOMParser().parseFromString(trustedInertMarkup(html), 'text/html');
  const content = new DocumentFragment();
  keepWords(dirty);
  mendFormulas(dirty);
  const { root: dirtyRoot, body: dirtyBody } = contentOf(dirty);
  content.append(...dirtyBody.childNodes);
  const root = purifier.sanitize(dirtyRoot, { ...RULES, RETURN_DOM: true });
  const body = root instanceof HTMLElement && root.querySelector('body');
  if (!body) throw new Error('cannot sanitise: expected a DOM');
  await overTurns(cleanInto(body, content, purifier), stopped);
  boundSpans(root);
  boundCopies(root);
  return root;
}

/** The approximate number of elements per turn. */
const PORTION = 300;
/** Elements that may contain most of a page are sanitised from the outside in, all others as a whole. */
const ENTERED = new Set(words('DIV MAIN SECTION ARTICLE UL OL DL TABLE TBODY CENTER BLOCKQUOTE'));

/** Moves the harmless parts of `dirty` into `clean`, a portion in each step. */
function* cleanInto(clean: Element, dirty: Node, purify: DOMPurify): Generator {
  const portionOf = (...nodes: Node[]) => {
    const portion = (dirty.ownerDocument ?? document).createElement('body');
    portion.append(...nodes);
    return portion;
  };
  const cleaned = (portion: Element) => {
    const fragment = purify.sanitize(portion, { ...RULES, RETURN_DOM_FRAGMENT: true });
    boundForeign(fragment);
    return fragment;
  };
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

/** The number of elements in it. */
function sizeOf(node: Node): number {
  return node instanceof Element ? node.getElementsByTagName('*').length : 0;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function hooked(purify: DOMPurify): DOMPurify {
  purify.addHook('uponSanitizeElement', (node, { tagName }) => {
    if (tagName === 'style') node.textContent = withoutFetches(node.textContent ?? '');
    // The source of a formula is text. Anything else in there could be read as something else.
    if (tagName === 'annotation' && node.hasChildNodes()) {
      const source = node.textContent ?? '';
      node.textContent = source;
    }
  });
  purify.addHook('uponSanitizeAttribute', (element, attribute) => {
    const value = attribute.attrValue.trim();
    if (attribute.attrName === 'src')
      attribute.keepAttr = SOURCES.get(element.localName)?.test(value) ?? false;
    else if (HREFS.has(attribute.attrName)) attribute.keepAttr = mayLead(element, value);
    // Any attribute of a drawing may be a style: fill="url(…)".
    else if (attribute.attrName === 'style' || isSvgElement(element))
      attribute.attrValue = withoutFetches(value);
  });
  purify.addHook('afterSanitizeAttributes', leadOutside);
  return purify;
}

const HREFS = new Set(['href', 'xlink:href']);

/** Says whether the element may keep a reference to `target`. */
function mayLead(element: Element, target: string): boolean {
  const isForeign = !(element instanceof HTMLElement) && element.localName !== 'a';
  return isForeign ? mayRefer(element, target) : LINK_TARGET.test(target);
}

/** Links open in a new tab without an opener. Anchors stay inside the frame. */
function leadOutside(element: Element): void {
  // The old spelling of a link in SVG.
  const old = element.getAttribute('xlink:href');
  if (old !== null) {
    element.removeAttribute('xlink:href');
    if (!element.hasAttribute('href')) element.setAttribute('href', old);
  }
  const href = element.getAttribute('href')?.trim();
  if (href === undefined || !['a', 'area'].includes(element.localName)) return;
  if (href.startsWith('#')) {
    // The frame's own address is about:srcdoc. With it, an anchor needs no <base>, which the page's policy forbids.
    element.setAttribute('href', `about:srcdoc${href}`);
    return;
  }
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noopener noreferrer');
  element.setAttribute('referrerpolicy', 'no-referrer');
}

/** Finds the parts of a page that are not for reading: menus, bars, advertisements, lists of other pages. */
import { attributeOf, nameOf } from '../dom.ts';
import { ASIDE, isAdLabel, leadsElsewhere, namingWords, OUTSIDE } from './clutter-words.ts';
import type { Cloned } from './numbered-clone.ts';
import { linkDensity } from './text-measure.ts';

/** The outermost elements of the page that are not for reading. */
export function clutterIn(body: Cloned): ReadonlySet<Cloned> {
  const clutter = new Set<Cloned>();
  const visit = (cloned: Cloned): void => {
    if (isClutter(cloned, body)) clutter.add(cloned);
    else cloned.children.forEach(visit);
  };
  body.children.forEach(visit);
  return clutter;
}

function isClutter(cloned: Cloned, body: Cloned): boolean {
  const { element, measure } = cloned;
  if (isTypedIn(element)) return true;
  const share = measure.prose / Math.max(1, body.measure.prose);
  // Whatever its name says: the page has hardly anything else to read.
  if (share > 0.5) return false;
  return isControl(cloned) || isOutsideByName(cloned) || isListOfPages(cloned) || isAdvert(cloned);
}

/** A text that the user writes. */
function isTypedIn(element: Element): boolean {
  const editable = attributeOf(element, 'contenteditable');
  return editable === '' || editable === 'true' || attributeOf(element, 'role') === 'textbox';
}

const ROLES =
  /^(?:navigation|search|menu|menubar|toolbar|tablist|banner|contentinfo|tooltip|alert|status|log|progressbar|combobox|listbox|form)$/;

function isControl(cloned: Cloned): boolean {
  const { element, measure, parent } = cloned;
  const name = nameOf(element);
  if (/^(?:input|select|textarea|nav)$/.test(name)) return true;
  // A heading can be a button that unfolds its part.
  if (name === 'button') return !isIn(parent, /^(?:h[1-6]|summary)$/);
  if (ROLES.test(attributeOf(element, 'role') ?? '')) return true;
  if (name === 'form' || name === 'fieldset') return measure.controls > 0 && measure.prose < 500;
  if (name === 'label') return measure.controls > 0 || isIn(parent, /^form$/);
  return false;
}

function isOutsideByName(cloned: Cloned): boolean {
  const { element, measure, parent } = cloned;
  const name = nameOf(element);
  const isOfText = /^(?:body|main|article|h[1-6]|p|pre|code|em|strong|b|i|figure|img)$/.test(name);
  if (name === 'footer') return !isIn(parent, /^(?:blockquote|figure)$/) && !isOfNotes(element);
  if (name === 'header')
    return !isIn(parent, /^(?:main|article|section)$/) && measure.prose === 0 && measure.links > 1;
  if (name === 'aside')
    return (
      measure.prose === 0 ||
      linkDensity(measure) > 0.25 ||
      measure.controls > 0 ||
      hasWord(element, OUTSIDE)
    );
  if (isOfText) return false;
  if (hasWord(element, OUTSIDE)) return true;
  return hasWord(element, ASIDE) && measure.prose < 100;
}

function isOfNotes(element: Element): boolean {
  return /note|reference|source|biblio/i.test(
    `${attributeOf(element, 'class')} ${attributeOf(element, 'id')}`,
  );
}

function hasWord(element: Element, words: ReadonlySet<string>): boolean {
  return [...namingWords(element)].some((word) => words.has(word));
}

/** A box with a heading such as "Read more", and links. */
function isListOfPages({ element, children, measure, clone }: Cloned): boolean {
  if (!/^(?:div|section|aside|ul|ol|table|dl)$/.test(nameOf(element))) return false;
  if (measure.links === 0) return false;
  const first = children.find(({ measure: { length } }) => length > 0);
  const heading = first && first.measure.prose === 0 ? (first.clone.textContent ?? '') : '';
  if (heading.length < 60 && leadsElsewhere(heading) && measure.linked > 0) {
    return linkDensity(measure) > 0.25 || measure.prose === 0;
  }
  return (
    /^(?:div|section|aside)$/.test(nameOf(element)) &&
    measure.links > 1 &&
    linkDensity(measure) > 0.6 &&
    !clone.querySelector('p, pre')
  );
}

function isAdvert({ element, children, measure }: Cloned): boolean {
  if (measure.length > 400 || !/^(?:div|section|aside|p)$/.test(nameOf(element))) return false;
  const [first] = children.filter(({ measure: { length } }) => length > 0);
  return first !== undefined && measure.links > 0 && isAdLabel(first.clone.textContent ?? '');
}

function isIn(cloned: Cloned | undefined, names: RegExp): boolean {
  for (let at = cloned; at; at = at.parent) if (names.test(nameOf(at.element))) return true;
  return false;
}

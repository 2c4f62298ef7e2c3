/** Texts that a page's style sheet generates: before and after an element, and as the sign of a list item. */
import { isTransparent, parseColour } from './colours.ts';
import { Counters, type Place, written } from './counters.ts';
import { attributeOf, childrenOf, closestOf, isElement, isText, nameOf } from './dom.ts';
import type { PagePart } from './page-part.ts';

export interface Generated {
  readonly text: string;
  /** The text stands on lines of its own. */
  readonly isBlock: boolean;
}

type Around = readonly [before: readonly Generated[], after: readonly Generated[]];
const NONE: Around = [[], []];

/** The generated texts of one page, for the time of one capture. */
export class GeneratedTexts {
  readonly #texts = new Map<Element, Partial<Record<Place, Generated | undefined>>>();
  readonly #around = new Map<Element, Around>();
  readonly #lists = new Map<Element, Counters>();
  #counters: Counters | undefined;

  /**
   * The texts generated before and after the children of an element, if these are selected from the start or to the
   * end.
   */
  around(
    element: Element,
    style: CSSStyleDeclaration,
    { children, selected }: { readonly children: readonly Node[]; readonly selected: PagePart },
  ): Around {
    const known = this.#around.get(element) ?? this.#lookAround(element, style, children, selected);
    this.#around.set(element, known);
    return known;
  }

  #lookAround(
    element: Element,
    style: CSSStyleDeclaration,
    children: readonly Node[],
    selected: PagePart,
  ): Around {
    const sign = this.signOf(element, style);
    const before = this.#beside(element, 'before');
    const after = this.#beside(element, 'after');
    if (!sign && !before && !after) return NONE;
    const opening = [sign, before].filter((one) => one !== undefined);
    return [
      opening.length > 0 && isSelectedAt('start', children, selected) ? opening : [],
      after && isSelectedAt('end', children, selected) ? [after] : [],
    ];
  }

  #beside(element: Element, place: 'before' | 'after'): Generated | undefined {
    const known = this.#texts.get(element) ?? {};
    if (!(place in known)) known[place] = this.#read(element, place);
    this.#texts.set(element, known);
    return known[place];
  }

  /** The number of a list item. */
  numberOf(point: Element): number | undefined {
    const list = outermostList(point);
    const counters = this.#lists.get(list) ?? new Counters(list, false);
    this.#lists.set(list, counters);
    return counters.numberOf(point);
  }

  /**
   * The sign of a list item that the reader's list would not show: a text from the style sheet, or the sign of an
   * element that is a list item only by the style sheet.
   */
  signOf(element: Element, style: CSSStyleDeclaration): Generated | undefined {
    const known = this.#texts.get(element) ?? {};
    if (!('here' in known)) {
      const text = this.#sign(element, style);
      known.here = text ? { text, isBlock: false } : undefined;
    }
    this.#texts.set(element, known);
    return known.here;
  }

  #sign(element: Element, { display, listStyleType }: CSSStyleDeclaration): string | undefined {
    if (!display.includes('list-item') || nameOf(element) === 'summary') return undefined;
    const { content } = getComputedStyle(element, '::marker');
    if (!/^(?:normal|none|)$/.test(content)) return this.#spell(content, element, 'here');
    const said = STRING.exec(listStyleType);
    if (said) return unescaped(said[2] ?? '');
    if (nameOf(element) === 'li' || listStyleType === 'none') return undefined;
    const number = this.numberOf(element) ?? 1;
    const sign = written(number, listStyleType);
    return /[\p{L}\p{N}]$/u.test(sign) ? `${sign}. ` : `${sign} `;
  }

  #read(element: Element, place: 'before' | 'after'): Generated | undefined {
    const style = getComputedStyle(element, `::${place}`);
    const { content } = style;
    if (/^(?:none|normal|)$/.test(content) || nameOf(element) === 'q' || isUnseen(style))
      return undefined;
    const text = this.#spell(content, element, place);
    const isBlock = /^(?:block|flex|grid|table|list-item)/.test(style.display);
    return text.trim() === '' ? undefined : { text, isBlock: isBlock && style.float === 'none' };
  }

  #spell(content: string, element: Element, place: Place): string {
    const [shown = ''] = content.split(/ \/ (?=")/); // the part after it is only read aloud
    return [...shown.matchAll(PART)]
      .map(([part, , string, name, rest = '']) => {
        if (string !== undefined) return unescaped(string);
        if (name === 'attr') return attributeOf(element, rest.split(/[\s,]/)[0] ?? '') ?? '';
        if (name?.startsWith('counter')) return this.#counted(name, rest, element, place);
        return QUOTES[part] ?? '';
      })
      .join('')
      .replaceAll(/[\uE000-\uF8FF]|[\u{F0000}-\u{10FFFD}]/gu, ''); // pictures in a font of the page
  }

  #counted(name: string, rest: string, element: Element, place: Place): string {
    this.#counters ??= new Counters(element.ownerDocument.documentElement, true);
    const [counter = '', ...others] = [...rest.matchAll(ARGUMENT)].map(([argument]) => argument);
    const values = this.#counters.at(element, place)?.get(counter) ?? [0];
    const separator = name === 'counters' ? unescaped((others.shift() ?? '""').slice(1, -1)) : '';
    const kind = others[0] ?? 'decimal';
    const shown = name === 'counters' ? values : values.slice(-1);
    return shown.map((value) => written(value, kind)).join(separator);
  }
}

const STRING = /^(["'])((?:\\.|(?!\1).)*)\1/s;
const PART =
  /(["'])((?:\\.|(?!\1).)*)\1|(attr|counters?)\(((?:"(?:\\.|[^"])*"|[^)"])*)\)|[a-z-]+(?:\([^)]*\))?/gs;
const ARGUMENT = /"(?:\\.|[^"])*"|[^\s,]+/gs;
const QUOTES: Readonly<Record<string, string>> = { 'open-quote': '“', 'close-quote': '”' };

function unescaped(css: string): string {
  return css.replaceAll(/\\(?:([0-9a-f]{1,6}) ?|(.))/gis, (_, hex?: string, sign?: string) =>
    hex === undefined ? (sign ?? '') : String.fromCodePoint(Number.parseInt(hex, 16) || 0xfffd),
  );
}

/** Judged by its style, because it has no box to ask for. */
function isUnseen(style: CSSStyleDeclaration): boolean {
  const { display, visibility, opacity, userSelect, fontSize, position } = style;
  const isAside = [style.left, style.top, style.textIndent].some(
    (far) => Number.parseFloat(far) < -900,
  );
  const isSqueezed = position === 'absolute' && style.width === '1px' && style.height === '1px';
  return (
    display === 'none' ||
    visibility !== 'visible' ||
    userSelect === 'none' ||
    Number(opacity) < 0.05 ||
    Number.parseFloat(fontSize) < 2 ||
    isTransparent(parseColour(style.color)) ||
    isAside ||
    isSqueezed
  );
}

/** Says whether the first of some nodes is selected from its start, or the last to its end. */
export function isSelectedAt(
  end: 'start' | 'end',
  children: readonly Node[],
  selected: PagePart,
): boolean {
  const filled = children.filter((child) => !isText(child) || child.data.trim() !== '');
  const outer = filled.at(end === 'start' ? 0 : -1);
  if (outer === undefined) return true;
  if (!selected.has(outer)) return !isElement(outer) && !isText(outer);
  if (isElement(outer)) return isSelectedAt(end, childrenOf(outer), selected);
  if (!isText(outer)) return true;
  const { data } = outer;
  const extents = selected.extentsOf(outer);
  return end === 'start'
    ? extents.some(([from]) => data.slice(0, from).trim() === '')
    : extents.some(([, to]) => data.slice(to).trim() === '');
}

function outermostList(point: Element): Element {
  let list = point;
  for (
    let at = closestOf(point, LISTS);
    at;
    at = at.parentElement ? closestOf(at.parentElement, LISTS) : undefined
  ) {
    list = at;
  }
  return list;
}

const LISTS = /^(?:ol|ul|menu)$/;

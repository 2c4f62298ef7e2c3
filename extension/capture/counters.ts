/** The numbers that a page counts: those of lists, and those in text that its style sheet generates. */
import { isElement, nameOf } from './dom.ts';
import { childrenInOrder } from './shown-order.ts';

export type Counts = ReadonlyMap<string, readonly number[]>;
export type Place = 'before' | 'here' | 'after';

interface Counter {
  readonly owner: Element;
  value: number;
}

/** The value of every counter, at each element below a root and at the texts generated before and after it. */
export class Counters {
  readonly #counters = new Map<string, Counter[]>();
  readonly #counts = new Map<Element, Partial<Record<Place, Counts>>>();
  readonly #owners = new Set<Element>();
  readonly #hasGenerated: boolean;
  /** The values of all counters, until one changes. */
  #known: Counts | undefined;

  /** With `hasGenerated`, generated texts count too, which takes longer. */
  constructor(root: Element, hasGenerated: boolean) {
    this.#hasGenerated = hasGenerated;
    this.#count(root, undefined);
  }

  at(element: Element, place: Place): Counts | undefined {
    return this.#counts.get(element)?.[place];
  }

  numberOf(point: Element): number | undefined {
    return this.at(point, 'here')?.get('list-item')?.at(-1);
  }

  #count(element: Element, parent: Element | undefined): void {
    const style = getComputedStyle(element);
    if (style.display === 'none') return;
    this.#step(parent ?? element, style, element);
    const counts: Partial<Record<Place, Counts>> = { here: this.#snapshot() };
    this.#counts.set(element, counts);
    if (this.#hasGenerated) counts.before = this.#generated(element, '::before');
    for (const child of childrenInOrder(element, style)) {
      if (isElement(child)) this.#count(child, element);
    }
    if (this.#hasGenerated) counts.after = this.#generated(element, '::after');
    this.#end(element);
  }

  /** A counter that began among the children of an element ends with them. */
  #end(element: Element): void {
    if (!this.#owners.delete(element)) return;
    for (const [name, stack] of this.#counters) {
      const left = stack.filter(({ owner }) => owner !== element);
      this.#counters.set(name, left);
    }
    this.#known = undefined;
  }

  #generated(element: Element, which: string): Counts {
    const style = getComputedStyle(element, which);
    if (style.content !== 'none') this.#step(element, style);
    return this.#snapshot();
  }

  /** `scope` is the element among whose children a new counter counts. */
  #step(scope: Element, style: CSSStyleDeclaration, element?: Element): void {
    const resets = pairsOf(style.counterReset, 0);
    const steps = pairsOf(style.counterIncrement, 1);
    const values = pairsOf(style.counterSet, 0);
    if (element) addListItem(element, style, { resets, steps, values });
    if (resets.size + steps.size + values.size > 0) this.#known = undefined;
    for (const [name, value] of resets) this.#begin(name, scope, value);
    for (const [name, by] of steps) this.#innermost(name, scope).value += by;
    for (const [name, value] of values) this.#innermost(name, scope).value = value;
  }

  #begin(name: string, owner: Element, value: number): void {
    const stack = (this.#counters.get(name) ?? []).filter((one) => one.owner !== owner);
    this.#counters.set(name, [...stack, { owner, value }]);
    this.#owners.add(owner);
  }

  #innermost(name: string, owner: Element): Counter {
    if (!this.#counters.get(name)?.length) this.#begin(name, owner, 0);
    // The line before began one at the latest.
    return this.#counters.get(name)!.at(-1)!;
  }

  #snapshot(): Counts {
    this.#known ??= new Map(
      [...this.#counters].map(([name, stack]) => [name, stack.map(({ value }) => value)]),
    );
    return this.#known;
  }
}

type Pairs = Map<string, number>;

/** The browser's default for lists. */
function addListItem(
  element: Element,
  { display }: CSSStyleDeclaration,
  { resets, steps, values }: Record<'resets' | 'steps' | 'values', Pairs>,
): void {
  const name = nameOf(element);
  if (/^(?:ol|ul|menu|dir)$/.test(name) && !resets.has('list-item')) {
    resets.set('list-item', beforeFirst(element));
  }
  if (!display.includes('list-item')) return;
  const list = element.parentElement;
  const isReversed = list?.localName === 'ol' && (list as HTMLOListElement).reversed;
  if (!steps.has('list-item')) steps.set('list-item', isReversed ? -1 : 1);
  const value = Number.parseInt(element.getAttribute('value') ?? '', 10);
  if (name === 'li' && !Number.isNaN(value) && !values.has('list-item'))
    values.set('list-item', value);
}

function beforeFirst(list: Element): number {
  if (list.localName !== 'ol') return 0;
  const { reversed } = list as HTMLOListElement;
  const start = Number.parseInt(list.getAttribute('start') ?? '', 10);
  if (!reversed) return Number.isNaN(start) ? 0 : start - 1;
  const points = [...list.children].filter(
    (child) => getComputedStyle(child).display === 'list-item',
  ).length;
  return (Number.isNaN(start) ? points : start) + 1;
}

const PAIR = /(reversed\()?([^\s()\d-][^\s()]*)\)?(?:\s+(-?\d+))?/g;

/** Reads `section 1 figure 0` and similar values. */
function pairsOf(css: string, usual: number): Pairs {
  const pairs: Pairs = new Map();
  if (css === 'none') return pairs;
  for (const [, reversed, name = '', value] of css.matchAll(PAIR)) {
    // Browsers count down from the number of points by default.
    if (value === undefined && reversed) continue;
    pairs.set(name, value === undefined ? usual : Number(value));
  }
  return pairs;
}

/** A number in the form of this kind of list. Rare kinds appear as digits. */
export function written(value: number, kind: string): string {
  switch (kind) {
    case 'none':
      return '';
    case 'disc':
      return '•';
    case 'circle':
      return '◦';
    case 'square':
      return '▪';
    case 'decimal-leading-zero':
      return String(value).padStart(2, '0');
    case 'lower-alpha':
    case 'lower-latin':
      return letters(value);
    case 'upper-alpha':
    case 'upper-latin':
      return letters(value).toUpperCase();
    case 'lower-roman':
      return roman(value);
    case 'upper-roman':
      return roman(value).toUpperCase();
    default:
      return String(value);
  }
}

function letters(value: number): string {
  if (value < 1) return String(value);
  const rest = Math.floor((value - 1) / 26);
  return (rest > 0 ? letters(rest) : '') + String.fromCodePoint(97 + ((value - 1) % 26));
}

const ROMAN: readonly [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function roman(value: number): string {
  if (value < 1 || value > 3999) return String(value);
  const [worth, sign] = ROMAN.find(([least]) => least <= value) ?? [value, ''];
  return sign + (value > worth ? roman(value - worth) : '');
}

/**
 * The author of a page, or of the part around a place in it, as a forum has one for each contribution. Only a name that
 * a person sees there counts. Where several names might be meant, none is taken: a wrong name is worse than none.
 */
import { BY, nameIn, nameInLine } from './by-line.ts';
import {
  allIn,
  ancestorsOf,
  attributeOf,
  closestOf,
  hasText,
  matches,
  textContentOf,
} from './dom.ts';
import { tabPartsOf } from './page-title.ts';
import { SeenTexts } from './seen-texts.ts';

const MARKS = [
  '[itemprop~="author"], [itemprop~="author"] [itemprop~="name"], [rel~="author"]',
  '.p-author, .byline-name, .author-name, .byline__name, .byline a, .author a',
  'address[class*="author" i], .by, .byline, .author, [class*="byline" i], [data-testid*="byline" i], [class*="personname" i]',
].join(', ');
const CONTRIBUTIONS =
  'article, blockquote, li, tr, [role="article"], [itemtype*="Comment"], [itemtype*="Answer"], [class*="comment" i], [class*="post" i], [class*="message" i]';
const ELSEWHERE =
  'aside, nav, footer, article, blockquote, figure, [itemtype*="Comment"], [class*="comment" i], [id*="comment" i]';
const MOST_MARKS = 200;
/** An unmarked line so many elements before the title, or after it, is of the author and not of a commenter. */
const NEAR = { before: 15, after: 60 };

export interface AuthorSought {
  /** The elements that may name somebody, in their order. */
  readonly elements: readonly Element[];
  /** The title's heading, or else the text. */
  readonly heading?: Element | undefined;
  /** A place in the page whose own author is meant. */
  readonly place?: Element | undefined;
}

/** '' if nobody is named, or if nobody can tell who is meant. */
export function authorOf(page: Document, sought: AuthorSought): string {
  const { heading, place } = sought;
  const named = namedIn(page, sought);
  const title = heading ? ancestorsOf(heading) : [];
  const isApart = (kind: string) => (at: Element) => matches(at, kind) && !title.includes(at);
  const contribution = place ? ancestorsOf(place).filter(isApart(CONTRIBUTIONS)) : [];
  const own = named.filter(({ around }) => !around.some(isApart(ELSEWHERE)));
  return (
    nameNear(contribution, named) ?? toldBy(page, sought.elements) ?? nameNear(title, own) ?? ''
  );
}

/** The name in the first of the elements that has one: the smallest. It is '' if it has several. */
function nameNear(elements: readonly Element[], named: readonly Named[]): string | undefined {
  for (const element of elements) {
    const inside = named.filter(({ around }) => around.includes(element));
    const marked = inside.filter(({ isMarked }) => isMarked);
    const [name, ...others] = distinct(marked.length > 0 ? marked : inside);
    if (name !== undefined) return others.length === 0 ? name : '';
  }
  return undefined;
}

/** A name that the page tells machines, or in the tab, and shows to people. */
function toldBy(page: Document, elements: readonly Element[]): string | undefined {
  const metas = allIn(page, 'meta[name="author" i], meta[property="article:author" i]');
  const names = [
    ...metas.map((meta) => nameIn(attributeOf(meta, 'content') ?? '')),
    ...tabPartsOf(page).slice(1).map(nameInLine),
  ].filter((name) => name !== '');
  return names.find((name) => {
    const has = (text: string) => text.includes(name);
    const saying = elements.filter((one) => hasText(one, has)).slice(0, MOST_MARKS);
    const seen = new SeenTexts(page, saying);
    return saying.some((element) => has(seen.of(element)));
  });
}

interface Named {
  readonly name: string;
  readonly element: Element;
  /** The element, and those around it. */
  readonly around: readonly Element[];
  /** Not only a line that begins as such a line does. */
  readonly isMarked: boolean;
}

function namedIn(page: Document, { elements, heading }: AuthorSought): readonly Named[] {
  const marks = elements.filter((one) => matches(one, MARKS)).slice(0, MOST_MARKS);
  const at = heading ? elements.indexOf(heading) : 0;
  const lines = elements
    .slice(Math.max(0, at - NEAR.before), at + NEAR.after)
    .filter((one) => hasText(one, (text) => BY.test(text.trim())) && !closestOf(one, /^h[1-6]$/))
    .map(lineOf);
  const seen = new SeenTexts(page, [...marks, ...lines]);
  const named = (element: Element, isMarked: boolean): Named => {
    const name = (isMarked ? nameIn : nameInLine)(seen.of(element));
    return { name, element, around: ancestorsOf(element), isMarked };
  };
  return withoutRepeats(
    [...marks.map((mark) => named(mark, true)), ...lines.map((line) => named(line, false))].filter(
      ({ name }) => name !== '',
    ),
  );
}

/** The element with the whole line: the name may stand in an element beside the word before it. */
function lineOf(element: Element): Element {
  const isMore = (at: Element) => (textContentOf(at) ?? '').trim().replace(BY, '') !== '';
  return ancestorsOf(element).find(isMore) ?? element;
}

/** Of marks inside each other: the inner one, or the outer one if it names several people. */
function withoutRepeats(named: readonly Named[]): readonly Named[] {
  const isInside = (one: Named, outer: Named) =>
    one.element !== outer.element && one.around.includes(outer.element);
  const inside = (outer: Named) => named.filter((one) => isInside(one, outer));
  const together = named.filter((one) => distinct(inside(one)).length > 1);
  return named.filter((one) =>
    inside(one).length > 0
      ? together.includes(one)
      : !together.some((outer) => isInside(one, outer)),
  );
}

function distinct(named: readonly Named[]): readonly string[] {
  return [...new Set(named.map(({ name }) => name))];
}

/**
 * The author of a page, or of the part around a place in it, as a forum has one for each contribution. Only a name that
 * a person sees there counts. Where several names might be meant, none is taken: a wrong name is worse than none.
 */
import { allIn, bodyOf, parentElementOf } from './dom.ts';
import { SeenTexts } from './seen-texts.ts';

const MARKS = [
  '[itemprop~="author"], [itemprop~="author"] [itemprop~="name"], a[rel~="author"]',
  '.p-author, .byline-name, .author-name, .byline__name, .byline a, .author a',
  'address[class*="author" i], .byline, .author, [class*="byline" i], [data-testid*="byline" i]',
].join(', ');
const CONTRIBUTIONS =
  'article, blockquote, li, tr, [role="article"], [itemtype*="Comment"], [itemtype*="Answer"], [class*="comment" i], [class*="post" i], [class*="message" i]';
const ELSEWHERE =
  'aside, nav, footer, article, blockquote, [itemtype*="Comment"], [class*="comment" i], [id*="comment" i]';
const LONGEST = 80;
const MOST_MARKS = 200;

/** Words before a name, in the languages of the extension. */
const BY =
  /^(?:by|written by|posted by|von|autorin:|autor:|autora:|por|de|par|auteur :|作者[::]?|文[::]?|著者[::]?|بقلم:?|كتبه:?)\s+|^(?:作者|文|著者)[::]\s*/iu;

export interface Sought {
  readonly heading?: Element | undefined;
  /** A place in the page whose own author is meant. */
  readonly place?: Element | undefined;
}

/** '' if nobody is named, or if nobody can tell who is meant. */
export function authorOf(page: Document, { heading, place }: Sought): string {
  const marks = allIn(page, MARKS).slice(0, MOST_MARKS);
  const names = new Names(page, marks);
  const contribution = place && ownContribution(place, heading);
  if (contribution) {
    const own = names.within(contribution);
    if (own.length > 0) return own.length === 1 ? (own[0] ?? '') : '';
  }
  const declared = declaredIn(page);
  return declared ?? (heading ? names.beside(heading) : '');
}

/** The contribution that a place lies in; undefined if the page's title lies in it too. */
function ownContribution(place: Element, heading: Element | undefined): Element | undefined {
  for (let at: Element | null = place; at; at = parentElementOf(at)) {
    if (heading && at.contains(heading)) return undefined;
    if (at.matches(CONTRIBUTIONS) && at.querySelector(MARKS)) return at;
  }
  return undefined;
}

/** A name that the page declares for machines, and shows to people. */
function declaredIn(page: Document): string | undefined {
  const metas = allIn(page, 'meta[name="author" i], meta[property="article:author" i]');
  const names = metas.map((meta) => cleaned(meta.getAttribute('content') ?? ''));
  return names.filter(isName).find((name) => {
    const elements = elementsWith(page, name);
    const seen = new SeenTexts(page, elements);
    return elements.some((element) => seen.of(element).includes(name));
  });
}

function elementsWith(page: Document, name: string): Element[] {
  const found: Element[] = [];
  const walker = Document.prototype.createTreeWalker.call(
    page,
    bodyOf(page) ?? page,
    NodeFilter.SHOW_TEXT,
  );
  for (let at = walker.nextNode(); at && found.length < MOST_MARKS; at = walker.nextNode()) {
    const parent = at.nodeValue?.includes(name) ? parentElementOf(at) : null;
    if (parent && !/^(?:script|style|template)$/.test(parent.localName)) found.push(parent);
  }
  return found;
}

interface Named {
  readonly mark: Element;
  readonly name: string;
}

class Names {
  readonly #named: readonly Named[];

  constructor(page: Document, marks: readonly Element[]) {
    const seen = new SeenTexts(page, marks);
    const named = marks
      .map((mark) => ({ mark, name: cleaned(seen.of(mark)) }))
      .filter(({ name }) => isName(name));
    this.#named = withoutRepeats(named);
  }

  within(element: Element): string[] {
    return distinct(this.#named.filter(({ mark }) => element.contains(mark)));
  }

  /** The name nearest to a heading: in the smallest element around both. */
  beside(heading: Element): string {
    const own = this.#named.filter(({ mark }) => !isElsewhere(mark, heading));
    for (let at = parentElementOf(heading); at; at = parentElementOf(at)) {
      const around = at;
      const [name, ...others] = distinct(own.filter(({ mark }) => around.contains(mark)));
      if (name !== undefined) return others.length === 0 ? name : '';
    }
    return '';
  }
}

/** Of marks inside each other: the inner one, or the outer one if it names several people. */
function withoutRepeats(named: readonly Named[]): Named[] {
  const inside = ({ mark }: Named) =>
    named.filter((other) => other.mark !== mark && mark.contains(other.mark));
  const together = named.filter((one) => distinct(inside(one)).length > 1);
  return named.filter((one) => {
    const isOuter = inside(one).length > 0;
    if (isOuter) return together.includes(one);
    return !together.some(({ mark }) => mark !== one.mark && mark.contains(one.mark));
  });
}

function distinct(named: readonly Named[]): string[] {
  return [...new Set(named.map(({ name }) => name))];
}

/** In a comment, a bar at the side or the like, where the heading is not. */
function isElsewhere(mark: Element, heading: Element): boolean {
  const around = mark.closest(ELSEWHERE);
  return around !== null && !around.contains(heading);
}

function cleaned(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replace(BY, '').trim();
}

/** Not a date, an address or a sentence. */
function isName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST && /\p{L}/u.test(text) && !/[\d@|:/]/.test(text);
}

/** Finds the article of a page: Readability searches a clone of the page, and its numbers lead back to the page. */
import { Readability } from '@mozilla/readability';
import { bodyOf, contentTypeOf, nameOf, tabTitleOf, textContentOf } from '../dom.ts';
import { authorOf } from '../page-author.ts';
import { type PageTitle, titleOf } from '../page-title.ts';
import { ArticlePart } from './article-part.ts';
import { clutterIn } from './clutter.ts';
import { isArticle } from './is-article.ts';
import { growing } from './growth.ts';
import { type Cloned, NumberedClone } from './numbered-clone.ts';
import { loneHeadings } from './lone-headings.ts';
import { isOverPage } from './over-page.ts';
import { linkDensity } from './text-measure.ts';

export interface FoundArticle {
  readonly part: ArticlePart;
  readonly title: string;
  readonly author: string;
}

/** Undefined if the page is no article. */
export function findArticle(page: Document): FoundArticle | undefined {
  const clone = cloneOf(page);
  if (clone === undefined) return undefined;
  const byElement = new Map(clone.elements.map((cloned) => [cloned.element, cloned]));
  const clonedOf = ({ heading }: PageTitle) => heading && byElement.get(heading);
  const elements = elementsOf(clone);
  const said = clonedOf(titleOf(page, { elements }));
  const clutter = clutterIn(clone.body, said ? [said] : []);
  for (const cloned of clutter) cloned.clone.remove();
  const kept = keptByReadability(clone);
  const core = kept ? coreOf(clone.body, kept) : clone.body;
  const title = titleOf(page, {
    elements: elementsOf(clone),
    place: core.element,
    within: clone.body.element,
  });
  const headline = clonedOf(title);
  const grown = growing({ core, clutter, headline });
  const out = new Set([...clutter, ...grown.out, ...(kept ? droppedIn(core, kept) : [])]);
  for (const heading of loneHeadings(grown.root, (cloned) => out.has(cloned))) {
    if (heading !== headline) out.add(heading);
  }
  const isOut = (cloned: Cloned) => out.has(cloned);
  const part = new ArticlePart(grown.root.element, (element) => {
    const cloned = byElement.get(element);
    return cloned !== undefined && isOut(cloned);
  });
  if (!isArticle(grown.root, isOut)) return undefined;
  // Also a bar that is not for reading may name the author.
  const author = authorOf(page, { elements, heading: title.heading ?? core.element });
  return { part, title: title.text, author };
}

/** The elements of the page whose clones are still there. */
function elementsOf({ document, elements }: NumberedClone): readonly Element[] {
  return elements.filter(({ clone }) => document.contains(clone)).map(({ element }) => element);
}

const TEXT_TYPES = /^(?:text\/(?:html|plain|markdown)|application\/xhtml\+xml)$/;

/** Without what lies over the page, unless that is the page. */
function cloneOf(page: Document): NumberedClone | undefined {
  const body = bodyOf(page);
  // A browser shows a picture, a feed or data in a page of its own making.
  if (!body || !TEXT_TYPES.test(contentTypeOf(page))) return undefined;
  let over = 0;
  const clone = new NumberedClone(body, tabTitleOf(page), (element, style) => {
    const isOver = isOverPage(element, style);
    if (isOver) over += textContentOf(element)?.length ?? 0;
    return isOver;
  });
  return over > 3 * clone.body.measure.length
    ? new NumberedClone(body, tabTitleOf(page), () => false)
    : clone;
}

function keptByReadability(clone: NumberedClone): ReadonlySet<Cloned> | undefined {
  // It takes its document to pieces.
  const page = clone.document.cloneNode(true) as Document; // a clone is what it is cloned from
  const found = new Readability(page, { serializer: (element) => element }).parse();
  return found?.content ? clone.keptIn(found.content as Element) : undefined; // what the serializer gives
}

/** The innermost element that has nearly all of the kept text. */
function coreOf(body: Cloned, kept: ReadonlySet<Cloned>): Cloned {
  const amount = amounts(body, kept, body.measure.prose > 0 ? 'prose' : 'length');
  const all = amount(body);
  let core = body;
  for (let next: Cloned | undefined = body; next;) {
    core = next;
    next = next.children.find((child) => amount(child) >= 0.95 * all && !child.isInline);
  }
  return core;
}

/** How much of such a text of each element was kept. */
function amounts(body: Cloned, kept: ReadonlySet<Cloned>, kind: 'length' | 'prose') {
  const known = new Map<Cloned, number>();
  const sum = ({ children, measure }: Cloned): number => {
    const own = children.reduce((left, child) => left - child.measure[kind], measure[kind]);
    const inside = children.filter((child) => kept.has(child));
    return inside.reduce((all, child) => all + keep(child), own);
  };
  const keep = (cloned: Cloned): number => {
    const amount = sum(cloned);
    known.set(cloned, amount);
    return amount;
  };
  keep(body);
  return (cloned: Cloned) => known.get(cloned) ?? 0;
}

/** Blocks of links that Readability left out of the core. */
function droppedIn(core: Cloned, kept: ReadonlySet<Cloned>): readonly Cloned[] {
  const isDropped = ({ element, measure, isInline }: Cloned) =>
    !isInline && !OF_TEXT.test(nameOf(element)) && linkDensity(measure) > 0.6;
  const inside = (cloned: Cloned): readonly Cloned[] =>
    cloned.children.flatMap((child) =>
      !kept.has(child) && isDropped(child) ? [child] : inside(child),
    );
  return inside(core);
}

const OF_TEXT = /^(?:h[1-6]|p|pre|figure|img|li|t[drh]|tbody|thead)$/;

/** Finds the article of a page: Readability searches a clone of the page, and its numbers lead back to the page. */
import { Readability } from '@mozilla/readability';
import { ArticlePart } from './article-part.ts';
import { type NumberedClone, NUMBER, cloneNumbered } from './numbered-clone.ts';
import { linkDensity } from './text-measure.ts';
import { isOverPage } from './over-page.ts';

export interface FoundArticle {
  readonly part: ArticlePart;
  readonly title: string;
  readonly author: string;
}

/** Shorter texts are no article, in letters. */
const LEAST_LENGTH = 200;

/** Undefined if the page is no article. */
export function findArticle(page: Document): FoundArticle | undefined {
  const clone = cloneNumbered(page, isOverPage);
  const found = new Readability(clone.document, { serializer: (element) => element }).parse();
  if (!found?.content) return undefined;
  const kept = numbersIn(found.content as Element); // what the serializer gives
  const root = rootOf(clone, kept);
  if (root === undefined || root.measure.length < LEAST_LENGTH) return undefined;
  if (linkDensity(root.measure) > 0.5) return undefined;
  const known = new Map(clone.elements.map(({ element }, number) => [element, number]));
  const isLeftOut = (element: Element) => {
    const number = known.get(element);
    return number !== undefined && !kept.has(number);
  };
  const part = new ArticlePart(root.element, isLeftOut);
  return { part, title: found.title ?? '', author: found.byline ?? '' };
}

function numbersIn(content: Element): ReadonlySet<number> {
  const numbered = content.querySelectorAll(`[${NUMBER}]`);
  return new Set([...numbered].map((element) => Number(element.getAttribute(NUMBER))));
}

/** The innermost element around all kept ones. */
function rootOf({ elements }: NumberedClone, kept: ReadonlySet<number>) {
  const around = elements.filter(({ element }) =>
    [...kept].every((number) => element.contains(elements[number]?.element ?? null)),
  );
  return around.at(-1);
}

/** The name of an article's author, if the page shows it. */
import { attributeOf } from '../dom.ts';
import { textOf } from './headline.ts';
import type { Cloned, NumberedClone } from './numbered-clone.ts';

const MOST_LENGTH = 80;

export function authorIn(clone: NumberedClone, root: Cloned, page: Document): string {
  const lines = clone.elements
    .filter(isByline)
    .map(textOf)
    .filter((text) => text !== '' && text.length < MOST_LENGTH);
  const told = namesTold(page);
  const seen = told.find((name) => lines.some((line) => line.includes(name)));
  if (seen !== undefined) return seen;
  const [line] = lines;
  return line === undefined ? '' : nameIn(line);
}

function isByline({ element }: Cloned): boolean {
  if (/\bauthor\b/.test(`${attributeOf(element, 'rel')} ${attributeOf(element, 'itemprop')}`))
    return true;
  return /byline|author|writtenby/i.test(
    `${attributeOf(element, 'class')} ${attributeOf(element, 'id')}`,
  );
}

/** The names that the page tells to machines. They count only where people see them too. */
function namesTold(page: Document): readonly string[] {
  const metas = [...page.querySelectorAll('meta[name="author"], meta[property="article:author"]')];
  return metas.flatMap((meta) => meta.getAttribute('content')?.trim() || []);
}

const BEFORE =
  /^(?:(?:written |posted |published |story )?by|von|par|por|de|di|door|av|text|words|作者|文|記者|أعده|بقلم|מאת|نویسنده)[:：]?\s+/iu;

function nameIn(line: string): string {
  return line
    .replace(BEFORE, '')
    .replace(/\s*(?:[,|·•–—]|\bon\b|\d).*$/su, '')
    .trim();
}

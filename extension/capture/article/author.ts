/** The name of an article's author, if the page shows it. */
import { allIn, attributeOf, nameOf, tabTitleOf } from '../dom.ts';
import { namingWords } from './clutter-words.ts';
import { textOf } from './headline.ts';
import type { Cloned, NumberedClone } from './numbered-clone.ts';

export interface Written {
  readonly clone: NumberedClone;
  readonly core: Cloned;
  readonly headline: Cloned | undefined;
  readonly page: Document;
}

/** A longer text is no name. */
const MOST_LENGTH = 80;

export function authorIn({ clone, core, headline, page }: Written): string {
  const lines = clone.elements.filter(
    ({ measure: { length } }) => length > 1 && length < MOST_LENGTH,
  );
  const seen = namesTold(page).find((name) => lines.some((line) => textOf(line).includes(name)));
  if (seen !== undefined) return seen;
  const start = clone.elements.indexOf(headline ?? core);
  const beside = new Set(clone.elements.slice(Math.max(0, start - NEAR / 4), start + NEAR));
  const near = lines.filter((line) => beside.has(line));
  const isOfPage = (line: Cloned) => isMarked(line) && clone.document.contains(line.clone);
  const named =
    lines.find(isOfPage) ?? near.find(isByline) ?? near.find((line) => BEFORE.test(textOf(line)));
  return named ? nameIn(textOf(named)) : '';
}

/** So many elements from the title, a name is of the author and not of a commenter. */
const NEAR = 60;

/** Marked for machines, and seen. */
function isMarked({ element }: Cloned): boolean {
  const marks = `${attributeOf(element, 'rel')} ${attributeOf(element, 'itemprop')}`;
  return /\bauthor\b/.test(marks);
}

function isByline({ element }: Cloned): boolean {
  if (/^h[1-6]$/.test(nameOf(element))) return false;
  return [...namingWords(element)].some((word) =>
    /^(?:by|byline|author|authors|writtenby|personname)$/.test(word),
  );
}

/** The names that the page tells to machines, or in its title. They count only where people see them too. */
function namesTold(page: Document): readonly string[] {
  const metas = allIn(page, 'meta[name="author"], meta[property="article:author"]');
  const names = metas.flatMap((meta) => attributeOf(meta, 'content')?.trim() ?? []);
  const titled = /(?:^|[|–—-]\s*)by ([^|–—]{3,40}?)\s*(?:[|–—]|$)/u.exec(tabTitleOf(page))?.[1];
  return [...names, ...(titled ? [titled] : [])].filter((name) => name.length > 2);
}

const BEFORE =
  /^(?:(?:(?:written|posted|published|story|words|text|article) )?by|von|par|por|di|door|av|af|작성자|作者|文|記者|取材|أعده|بقلم|كتب|מאת|נכתב על ידי|نویسنده|نوشته)(?:[:：]\s*|\s+)(?=\p{L})/iu;

function nameIn(line: string): string {
  const name = line
    .replace(BEFORE, '')
    .replace(/\s*(?:[,|·•–—/(]|\s-\s|\b(?:on|at)\b|\d).*$/su, '')
    .trim();
  return name.length > 1 && name.split(' ').length <= 8 ? name : '';
}

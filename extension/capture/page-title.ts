/** The title of a page: of its subject, without the name of the site, if a heading says it. */
import { allIn, tabTitleOf } from './dom.ts';
import { SeenTexts } from './seen-texts.ts';

export interface PageTitle {
  /** '' if the page has none. */
  readonly text: string;
  /** The heading that says it. */
  readonly heading?: Element;
}

const HEADINGS = 'h1, h2, [itemprop~="headline"], [role="heading"][aria-level="1"]';
/** More headings than any page needs before its subject. */
const MOST_HEADINGS = 60;

export function titleOf(page: Document): PageTitle {
  const ofTab = oneLine(tabTitleOf(page));
  const headings = allIn(page, HEADINGS).slice(0, MOST_HEADINGS);
  const seen = new SeenTexts(page, headings);
  const said = headings
    .map((heading) => ({ heading, text: seen.of(heading) }))
    .filter(({ text }) => text !== '');
  const inTab = said.filter(({ text }) => isPartOf(text, ofTab));
  // The name of the site is a part of the tab's title too, and mostly the shorter one.
  const [longest] = inTab.toSorted((one, other) => other.text.length - one.text.length);
  if (longest) return longest;
  const main = said.filter(({ heading }) => heading.localName === 'h1');
  return main.length === 1 && main[0] && ofTab === '' ? main[0] : { text: ofTab };
}

/** A part that begins and ends with whole words. */
function isPartOf(text: string, title: string): boolean {
  const at = title.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return false;
  const isWord = (sign: string) => /[\p{L}\p{N}]/u.test(sign);
  return !isWord(title.charAt(at - 1)) && !isWord(title.charAt(at + text.length));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/**
 * The title of a page, or of a text in it: of its subject, without the name of the site, if a heading says it. Only a
 * heading that a person sees counts.
 */
import { ancestorsOf, attributeOf, hasText, matches, tabTitleOf } from './dom.ts';
import { SeenTexts } from './seen-texts.ts';

export interface PageTitle {
  /** '' if the page has none. */
  readonly text: string;
  /** The heading that says it, or else a line. */
  readonly heading?: Element;
}

export interface TitleSought {
  /** The elements that may say it, in their order. */
  readonly elements: readonly Element[];
  /** The text that is meant, or a place in it. */
  readonly place?: Element | undefined;
  /** The element whose main heading is the title although the tab's title says something else. */
  readonly within?: Element | undefined;
}

const MAIN = 'h1, [itemprop~="headline"], [role="heading"][aria-level="1"]';
const HEADING = `${MAIN}, h2, h3`;
/** More headings than any page needs before its subject. */
const MOST_HEADINGS = 60;
/** A longer text is no title. */
const MOST_LENGTH = 300;

interface Said extends Required<PageTitle> {
  /** The number of elements from the text that is meant; below zero before it. */
  readonly distance: number;
}

export function titleOf(page: Document, sought: TitleSought): PageTitle {
  const tab = oneLine(tabTitleOf(page));
  const [whole = '', subject = ''] = [tab, ...tabPartsOf(page)].map(inWords);
  const isSubject = (text: string) =>
    text.length < MOST_LENGTH && inWords(text) !== '' && [whole, subject].includes(inWords(text));
  const isInTab = ({ text }: Said) => ` ${whole} `.includes(` ${inWords(text)} `);
  const said = sayings(page, sought, (one) => matches(one, HEADING) || hasText(one, isSubject));
  const headings = said.filter(({ heading }) => matches(heading, HEADING));
  return (
    best(headings.filter(isInTab)) ??
    headings.find((one) => isOwn(one, sought, tab)) ??
    best(said.filter(({ text }) => isSubject(text))) ?? { text: tab }
  );
}

/** The tab's title in its parts: mostly the subject of the page, and then the name of the site. */
export function tabPartsOf(page: Document): readonly string[] {
  return oneLine(tabTitleOf(page)).split(/\s[-–—|·•:»]\s|[|｜]/u);
}

function sayings(
  page: Document,
  { elements, place }: TitleSought,
  isAsked: (element: Element) => boolean,
): readonly Said[] {
  const asked = elements.filter((one) => isAsked(one) && !leadsHome(one)).slice(0, MOST_HEADINGS);
  const seen = new SeenTexts(page, asked);
  const start = place ? elements.indexOf(place) : elements.length;
  const said = asked.map((heading) => ({
    heading,
    text: seen.of(heading),
    distance: elements.indexOf(heading) - start,
  }));
  return said.filter(({ text }) => inWords(text) !== '');
}

/** The name of the site is a part of the tab's title too, and mostly the shorter one. */
function best(said: readonly Said[]): Said | undefined {
  const [first] = said.toSorted(
    (one, other) =>
      other.text.length - one.text.length || Math.abs(one.distance) - Math.abs(other.distance),
  );
  return first;
}

/** Says whether it is a main heading in the text that is meant, or above it. */
function isOwn({ heading, distance }: Said, { place, within }: TitleSought, tab: string): boolean {
  const around = ancestorsOf(heading);
  const isAfter = distance > 0 && place && !around.includes(place);
  return matches(heading, MAIN) && !isAfter && (within ? around.includes(within) : tab === '');
}

/** The name of the site does. */
function leadsHome(heading: Element): boolean {
  const link = heading.querySelector('a[href]') ?? heading.closest('a[href]');
  const url = link && URL.parse(attributeOf(link, 'href') ?? '', link.baseURI);
  return url !== null && /^\/(?:index\.\w+)?$/.test(url.pathname) && url.search + url.hash === '';
}

/** Its words alone. */
function inWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

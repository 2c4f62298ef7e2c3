/** Decides which pages the library lists, and in which order. */
import { locale } from '@mayfly/relay/words';
import type { LibraryPage } from '../../messages.ts';
import { diskBytes } from '../../store/held-bundle.ts';
import { isOnlyCopy } from '../only-copy.ts';
import { homeOf } from './page-facts.ts';
import { kindWords } from './page-facts.ts';

const FILTERS = ['all', 'published', 'viewed', 'only-copy'] as const;
export type Filter = (typeof FILTERS)[number];

const SORTS = ['newest', 'oldest', 'title', 'largest', 'most-served', 'ending'] as const;
export type Sort = (typeof SORTS)[number];

export interface Query {
  readonly text: string;
  readonly filter: Filter;
  readonly sort: Sort;
}

export const EVERYTHING: Query = { text: '', filter: 'all', sort: 'newest' };

type Order = (a: LibraryPage, b: LibraryPage) => number;

const ORDERS: Readonly<Record<Exclude<Sort, 'title'>, Order>> = {
  newest: (a, b) => b.addedAt - a.addedAt,
  oldest: (a, b) => a.addedAt - b.addedAt,
  largest: (a, b) => diskBytes(b) - diskBytes(a),
  'most-served': (a, b) => b.servedBytes - a.servedBytes,
  ending: (a, b) => endOf(a) - endOf(b),
};

/** The pages that match `query`, apart from conditions on their holders. */
export function matching(
  pages: Iterable<LibraryPage>,
  { text, filter, sort }: Query,
): readonly LibraryPage[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const order = sort === 'title' ? byTitle() : ORDERS[sort];
  return [...pages]
    .filter((page) => isOfOrigin(page, filter) && hasWords(page, words))
    .toSorted((a, b) => order(a, b) || ORDERS.newest(a, b));
}

/** Sorts titles as people do who speak the language. */
function byTitle(): Order {
  const collator = new Intl.Collator(locale(), { numeric: true });
  return (a, b) => collator.compare(a.title, b.title);
}

/** Those of `pages` that nobody else holds, as far as is known. */
export function onlyCopies(
  pages: readonly LibraryPage[],
  holders: Readonly<Record<string, number>>,
): readonly LibraryPage[] {
  return pages.filter((page) => isOnlyCopy(holders[page.address], homeOf(page)));
}

function isOfOrigin({ origin }: LibraryPage, filter: Filter): boolean {
  return filter === 'all' || filter === 'only-copy' || filter === origin;
}

/** Says whether the page's name, title or other facts contain each word. */
function hasWords(page: LibraryPage, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { title, name = '', address, relays } = page;
  const known = folded([title, name, address, kindWords(page), ...relays].join('\n'));
  return words.every((word) => known.includes(word));
}

/**
 * The form of a text for comparison: letters in one case and of one width, without accents and without characters that
 * take no place. Systems differ in how they write the `é` in a file's name, and keyboards in whether they have one.
 */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .toUpperCase();
}

/** A session of the browser may end at any moment, so it comes before every time. Pages without an end come last. */
function endOf({ lifetime }: LibraryPage): number {
  if (lifetime.until === 'time') return lifetime.at;
  return lifetime.until === 'session' ? 0 : Number.MAX_SAFE_INTEGER;
}
